import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as pause } from 'node:timers/promises';

import mongoose, { type ClientSession, mongo } from 'mongoose';

import { refusal } from './errors/index.js';
import type { Id } from './identity.js';
import { inTurns } from './turns.js';

mongoose.set('transactionAsyncLocalStorage', true);

const attemptsAtMost = 40;
const patience = 15_000;
const commitAttemptsAtMost = 5;

interface Transaction {
  readonly session: ClientSession;
  /** Whether it has not done anything yet that would be a pity to do again. */
  readonly adoptsTurn: boolean;
  /** What it writes that others may be writing as well; kept from attempt to attempt. */
  readonly crowded: Set<string>;
  /** Versions written so far, by entity. */
  readonly written: Map<Id, number>;
  /** Run last, still inside; the outbox takes its numbers here, so that counters are held as briefly as possible. */
  readonly beforeCommit: (() => Promise<void>)[];
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

/** Thrown through a transaction that was opened early, to say: begin again, and in this turn. */
class TurnWanted extends Error {
  constructor(readonly turns: readonly string[]) {
    super(`begin again in the turn of ${turns.join(' and ')}`);
  }
}

interface Options {
  /** What a crowd is about to gather around, such as `conversation:42`: it then queues up, within this process. */
  readonly turnOf?: string | readonly string[];
  /** Opened before anybody knows what for: begins again in the turn that somebody inside asks for. */
  readonly adoptsTurn?: boolean;
}

/**
 * Opens a transaction, or joins the one that is open. Mongoose finds its session by itself.
 * The whole of `work` may run several times: await each step, do nothing in parallel, and nothing that cannot be undone.
 */
export async function inTransaction<T>(work: () => Promise<T>, { turnOf, adoptsTurn = false }: Options = {}): Promise<T> {
  const open = ambient.getStore();
  const turns = typeof turnOf === 'string' ? [turnOf] : (turnOf ?? []);
  if (open?.adoptsTurn && turns.length > 0) throw new TurnWanted(turns);
  if (open) return work();
  return inTurns(turns, () => untilItHolds(work, adoptsTurn));
}

async function untilItHolds<T>(work: () => Promise<T>, adoptsTurn: boolean): Promise<T> {
  const giveUpAt = Date.now() + patience;
  const crowded = new Set<string>();
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTurns([...crowded], () => attemptOnce(work, adoptsTurn, crowded));
    } catch (error) {
      if (error instanceof TurnWanted) return inTurns(error.turns, () => untilItHolds(work, false));
      if (!isTransient(error)) throw error;
      if (attempt >= attemptsAtMost || Date.now() > giveUpAt) throw refusal('TRY_AGAIN_LATER');
      await pause(Math.random() * Math.min(2 ** attempt, 200));
    }
  }
}

async function attemptOnce<T>(work: () => Promise<T>, adoptsTurn: boolean, crowded: Set<string>): Promise<T> {
  const session = await mongoose.connection.startSession();
  const transaction: Transaction = { session, adoptsTurn, crowded, written: new Map(), beforeCommit: [], afterCommit: [] };
  try {
    session.startTransaction({ readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } });
    const answer = await within(transaction, async () => {
      const answer = await work();
      for (const step of transaction.beforeCommit) await step();
      return answer;
    });
    await commit(session);
    for (const step of transaction.afterCommit) step();
    return answer;
  } catch (error) {
    if (session.inTransaction()) await session.abortTransaction().catch(() => undefined);
    throw error;
  } finally {
    await session.endSession();
  }
}

/** In a transaction of its own, which holds whatever becomes of the one that is open: what must be kept of a refused call. */
export const apart = <T>(work: () => Promise<T>): Promise<T> => ambient.exit(() => sessionsOfMongoose().exit(() => inTransaction(work)));

const within = <T>(transaction: Transaction, work: () => Promise<T>): Promise<T> =>
  ambient.run(transaction, () => sessionsOfMongoose().run({ session: transaction.session }, work));

/** Mongoose makes this storage when `transactionAsyncLocalStorage` is set, but leaves it out of its types. */
const sessionsOfMongoose = (): AsyncLocalStorage<{ session: ClientSession }> =>
  (mongoose as unknown as { transactionAsyncLocalStorage: AsyncLocalStorage<{ session: ClientSession }> }).transactionAsyncLocalStorage;

/** A commit whose fate is unknown is asked again: committing twice is the same as committing once. */
async function commit(session: ClientSession): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await session.commitTransaction();
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
