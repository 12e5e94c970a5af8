import { Long } from 'bson';
import type { Doc } from '../bson/document.js';
import { doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import type { Time } from '../storage/clock.js';
import type { Store } from '../storage/store.js';
import { unlessAborted } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import type { Connection } from '../wire/connection.js';
import { keyOfLsid } from './session-options.js';

/** What the newest number of a session stands for. */
type State = 'none' | 'retryable write' | 'in progress' | 'committed' | 'aborted';

/** A command in progress, as far as a session has to do with it. */
export interface Interruptible {
  interrupt(reason: MongoError): void;
}

/** Drivers come back to commit on another connection after a network error: so long a transaction waits for them. */
const GRACE_AFTER_DISCONNECT = 1000;

/** A logical session: a client's thread of commands, with its newest transaction or retryable write. */
export class Session {
  readonly key: string;
  readonly startedAt = new Date();
  lastUse = Date.now();
  readonly running = new Set<Interruptible>();

  private number = -1n;
  private state: State = 'none';
  private current: Transaction | null = null;
  /** Replies to the statements of the newest retryable write. */
  private readonly statements = new Map<number, Doc>();

  private isTaken = false;
  private readonly waiting: (() => void)[] = [];
  private expiry: NodeJS.Timeout | undefined;
  private connection: Connection | null = null;
  private forgetConnection: (() => void) | undefined;

  constructor(readonly lsid: Doc, private readonly store: Store, private readonly onTransactionEnd: (session: Session) => void) {
    this.key = keyOfLsid(lsid);
  }

  get transaction(): Transaction | null {
    return this.current;
  }

  /** Commands with a transaction number have the session for themselves. Null: it is free. */
  take(signal: () => AbortSignal): Promise<void> | null {
    if (!this.isTaken) {
      this.isTaken = true;
      return null;
    }
    let turn!: () => void;
    const mine = new Promise<void>((resolve) => { turn = resolve; });
    this.waiting.push(turn);
    return unlessAborted(mine, signal()).catch((error: unknown) => {
      // The turn may have come in the same moment; then it goes on to the next.
      const position = this.waiting.indexOf(turn);
      if (position === -1) this.release();
      else this.waiting.splice(position, 1);
      throw error;
    });
  }

  release(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.isTaken = false;
    else next();
  }

  /**
   * `startTransaction: true`
   * @param readAt the snapshot that the client asks for; absent: that of this moment
   */
  begin(txnNumber: Long, lifetimeSeconds: number, readAt?: Time): Transaction {
    this.checkNotOlder(txnNumber, 'transaction');
    if (txnNumber.toBigInt() === this.number) {
      throw new MongoError('ConflictingOperationInProgress', 'Only servers in a sharded cluster can start a new transaction at the active transaction number');
    }
    const transaction = this.store.begin(readAt);
    this.moveTo(txnNumber, 'in progress');
    transaction.session = { lsid: this.lsid, txnNumber: this.number };
    this.current = transaction;
    this.expiry = setTimeout(() => this.abort(), lifetimeSeconds * 1000);
    this.expiry.unref();
    return transaction;
  }

  /** The next statement of the transaction. Null when `commitTransaction` repeats itself. */
  continue(txnNumber: Long, command: string): Transaction | null {
    this.checkNotOlder(txnNumber, 'transaction');
    if (txnNumber.toBigInt() !== this.number || this.state === 'retryable write' || this.state === 'none') {
      throw new MongoError('NoSuchTransaction', `Given transaction number ${txnNumber} does not match any in-progress transactions. The active transaction number is ${this.number}`);
    }
    if (this.state === 'aborted') throw new MongoError('NoSuchTransaction', `Transaction with { txnNumber: ${txnNumber} } has been aborted.`);
    if (this.state === 'committed' && command !== 'commitTransaction') {
      throw new MongoError('TransactionCommitted', `Transaction with { txnNumber: ${txnNumber} } has been committed.`);
    }
    return this.current;
  }

  /** A write with a number outside a transaction. */
  retry(txnNumber: Long): void {
    this.checkNotOlder(txnNumber, 'retryable write');
    if (txnNumber.toBigInt() > this.number) this.moveTo(txnNumber, 'retryable write');
    else if (this.state !== 'retryable write') {
      throw new MongoError('IncompleteTransactionHistory', 'Cannot retry a retryable write that has been converted into a transaction');
    }
  }

  /** The transaction was last used from here. It does not outlive its client by more than a moment. */
  usedBy(connection: Connection): void {
    if (this.connection === connection) return;
    this.forgetConnection?.();
    this.connection = connection;
    this.forgetConnection = connection.onClose(() => {
      const abandoned = this.current;
      setTimeout(() => {
        if (this.connection === connection && this.current === abandoned) this.abort();
      }, GRACE_AFTER_DISCONNECT).unref();
    });
  }

  commit(): void {
    const transaction = this.current;
    if (transaction === null) return;
    if (transaction.hasWritten) transaction.alongside.push({ key: this.key, value: this.record({ state: 'committed' }) });
    transaction.commit();
    this.settle('committed');
  }

  abort(): void {
    this.current?.abort();
    if (this.state === 'in progress') this.settle('aborted');
  }

  /** Ends whatever the session is doing. */
  kill(reason: MongoError): void {
    for (const operation of this.running) operation.interrupt(reason);
    this.abort();
  }

  /** What a statement of the current retryable write was answered, if it has been executed. */
  replyTo(statement: number): Doc | undefined {
    return this.statements.get(statement);
  }

  /** Remembers the reply, if the write is committed. */
  remember(transaction: Transaction, statement: number, reply: Doc): void {
    transaction.session = { lsid: this.lsid, txnNumber: this.number };
    transaction.alongside.push({ key: `${this.key}/${statement}`, value: this.record({ statement: Long.fromNumber(statement), reply }) });
    transaction.record({ commit: () => void this.statements.set(statement, reply), abort: () => {} }, null);
  }

  /** Takes back a record from the data directory, in any order. */
  recall(record: Doc): void {
    const number = (record.txnNumber as Long).toBigInt();
    if (number < this.number) return;
    if (number > this.number) {
      this.number = number;
      this.statements.clear();
    }
    if (record.state === 'committed') this.state = 'committed';
    else {
      this.state = 'retryable write';
      this.statements.set(Number(record.statement), record.reply as Doc);
    }
  }

  private record(rest: Doc | Record<string, Doc[string]>): Doc {
    return doc({ lsid: this.lsid, txnNumber: Long.fromBigInt(this.number), at: new Date(), ...rest });
  }

  private checkNotOlder(txnNumber: Long, kind: string): void {
    if (txnNumber.toBigInt() >= this.number) return;
    const newer = this.state === 'retryable write' ? 'retryable write' : 'transaction';
    throw new MongoError(
      'TransactionTooOld',
      kind === 'transaction'
        ? `Cannot start transaction with { txnNumber: ${txnNumber} } on session ${this.key} because a newer ${newer} with txnNumberAndRetryCounter { txnNumber: ${this.number}, txnRetryCounter: 0 } has already started on this session.`
        : `Retryable write with txnNumber ${txnNumber} is prohibited on session ${this.key} because a newer ${newer} with txnNumber ${this.number} has already started on this session.`,
    );
  }

  /** A new number ends what the old one stood for. */
  private moveTo(txnNumber: Long, state: State): void {
    this.abort();
    this.statements.clear();
    this.number = txnNumber.toBigInt();
    this.state = state;
  }

  private settle(state: State): void {
    this.state = state;
    this.current = null;
    clearTimeout(this.expiry);
    this.forgetConnection?.();
    this.forgetConnection = undefined;
    this.connection = null;
    this.onTransactionEnd(this);
  }
}
