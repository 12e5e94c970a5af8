import { setTimeout as pause } from 'node:timers/promises';

import mongoose from 'mongoose';

import { newId } from '../src/platform/identity.js';
import { Role } from '../src/platform/viewer.js';
import type { Services } from '../src/services.js';
import { askUntilKnown, type Known } from './caller.js';
import type { Database } from './database.js';
import { type Answer, deedOf, documentOf } from './deeds.js';
import { Device, type Feed } from './device.js';
import type { History, Step } from './history.js';
import type { Servers } from './servers.js';

/** Where histories are lived through. */
export interface Stage {
  readonly servers: Servers;
  readonly database: Database;
  /** For letting people in without the price of a password; everything else goes through the servers. */
  readonly services: Services;
}

export interface Actor {
  readonly id: string;
  readonly token: string;
  readonly main: Device;
  readonly other: { readonly sessionId: string; readonly token: string; readonly refreshToken: string; readonly device: Device };
}

export type Outcome =
  | { readonly kind: 'done'; readonly answer: Answer; readonly copies: readonly Answer[]; readonly expectedVersion: number | undefined }
  | { readonly kind: 'refused'; readonly code: string }
  /** What it is about never came to be. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'unanswered' };

export const names = ['Ana', 'Ben', 'Cleo', 'Dan'] as const;

const messageEvents = ['MESSAGE_ADDED', 'MESSAGE_EDITED', 'MESSAGE_DELETED'];

/** One history as it is lived through by people of its own. */
export class Play {
  readonly actors: Actor[] = [];
  readonly outcomes = new Map<number, Outcome>();
  private readonly name = newId();
  private readonly versions = new Map<string, number>();
  private readonly doubtful: (() => Promise<void>)[] = [];

  constructor(
    readonly history: History,
    private readonly stage: Stage,
  ) {}

  async live(): Promise<void> {
    for (let who = 0; who < this.history.people; who++) this.actors.push(await this.enter(who));
    const answered = new Map<number, Promise<void>>();
    for (const step of this.history.steps) {
      const before = Promise.all(step.after.map((earlier) => answered.get(earlier)));
      answered.set(step.id, before.then(() => this.take(step)));
    }
    await Promise.all(answered.values());
    for (const settle of this.doubtful) await settle();
  }

  key = (step: Step): string => `${this.name}/${step.id}`;

  textOf = (step: Step): string => `${this.name} ${step.id}`;

  feeds(): { readonly actor: Actor; readonly device: Device; readonly feed: Feed }[] {
    return this.actors.flatMap((actor) => [actor.main, actor.other.device].flatMap((device) => device.feeds.map((feed) => ({ actor, device, feed }))));
  }

  end(): void {
    for (const { main, other } of this.actors) for (const device of [main, other.device]) device.close();
  }

  /** Registering and logging in hash passwords, which takes longer than the whole history and is proved elsewhere. */
  private async enter(who: number): Promise<Actor> {
    const { services, servers } = this.stage;
    const _id = newId();
    const email = `${_id}@example.test`;
    const moment = new Date();
    const user = { _id, version: 1, createdAt: moment, updatedAt: moment, name: names[who]!, email, emailKey: email, avatarUrl: null, roles: [Role.CUSTOMER], suspension: null, rightsChangedAt: null };
    await mongoose.connection.collection('users').insertOne(user as never);
    const [first, second] = [await services.sessions.start(user as never, null), await services.sessions.start(user as never, null)];
    const tokenOf = ({ sessionId, startedAt }: typeof first) => services.tokens.sign(user, sessionId, startedAt);
    const urlAt = (server: number) => servers.url(server);
    const actor: Actor = {
      id: _id,
      token: tokenOf(first),
      main: new Device(tokenOf(first), who, urlAt),
      other: { sessionId: second.sessionId, token: tokenOf(second), refreshToken: services.refreshTokens.of(second), device: new Device(tokenOf(second), who + 1, urlAt) },
    };
    actor.main.follow('viewerEvents', '', _id, `viewer:${_id}`);
    const needsSecond = this.history.steps.some((step) => step.who === who && step.what === 'endOther');
    if (needsSecond) actor.other.device.follow('viewerEvents', '', _id, `viewer:${_id}`);
    return actor;
  }

