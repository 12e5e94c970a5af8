import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';

import mongoose, { type ClientSession, mongo } from 'mongoose';

import { sawUpTo } from './causality.js';
import { refusal } from './errors/index.js';
import type { Id } from './identity.js';
import { inTurns, servedTogether } from './turns.js';
import { type LastWrite, writeAtOnce } from './writes-at-once.js';

mongoose.set('transactionAsyncLocalStorage', true);

const attemptsAtMost = 40;
const patience = 15_000;
const commitAttemptsAtMost = 5;
/** Keeps a shared transaction short. */
const groupAtMost = 50;

/** At the end first whatever may still say what happened; then events are numbered, so that their counters are held as briefly as possible. */
const phases = ['changes', 'events'] as const;
export type Phase = (typeof phases)[number];

/** A transaction, as one of those who share it sees it. */
interface Transaction {
  readonly session: ClientSession;
  /** Whether an attempt before this one failed: what was expected not to be there may be there. */
  readonly isRetry: boolean;
  /** Whether it has not done anything yet that would be a pity to do again. */
  readonly adoptsTurn: boolean;
  /** What it writes that others may be writing as well; kept from attempt to attempt. */
  readonly crowded: Set<string>;
  /** Versions written so far, by entity; of this call alone. */
  readonly written: Map<Id, number>;
  /** Run last, still inside, one phase after the other. */
  readonly beforeCommit: Readonly<Record<Phase, (() => Promise<void>)[]>>;
  /** Written in one go after that. */
  readonly lastWrites: LastWrite[];
  /** Run once the database has agreed. Nothing here may fail or matter. */
  readonly afterCommit: (() => void)[];
}

const ambient = new AsyncLocalStorage<Transaction>();

export const currentTransaction = (): Transaction | undefined => ambient.getStore();

/**
 * Says, before the write, what is about to be written that others may be writing as well. Costs nothing, unless the transaction
 * has to begin again: then it first queues up in this process with all who failed over the same.
 */
export function meetsOthersAt(name: string): void {
  ambient.getStore()?.crowded.add(`crowd around ${name}`);
}

/** Thrown by our own code to say: begin again, somebody was faster. */
export class Contention extends Error {}

/** The same, when it was somebody outside: those who share the transaction begin again together. */
export class Overtaken extends Contention {}

/** Thrown through a transaction that was opened early, to say: begin again, and in this turn. */
class TurnWanted extends Error {
  constructor(
    readonly turns: readonly string[],
    readonly together: boolean,
  ) {
    super(`begin again in the turn of ${turns.join(' and ')}`);
  }
}

interface Options {
  /** What a crowd is about to gather around, such as `conversation:42`: it then queues up, within this process. */
  readonly turnOf?: string | readonly string[];
  /** Whether those who wait for the same turn may share one transaction. Nobody notices, except that a crowd is served faster. */
  readonly together?: boolean;
  /** Opened before anybody knows what for: begins again in the turn that somebody inside asks for. */
  readonly adoptsTurn?: boolean;
}

/**
 * Opens a transaction, or joins the one that is open. Mongoose finds its session by itself.
 * The whole of `work` may run several times: await each step, do nothing in parallel, and nothing that cannot be undone.
 */
export async function inTransaction<T>(work: () => Promise<T>, { turnOf, together = false, adoptsTurn = false }: Options = {}): Promise<T> {
  const open = ambient.getStore();
  const turns = typeof turnOf === 'string' ? [turnOf] : (turnOf ?? []);
  if (open?.adoptsTurn && turns.length > 0) throw new TurnWanted(turns, together);
  if (open) return work();
  return inItsTurn(turns, together, (transaction) => within(transaction, work), adoptsTurn);
}

/** What one call does in a transaction. */
type Part<T = unknown> = (transaction: Transaction) => Promise<T>;

function inItsTurn<T>(turns: readonly string[], together: boolean, part: Part<T>, adoptsTurn: boolean): Promise<T> {
  const [turn, another] = turns;
  if (together && turn !== undefined && another === undefined) return inGroup(turn, part);
  return inTurns(turns, async () => {
    try {
      return (await untilItHolds([part], adoptsTurn))[0] as T;
    } catch (error) {
      if (error instanceof TurnWanted) return inItsTurn(error.turns, error.together, part, false);
      throw error;
    }
  });
}

interface Member {
  readonly part: Part;
  readonly done: (answer: unknown) => void;
  readonly failed: (error: unknown) => void;
}

/** Each part runs in the asynchronous context of whoever asked for it. */
const inGroup = <T>(turn: string, part: Part<T>): Promise<T> =>
  new Promise<T>((done, failed) => {
    const member: Member = { part: AsyncResource.bind(part), done: done as Member['done'], failed };
    servedTogether(turn, member, groupAtMost, commitTogether);
  });

