import { randomFillSync } from 'node:crypto';
import { Long } from 'bson';
import type { Bytes } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import { Doc as NewDoc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { currentDeadline, untilDeadline } from '../interruption.js';
import type { Session } from '../sessions/session.js';
import type { CommandContext, Reply } from './command.js';
import { MAX_BSON_OBJECT_SIZE } from './version.js';

/** Where the documents of a cursor come from. */
export interface Source {
  /** The next document; null when there is none, at the moment or for ever. */
  next(): Bytes | null;
  /** True as soon as it is known that nothing will follow. */
  readonly isExhausted: boolean;
  /** Gives back what it holds, for example a snapshot. */
  close(): void;
  /** For a source that goes on: settles when there may be more, or when the time is over. */
  wait?(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Called when the cursor stays open after its first batch, and other commands may run. */
  pause?(): void;
  /** Called before a further batch is read. */
  resume?(): void;
  /** Fields that each batch carries beside its documents, for example `postBatchResumeToken`. */
  extras?(): Reply;
}

export interface CursorTraits {
  /** Of the command that made it, for `currentOp`. */
  originatingCommand: Doc;
  noTimeout?: boolean;
  /** getMore waits for more documents instead of answering with none. */
  awaitData?: boolean;
  isChangeStream?: boolean;
}

const DEFAULT_FIRST_BATCH = 101;
/** How long a getMore without maxTimeMS waits for more. */
export const DEFAULT_AWAIT_MILLISECONDS = 1000;

/** A result that is read in several batches. */
export class Cursor {
  lastUsedAt = Date.now();
  private inUseBy: CommandContext | null = null;
  private killed: MongoError | null = null;
  /** Of the `maxTimeMS` of the command that made it: what its getMores may take, together. */
  timeLeft = Infinity;
  private interruptWait: (() => void) | null = null;
  /** Taken from the source, but too large for the last batch. */
  private leftOver: Bytes | null = null;

  constructor(
    readonly id: Long,
    readonly database: string,
    readonly collection: string,
    readonly session: Session | null,
    /** Of the transaction in which it was made. */
    readonly txnNumber: Long | null,
    readonly source: Source,
    readonly traits: CursorTraits,
  ) {}

  get namespace(): string {
    return `${this.database}.${this.collection}`;
  }

  get isInUse(): boolean {
    return this.inUseBy !== null;
  }

  /** One getMore at a time. */
  pin(context: CommandContext): void {
    if (this.inUseBy !== null) throw new MongoError('CursorInUse', `cursor id ${this.id.toString()} is already in use`);
    this.inUseBy = context;
  }

  unpin(): void {
    this.inUseBy = null;
    this.lastUsedAt = Date.now();
    if (this.killed) this.source.close();
  }

  /** A cursor that is being read ends its getMore with an error. */
  kill(reason: MongoError): void {
    this.killed = reason;
    if (this.inUseBy === null) this.source.close();
    else this.interruptWait?.();
  }

  get isDone(): boolean {
    return this.leftOver === null && this.source.isExhausted;
  }

  /** Up to so many documents, and no more than fit into one reply. */
  take(batchSize: number): Bytes[] {
    const batch: Bytes[] = [];
    let size = 0;
    while (batch.length < batchSize) {
      const next = this.leftOver ?? this.source.next();
      this.leftOver = null;
      if (next === null) break;
      size += next.length + 9;
      if (size > MAX_BSON_OBJECT_SIZE && batch.length > 0) {
        this.leftOver = next;
        break;
      }
      batch.push(next);
    }
    return batch;
  }

  takeInTime(batchSize: number): Bytes[] {
    const startedAt = Date.now();
    try {
      return untilDeadline(startedAt + this.timeLeft, () => this.take(batchSize));
    } finally {
      this.timeLeft -= Date.now() - startedAt;
    }
  }

  async takeWaiting(batchSize: number, milliseconds: number, signal: AbortSignal): Promise<Bytes[]> {
    const until = Date.now() + milliseconds;
    for (;;) {
      if (this.killed) throw this.killed;
      if (signal.aborted) throw signal.reason as Error;
      const batch = this.take(batchSize);
      const left = until - Date.now();
      if (batch.length > 0 || this.isDone || left <= 0) return batch;
      await this.waitForMore(left, signal);
    }
  }

  private async waitForMore(milliseconds: number, signal: AbortSignal): Promise<void> {
    const killing = new Promise<void>((resolve) => { this.interruptWait = resolve; });
    await Promise.race([this.source.wait!(milliseconds, signal), killing]);
    this.interruptWait = null;
  }

  reply(field: 'firstBatch' | 'nextBatch', batch: Bytes[]): Reply {
    const cursor: Reply = new NewDoc();
    cursor[field] = batch;
    if (this.source.extras) Object.assign(cursor, this.source.extras());
    cursor['id'] = this.isDone ? Long.ZERO : this.id;
    cursor['ns'] = this.namespace;
    const reply: Reply = new NewDoc();
    reply['cursor'] = cursor;
    return reply;
  }
}

const SWEEP_EVERY_MILLISECONDS = 4000;

/** The cursors that are open between commands. */
export class Cursors {
  private readonly open = new Map<string, Cursor>();
  private readonly sweeper: NodeJS.Timeout;

  /** @param timeout milliseconds for which an idle cursor is kept */
  constructor(private readonly timeout: () => number) {
    this.sweeper = setInterval(() => this.sweep(), SWEEP_EVERY_MILLISECONDS);
    this.sweeper.unref();
  }

  get all(): Iterable<Cursor> {
    return this.open.values();
  }

  /**
   * Answers with the first batch, and keeps a cursor if there is more.
   * @param batchSize absent means MongoDB's 101
   * @param only no second batch is wanted
   */
  start(context: CommandContext, collection: string, source: Source, options: { batchSize?: number | undefined; only?: boolean | undefined } & Partial<CursorTraits>): Reply {
    const txnNumber = context.transaction === null ? null : context.txnNumber;
    const traits = { ...options, originatingCommand: context.request };
    const cursor = new Cursor(freshId(), context.database, collection, context.session, txnNumber, source, traits);
    try {
      const batch = cursor.take(options.batchSize ?? DEFAULT_FIRST_BATCH);
      const reply = cursor.reply('firstBatch', batch);
      if (options.only) (reply['cursor'] as Reply)['id'] = Long.ZERO;
      if (options.only || cursor.isDone) source.close();
      else {
        source.pause?.();
        cursor.timeLeft = currentDeadline() - Date.now();
        this.open.set(cursor.id.toString(), cursor);
      }
      return reply;
    } catch (error) {
      source.close();
      throw error;
    }
  }

  find(id: Long): Cursor | undefined {
    return this.open.get(id.toString());
  }

  /** The cursor is over: read to its end, or broken. */
  forget(cursor: Cursor): void {
    if (this.open.delete(cursor.id.toString())) cursor.source.close();
  }

  kill(cursor: Cursor, reason: MongoError = cursorKilled()): void {
    this.open.delete(cursor.id.toString());
    cursor.kill(reason);
  }

  /** Sessions that end, transactions that abort and collections that go take their cursors with them. */
  killWhere(test: (cursor: Cursor) => boolean, reason?: MongoError): void {
    for (const cursor of [...this.open.values()]) if (test(cursor)) this.kill(cursor, reason);
  }

  close(): void {
    clearInterval(this.sweeper);
    this.killWhere(() => true, new MongoError('InterruptedAtShutdown', 'interrupted at shutdown'));
  }

  private sweep(): void {
    const oldest = Date.now() - this.timeout();
    // A cursor of a session lives as long as its session.
    this.killWhere((cursor) => !cursor.isInUse && cursor.session === null && !cursor.traits.noTimeout && cursor.lastUsedAt < oldest);
  }
}

const ID_SIZE = 8;
/** Randomness for many ids at once: asking for it takes longer than a find. */
const pool = Buffer.alloc(ID_SIZE * 512);
let used = pool.length;

/** Cannot be guessed, is positive as those of mongod, and at least 2^53: no driver makes a double of it, which getMore would refuse. */
function freshId(): Long {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const id = new Long(pool.readInt32LE(used), pool.readInt32LE(used + 4) & 0x7fffffff | 0x00200000);
  used += ID_SIZE;
  return id;
}

function cursorKilled(): MongoError {
  return new MongoError('CursorKilled', 'cursor was killed');
}
