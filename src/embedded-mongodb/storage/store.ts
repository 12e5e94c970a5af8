import type { Doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { currentDeadline, untilDeadline } from '../interruption.js';
import { Catalog } from './catalog.js';
import type { Time } from './clock.js';
import { Clock, LATEST } from './clock.js';
import { Conflict, writeConflict } from './conflict.js';
import type { OplogEntry } from './oplog.js';
import { Oplog } from './oplog.js';
import { Snapshots } from './snapshots.js';
import { Transaction } from './transaction.js';
import type { View } from './version.js';

/** What the data directory must remember together with a commit, for example the reply of a retryable write. */
export interface Alongside {
  key: string;
  value: Doc;
}

/** Where commits go to stay. */
export interface Journal {
  append(entry: OplogEntry, alongside: readonly Alongside[]): void;
  /** Settles when everything appended so far is on disk. Null when it is already. */
  settled(): Promise<void> | null;
  /** Settles when everything appended so far survives a crash of the machine, too. */
  flushed(): Promise<void>;
}

/** Whatever is committed at the moment of looking. */
export const COMMITTED: View = { readAt: LATEST, transaction: null };

const ATTEMPTS = 100;

/** All databases, through time. */
export class Store {
  readonly clock: Clock;
  readonly snapshots: Snapshots;
  readonly catalog: Catalog;
  readonly oplog: Oplog;
  private journal: Journal | null = null;
  private lastDate = new Date();

  constructor(resumeAfter = 0) {
    this.clock = new Clock(resumeAfter);
    this.snapshots = new Snapshots(this.clock);
    this.catalog = new Catalog(this.snapshots);
    this.oplog = new Oplog(this.clock.now);
  }

  /** From now on commits are written down. */
  keep(journal: Journal): void {
    this.journal = journal;
  }

  /** A multi-document transaction over a snapshot, of this moment if no time is given. */
  begin(readAt: Time = this.clock.now): Transaction {
    return new Transaction(this, true, this.snapshots.openAt(readAt));
  }

  /**
   * Runs work in the transaction or, without one, in one of its own that commits at once. The latter waits for lock
   * holders and tries again: so `work` may run several times, and must not touch anything but the store.
   * @param signal ends the waiting, with its reason
   * @throws WriteConflict in a multi-document transaction
   */
  inStatement<T>(transaction: Transaction | null, work: (transaction: Transaction) => T, signal?: () => AbortSignal): T | Promise<T> {
    if (transaction !== null) return inTransaction(transaction, work);
    const attempt = this.attempt(work);
    return attempt instanceof Conflict ? this.insist(attempt, work, signal) : attempt;
  }

  private attempt<T>(work: (transaction: Transaction) => T): T | Conflict {
    const transaction = new Transaction(this, false, LATEST);
    try {
      const result = work(transaction);
      transaction.commit();
      return result;
    } catch (error) {
      transaction.abort();
      if (error instanceof Conflict) return error;
      throw error;
    }
  }

  private async insist<T>(conflict: Conflict, work: (transaction: Transaction) => T, signal: (() => AbortSignal) | undefined): Promise<T> {
    const deadline = currentDeadline();
    let attempt: T | Conflict = conflict;
    for (let inVain = 0; attempt instanceof Conflict; attempt = untilDeadline(deadline, () => this.attempt(work))) {
      // Without a holder, another attempt sees what is new. If that does not help, `work` looks at something old.
      if (attempt.holder !== null) await unlessAborted(attempt.holder.finished(), signal?.());
      else if ((inVain += 1) > ATTEMPTS) throw writeConflict();
    }
    return attempt;
  }

  /** Commits of one millisecond share their date, which keeps the oplog small. */
  wallTime(): Date {
    if (this.lastDate.getTime() !== Date.now()) this.lastDate = new Date();
    return this.lastDate;
  }

  /** A transaction has changed memory; the rest of the world may know. */
  committed(entry: OplogEntry, alongside: readonly Alongside[]): void {
    if (entry.operations.length > 0) this.oplog.append(entry);
    if (this.journal === null) {
      this.oplog.show(entry.time);
      return;
    }
    this.journal.append(entry, alongside);
    // Those who wait for the disk hear of a failure themselves.
    this.journal.settled()?.then(() => this.oplog.show(entry.time), () => {});
  }

  /**
   * What is committed now survives a crash as soon as this settles. Null when it does already.
   * @param onDisk survives a crash of the machine, too: `j: true`
   */
  settled(onDisk = false): Promise<void> | null {
    if (this.journal === null) return null;
    return onDisk ? this.journal.flushed() : this.journal.settled();
  }
}

function inTransaction<T>(transaction: Transaction, work: (transaction: Transaction) => T): T {
  if (!transaction.isOpen) throw new MongoError('NoSuchTransaction', 'The transaction has been aborted meanwhile.');
  try {
    return work(transaction);
  } catch (error) {
    throw error instanceof Conflict ? writeConflict() : error;
  }
}

/** @throws the signal's reason */
export function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(signal.reason as Error);
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
