import { Binary } from 'bson';
import { randomUUID } from 'node:crypto';
import type { Doc } from '../bson/document.js';
import { doc } from '../bson/document.js';
import type { Reply } from '../commands/command.js';
import type { Operation } from '../commands/operation.js';
import { MongoError } from '../errors.js';
import { timeOf } from '../storage/clock.js';
import type { Store } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import { writesFailed } from './failed-writes.js';
import { Session } from './session.js';
import type { SessionOptions } from './session-options.js';
import { keyOfLsid, sessionOptionsOf } from './session-options.js';

/** `localLogicalSessionTimeoutMinutes` */
export const SESSION_TIMEOUT_MINUTES = 30;
const MOST_SESSIONS = 1_000_000;

/** Databases that multi-document transactions keep out of. */
const OWN_DATABASES = new Set(['admin', 'config', 'local']);
const ENDINGS = new Set(['commitTransaction', 'abortTransaction']);

/** The sessions of all clients, and the rules of commands that belong to one. */
export class Sessions {
  private readonly byKey = new Map<string, Session>();
  private readonly endListeners = new Set<(session: Session) => void>();
  private readonly transactionListeners = new Set<(session: Session) => void>();
  private readonly sweeping: NodeJS.Timeout;

  constructor(private readonly store: Store) {
    this.sweeping = setInterval(() => this.sweep(), 60_000);
    this.sweeping.unref();
  }

  get all(): Iterable<Session> {
    return this.byKey.values();
  }

  find(lsid: Doc): Session | undefined {
    return this.byKey.get(keyOfLsid(lsid));
  }

  /** `startSession` */
  start(): Session {
    return this.use(doc({ id: new Binary(Buffer.from(randomUUID().replaceAll('-', ''), 'hex'), Binary.SUBTYPE_UUID) }));
  }

  /** Sessions come to be when they are first named. */
  use(lsid: Doc): Session {
    const key = keyOfLsid(lsid);
    let session = this.byKey.get(key);
    if (session === undefined) {
      if (this.byKey.size >= MOST_SESSIONS) throw new MongoError('TooManyLogicalSessions', 'Unable to add session because there are too many sessions');
      session = new Session(lsid, this.store, (ended) => { for (const listener of this.transactionListeners) listener(ended); });
      this.byKey.set(key, session);
    }
    session.lastUse = Date.now();
    return session;
  }

  end(lsid: Doc): void {
    const session = this.find(lsid);
    if (session === undefined) return;
    this.byKey.delete(session.key);
    session.kill(new MongoError('Interrupted', 'operation was interrupted because its session ended'));
    for (const listener of this.endListeners) listener(session);
  }

  /** The session lives on, but what it was doing ends: its commands, its transaction, its cursors. */
  kill(session: Session): void {
    session.kill(new MongoError('Interrupted', 'operation was interrupted because its session was killed'));
    for (const listener of this.endListeners) listener(session);
  }

  /** Hears of sessions whose cursors have to go. @returns a function that ends the listening */
  onEnd(listener: (session: Session) => void): () => void {
    this.endListeners.add(listener);
    return () => this.endListeners.delete(listener);
  }

  /** Hears of sessions whose transaction is over, either way. */
  onTransactionEnd(listener: (session: Session) => void): () => void {
    this.transactionListeners.add(listener);
    return () => this.transactionListeners.delete(listener);
  }

  /**
   * Takes back what a data directory remembers, so that a client that asks again after a restart is not served twice.
   * @param forget gives up the records of a session that is over
   */
  recall(records: readonly { key: string; record: Doc }[], forget: (key: string) => void): void {
    const oldest = Date.now() - SESSION_TIMEOUT_MINUTES * 60_000;
    for (const { key, record } of records) {
      if ((record.at as Date).getTime() < oldest) forget(key);
      else this.use(record.lsid as Doc).recall(record);
    }
    this.onEnd((session) => { if (!this.byKey.has(session.key)) forget(session.key); });
  }

  /** The server stops. */
  stop(): void {
    clearInterval(this.sweeping);
    for (const session of this.byKey.values()) session.abort();
  }

