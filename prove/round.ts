import { setTimeout as pause } from 'node:timers/promises';

import { invariants } from '../src/invariants.js';
import { inspect } from '../src/platform/invariants/index.js';
import { Case } from './case.js';
import type { History } from './history.js';
import { type Complaint, judge } from './judge.js';
import { Play, type Stage } from './play.js';
import { forgetRecords, readRecords, type Records } from './records.js';
import { hasHeardAll } from './rules/listening.js';

export interface Verdict {
  readonly play: Play;
  readonly complaints: readonly Complaint[];
}

/** Without anybody hearing anything new. */
const patience = 20_000;

/** Histories of people and things of their own, so many at once, on an empty database; then everything is checked, and forgotten. */
export async function liveThrough(histories: readonly History[], stage: Stage, atOnce = histories.length): Promise<Verdict[]> {
  const plays = histories.map((history) => new Play(history, stage));
  try {
    await liveAtOnce(plays, atOnce);
    return await judged(plays, stage);
  } finally {
    for (const play of plays) play.end();
  }
}

/** When one of them cannot be lived through, fails once nobody is under way any more. */
async function liveAtOnce(plays: readonly Play[], atOnce: number): Promise<void> {
  const waiting = plays.values();
  const lived = await Promise.allSettled(Array.from({ length: atOnce }, () => liveOnThrough(waiting)));
  for (const each of lived) if (each.status === 'rejected') throw each.reason;
}

async function judged(plays: readonly Play[], stage: Stage): Promise<Verdict[]> {
  await stage.database.makeNoTrouble();
  await stage.servers.allBack();
  const records = await readRecords();
  const cases = plays.map((play) => new Case(play, records));
  await untilHeard(cases);
  for (const play of plays) play.end();
  const broken = await brokenInvariants();
  const verdicts = cases.map((found) => ({ play: found.play, complaints: [...judge(found), ...broken.filter(({ id }) => concerns(id, found.play, records))] }));
  await forgetRecords();
  return verdicts;
}

/** Whoever is through takes the next one, so that nobody waits for the slowest but once a round. */
async function liveOnThrough(waiting: Iterable<Play>): Promise<void> {
  for (const play of waiting) await play.live();
}

/** Until everything has arrived, or cannot be expected to any more. */
async function untilHeard(cases: readonly Case[]): Promise<void> {
  let heard = -1;
  for (let giveUpAt = 0; !cases.every(hasHeardAll); await pause(20)) {
    const now = cases.reduce((sum, { play }) => sum + play.feeds().reduce((of, { feed }) => of + feed.received.length, 0), 0);
    if (now > heard) giveUpAt = Date.now() + patience;
    else if (Date.now() > giveUpAt) return;
    heard = now;
  }
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