  private async take(step: Step): Promise<void> {
    const { servers, database } = this.stage;
    if (step.trouble?.kind === 'failure') await database.make(step.trouble);
    if (step.trouble?.kind === 'kill a server') servers.kill(step.trouble.server);
    const restarted = step.trouble?.kind === 'kill the database' ? database.killAndRestart() : null;
    const actor = this.actors[step.who]!;
    if (step.what === 'cut') {
      for (const device of [actor.main, actor.other.device]) device.cut();
      this.outcomes.set(step.id, { kind: 'skipped' });
    } else {
      this.outcomes.set(step.id, await this.deed(step, step.what, actor));
    }
    await restarted;
  }

  private async deed(step: Step, what: Exclude<Step['what'], 'cut'>, actor: Actor): Promise<Outcome> {
    const about = step.of.map((earlier) => this.outcomes.get(earlier));
    const answers = about.flatMap((outcome) => (outcome?.kind === 'done' ? [outcome.answer] : []));
    if (answers.length < step.of.length) return { kind: 'skipped' };
    const inConversation = what === 'say' || what === 'read';
    const ids = answers.map(({ id, conversation }) => (inConversation && conversation ? conversation.id : id!));
    const expectedVersion = step.insists ? this.versions.get(ids[0]!) : undefined;
    const deed = deedOf(what);
    const variables = {
      ...deed.variables({ ids, text: this.textOf(step), expectedVersion, upToSeq: answers[1]?.seq, refreshToken: actor.other.refreshToken, otherSessionId: actor.other.sessionId }),
      idempotencyKey: this.key(step),
    };
    const call = { document: documentOf(deed), variables, token: what === 'refresh' ? null : actor.token };
    const send = (server: number) => askUntilKnown((attempt) => this.stage.servers.url(server + attempt), call);

    const known = await Promise.all(Array.from({ length: step.twice ? 2 : 1 }, (_, copy) => send(step.server + copy)));
    const outcome = outcomeOf(known, expectedVersion);
    // One that was in doubt may still have been under way when another was refused; when all is quiet, the key tells.
    const inDoubt = outcome.kind !== 'done' && known.some(({ attempts }) => attempts > 1);
    const isAskedAgain = outcome.kind === 'done' && step.id % 5 === 0;
    if (inDoubt || isAskedAgain) this.doubtful.push(async () => void this.outcomes.set(step.id, outcomeOf([...known, await send(step.server + 1)], expectedVersion)));
    if (outcome.kind === 'done') this.learn(outcome.answer, what, actor);
    return outcome;
  }

  private learn({ id, version, conversation }: Answer, what: Step['what'], { main }: Actor): void {
    if (id !== undefined && version !== undefined && what !== 'read') this.versions.set(id, Math.max(version, this.versions.get(id) ?? 0));
    if (what !== 'propose') return;
    main.follow('messageAdded', 'conversationId', conversation!.id, `conversation:${conversation!.id}`, messageEvents);
    main.follow('tradeChanged', 'tradeId', id!, `trade:${id!}`);
  }
}

function outcomeOf(known: readonly Known[], expectedVersion: number | undefined): Outcome {
  const copies = known.flatMap(({ reply }) => (typeof reply === 'object' && 'answer' in reply ? [reply.answer] : []));
  if (copies.length > 0) return { kind: 'done', answer: copies[0]!, copies, expectedVersion };
  const refused = known.flatMap(({ reply }) => (typeof reply === 'object' && 'code' in reply ? [reply.code] : []));
  return refused.length === known.length || refused.length > 0 ? { kind: 'refused', code: refused[0]! } : { kind: 'unanswered' };
}

/** Until everything has arrived, or cannot be expected to any more. */
export async function untilHeard(isComplete: () => boolean, patience: number): Promise<void> {
  for (const giveUpAt = Date.now() + patience; !isComplete() && Date.now() < giveUpAt; ) await pause(10);
}