  /** Checks what a command says about its session, without changing anything. */
  admit(operation: Operation, name: string): void {
    const options = sessionOptionsOf(operation.request);
    const { command, database } = operation;
    if (options.inTransaction) {
      if (!command.inTransaction) throw new MongoError('OperationNotSupportedInTransaction', `Cannot run '${name}' in a multi-document transaction.`);
      if (!ENDINGS.has(name) && OWN_DATABASES.has(database) && !command.adminOnly) {
        throw new MongoError('OperationNotSupportedInTransaction', `Cannot perform operations on '${database}' database in multi-document transaction`);
      }
      checkConcerns(operation, options, name);
    } else if (options.txnNumber !== null && !command.retryable) {
      throw new MongoError(50768, `txnNumber may only be provided for multi-document transactions and retryable write commands. autocommit:false was not provided, and ${name} is not a retryable write command.`);
    }
    if (options.startTransaction && (ENDINGS.has(name) || name === 'killCursors')) {
      throw new MongoError('OperationNotSupportedInTransaction', `Cannot run ${name} as the first operation in a multi-document transaction.`);
    }
    operation.session = options.lsid === null ? null : this.use(options.lsid);
    operation.txnNumber = options.txnNumber;
  }

  /** Runs an admitted command where it belongs: in its turn, in its transaction. An error in a transaction ends it. */
  run(operation: Operation, name: string, work: () => Reply | Promise<Reply>): Reply | Promise<Reply> {
    const { session, txnNumber } = operation;
    if (session === null) return this.settled(operation, work());
    session.running.add(operation);
    const done = (): void => void session.running.delete(operation);
    if (txnNumber === null) return finallyDo(done, () => this.settled(operation, work()));
    const wait = session.take(() => operation.signal);
    const turn = (): Reply | Promise<Reply> => finallyDo(() => session.release(), () => this.settled(operation, this.runInTurn(session, operation, name, work)));
    return finallyDo(done, () => (wait === null ? turn() : wait.then(turn)));
  }

  private runInTurn(session: Session, operation: Operation, name: string, work: () => Reply | Promise<Reply>): Reply | Promise<Reply> {
    const { inTransaction, startTransaction } = sessionOptionsOf(operation.request);
    const txnNumber = operation.txnNumber!;
    if (!inTransaction) {
      session.retry(txnNumber);
      return work();
    }
    const transaction = startTransaction ? begin(session, operation) : session.continue(txnNumber, name);
    operation.transaction = transaction;
    session.usedBy(operation.connection);
    if (ENDINGS.has(name)) return work();
    const abort = (): void => { if (session.transaction === transaction) session.abort(); };
    const judge = (reply: Reply): Reply => {
      if (writesFailed(reply)) abort();
      return reply;
    };
    try {
      const answer = work();
      if (!(answer instanceof Promise)) return judge(answer);
      return answer.then(judge, (error: unknown) => {
        abort();
        throw error;
      });
    } catch (error) {
      abort();
      throw error;
    }
  }

  /** Nothing is acknowledged before it is on disk, if there is one. */
  private settled(operation: Operation, answer: Reply | Promise<Reply>): Reply | Promise<Reply> {
    if (answer instanceof Promise) return answer.then((reply) => this.settled(operation, reply));
    const { given, j } = operation.writeConcern;
    const pending = this.store.settled(given && j);
    return pending === null ? answer : pending.then(() => answer);
  }

  private sweep(): void {
    const oldest = Date.now() - SESSION_TIMEOUT_MINUTES * 60_000;
    for (const session of this.byKey.values()) if (session.lastUse < oldest && session.running.size === 0) this.end(session.lsid);
  }
}

function begin(session: Session, { txnNumber, readConcern: { atClusterTime }, server: { parameters } }: Operation): Transaction {
  return session.begin(txnNumber!, parameters.transactionLifetimeLimitSeconds.value, atClusterTime && timeOf(atClusterTime));
}

function checkConcerns({ readConcern, writeConcern }: Operation, { startTransaction }: SessionOptions, name: string): void {
  if (readConcern.given && !startTransaction) throw new MongoError('InvalidOptions', 'Only the first command in a transaction may specify a readConcern');
  if (startTransaction && !['local', 'majority', 'snapshot'].includes(readConcern.level)) {
    throw new MongoError('InvalidOptions', "The readConcern level must be either 'local' (default), 'majority' or 'snapshot' in order to run in a transaction");
  }
  if (writeConcern.given && !ENDINGS.has(name)) throw new MongoError('InvalidOptions', 'writeConcern is not allowed within a multi-statement transaction');
}

function finallyDo<T>(done: () => void, work: () => T | Promise<T>): T | Promise<T> {
  let isWaiting = false;
  try {
    const answer = work();
    if (answer instanceof Promise) {
      isWaiting = true;
      return answer.finally(done);
    }
    return answer;
  } finally {
    if (!isWaiting) done();
  }
}