/** Those who waited share a commit. When one of them spoils it, nothing has happened yet, and each goes on alone. */
async function commitTogether(members: readonly Member[]): Promise<void> {
  try {
    const parts = members.map(({ part }) => part);
    const answers = await untilItHolds(members.length > 1 ? parts.map(spoiling) : parts, false);
    members.forEach(({ done }, index) => done(answers[index]));
  } catch (error) {
    if (error instanceof Spoilt) for (const member of members) await commitTogether([member]);
    else for (const { failed } of members) failed(error);
  }
}

/** One of several who shared a transaction could not do its part, or not beside the others. Thrown before the commit. */
class Spoilt extends Error {}

const spoiling =
  (part: Part): Part =>
  async (transaction) => {
    try {
      return await part(transaction);
    } catch (error) {
      throw concernsAll(error) ? error : new Spoilt();
    }
  };

/** Each of them alone would have met the same. */
const concernsAll = (error: unknown): boolean =>
  error instanceof Overtaken || error instanceof mongo.MongoServerSelectionError || hasLabel(error, 'TransientTransactionError');

async function untilItHolds(parts: readonly Part[], adoptsTurn: boolean): Promise<unknown[]> {
  const giveUpAt = Date.now() + patience;
  const crowded = new Set<string>();
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTurns([...crowded], () => attemptOnce(parts, { adoptsTurn, crowded, isRetry: attempt > 1 }));
    } catch (error) {
      if (!isTransient(error)) throw error;
      if (attempt >= attemptsAtMost || Date.now() > giveUpAt) throw refusal('TRY_AGAIN_LATER');
      await pause(Math.random() * Math.min(2 ** attempt, 200));
    }
  }
}

async function attemptOnce(parts: readonly Part[], known: Pick<Transaction, 'adoptsTurn' | 'crowded' | 'isRetry'>): Promise<unknown[]> {
  const session = await mongoose.connection.startSession();
  const shared: Omit<Transaction, 'written'> = { ...known, session, beforeCommit: { changes: [], events: [] }, lastWrites: [], afterCommit: [] };
  const transaction = (): Transaction => ({ ...shared, written: new Map() });
  try {
    session.startTransaction({ readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } });
    const answers: unknown[] = [];
    for (const part of parts) answers.push(await part(transaction()));
    await (parts.length > 1 ? spoiling(finish) : finish)(transaction());
    await commit(session);
    for (const step of shared.afterCommit) step();
    return answers;
  } catch (error) {
    await abandon(session).catch(() => undefined);
    throw error;
  } finally {
    await session.endSession();
  }
}

/**
 * Where a commit failed the driver sends no abort: it takes the transaction for ended. The database may still hold it, and would turn away
 * for a minute whoever writes the same, those who begin again among them. It lets go of it when the session begins another one.
 */
async function abandon(session: ClientSession): Promise<void> {
  if (!session.inTransaction()) {
    session.startTransaction();
    await mongoose.connection.db!.collection('nothing').findOne({}, { session });
  }
  await session.abortTransaction();
}

/** What nobody could do alone for those who share the transaction. */
async function finish(transaction: Transaction): Promise<void> {
  for (const phase of phases) for (const step of transaction.beforeCommit[phase]) await within(transaction, step);
  try {
    await writeAtOnce(transaction.session, transaction.lastWrites);
  } catch (error) {
    throw isDuplicate(error) ? new Contention() : error;
  }
}

/** In a transaction of its own, which holds whatever becomes of the one that is open: what must be kept of a refused call. */
export const apart = <T>(work: () => Promise<T>): Promise<T> => ambient.exit(() => sessionsOfMongoose().exit(() => inTransaction(work)));

/** A query begins when somebody awaits it: here, and not when it is out of the transaction. */
const within = <T>(transaction: Transaction, work: () => Promise<T>): Promise<T> =>
  ambient.run(transaction, () => sessionsOfMongoose().run({ session: transaction.session }, async () => work()));

/** Mongoose makes this storage when `transactionAsyncLocalStorage` is set, but leaves it out of its types. */
const sessionsOfMongoose = (): AsyncLocalStorage<{ session: ClientSession }> =>
  (mongoose as unknown as { transactionAsyncLocalStorage: AsyncLocalStorage<{ session: ClientSession }> }).transactionAsyncLocalStorage;

/** A commit whose fate is unknown is asked again: committing twice is the same as committing once. */
async function commit(session: ClientSession): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await session.commitTransaction();
      return sawUpTo(session.operationTime);
    } catch (error) {
      if (!hasLabel(error, 'UnknownTransactionCommitResult') || attempt >= commitAttemptsAtMost) throw error;
    }
  }
}

const isTransient = (error: unknown): boolean => error instanceof Contention || hasLabel(error, 'TransientTransactionError');

const hasLabel = (error: unknown, label: string): boolean => error instanceof mongo.MongoError && error.hasErrorLabel(label);

const duplicateKey = 11000;

/** Whether a unique index refused. Inside a transaction it has ended the transaction: translate it and let it fly. */
export const isDuplicate = (error: unknown, field?: string): boolean =>
  error instanceof mongo.MongoServerError &&
  error.code === duplicateKey &&
  (field === undefined || Object.keys((error['keyPattern'] as object | undefined) ?? {}).includes(field));
