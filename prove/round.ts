import { invariants } from '../src/invariants.js';
import { inspect } from '../src/platform/invariants/index.js';
import { type Complaint, hasHeardAll, judge } from './judge.js';
import type { History } from './history.js';
import { Play, type Stage, untilHeard } from './play.js';
import { forgetRecords, readRecords, type Records } from './records.js';

export interface Verdict {
  readonly play: Play;
  readonly complaints: readonly Complaint[];
}

const patience = 20_000;

/** Several histories at once, each with people of its own, on an empty database; then everything is checked, and forgotten. */
export async function liveThrough(histories: readonly History[], stage: Stage): Promise<Verdict[]> {
  const plays = histories.map((history) => new Play(history, stage));
  await Promise.all(plays.map((play) => play.live()));
  await stage.database.makeNoTrouble();
  await stage.servers.allBack();
  const records = await readRecords();
  await untilHeard(() => plays.every((play) => hasHeardAll(play, records)), patience);
  for (const play of plays) play.end();
  const broken = await brokenInvariants();
  const verdicts = plays.map((play) => ({ play, complaints: [...judge(play, records), ...broken.filter(({ id }) => concerns(id, play, records))] }));
  await forgetRecords();
  return verdicts;
}

type Broken = Complaint & { readonly id: string };

async function brokenInvariants(): Promise<Broken[]> {
  const findings = await inspect(invariants, { limit: Infinity, milliseconds: 120_000, eventsSince: new Date(0) });
  const cut = findings.filter(({ complete, violations }) => !complete && violations.length === 0);
  if (cut.length > 0) throw new Error(`There was no time to check ${cut.map(({ name }) => name).join(', ')}.`);
  return findings.flatMap(({ name, violations }) => violations.map(({ id, explanation }) => ({ id, rule: name, what: `${id}: ${explanation}` })));
}

/** Whose fault it is: everything in the database belongs to somebody. */
function concerns(id: string, { actors }: Play, { items, trades, messages, participants, sessions }: Records): boolean {
  const people = new Set(actors.map((actor) => actor.id));
  const name = id.includes(':') ? id.slice(id.indexOf(':') + 1) : id;
  const ofTrade = (tradeId: string) => trades.some(({ _id, requester }) => _id === tradeId && people.has(requester.userId));
  return (
    people.has(name) ||
    items.some(({ _id, ownerId }) => _id === name && people.has(ownerId)) ||
    ofTrade(name) ||
    messages.some(({ _id, senderId }) => _id === name && people.has(senderId)) ||
    participants.some(({ conversationId, userId }) => conversationId === name && people.has(userId)) ||
    sessions.some(({ _id, userId }) => _id === name && people.has(userId))
  );
}
