import type { Bytes } from '../bson/codec.js';
import { decode, encode } from '../bson/codec.js';
import { equal } from '../bson/compare.js';
import type { Doc } from '../bson/document.js';
import type { Reply } from '../commands/command.js';
import type { Source } from '../commands/cursors.js';
import { untilNews } from '../commands/until-news.js';
import { MAX_BSON_OBJECT_SIZE } from '../commands/version.js';
import { MongoError } from '../errors.js';
import type { Time } from '../storage/clock.js';
import { timeOf } from '../storage/clock.js';
import { Collection } from '../storage/collection.js';
import type { DocumentOperation, Operation, OplogEntry } from '../storage/oplog.js';
import type { Store } from '../storage/store.js';
import { COMMITTED } from '../storage/store.js';
import { eventOf, invalidateEvent, isShown } from './event.js';
import type { ChangeStreamOptions } from './options.js';
import type { Position } from './resume-token.js';
import { eventToken, highWaterMark } from './resume-token.js';
import type { Scope } from './scope.js';
import { invalidates, isWatched } from './scope.js';
import { split } from './split-large-event.js';

/** What the pipeline after `$changeStream` makes of an event: none, or one. */
export type Transform = (event: Doc) => Doc | undefined;

interface Ready {
  bytes: Bytes;
  token: Doc;
}

/** Documents may be this much larger than users' documents, to leave room for what the server adds. */
const LARGEST_EVENT = MAX_BSON_OBJECT_SIZE + 16 * 1024;

/** The oplog, read as events. */
export class ChangeStream implements Source {
  isExhausted = false;

  /** Every entry up to this time is dealt with. */
  private scannedUntil: Time;
  private readonly ready: Ready[] = [];
  private lastToken: Doc;
  /** The stream is over once the events before its invalidation are taken. */
  private isInvalidated = false;
  /** An event that cannot be told. It ends the stream, but first the events before it are handed over. */
  private failure: { reason: unknown } | null = null;
  private isBatchEmpty = true;
  private readonly unfollow: () => void;

  constructor(
    private readonly store: Store,
    private readonly scope: Scope,
    private readonly options: ChangeStreamOptions,
    private readonly transform: Transform | null,
    private readonly splitsLargeEvents: boolean,
  ) {
    const { after, startAtOperationTime } = options;
    if (after) {
      this.scannedUntil = after.time - 1;
      this.lastToken = after.isHighWaterMark ? highWaterMark(after.time) : eventToken(after);
    } else {
      const start = startAtOperationTime ? timeOf(startAtOperationTime) : store.clock.now + 1;
      this.scannedUntil = start - 1;
      this.lastToken = highWaterMark(start);
    }
    this.checkHistory();
    if (after && !after.isHighWaterMark) this.skipTo(after);
    this.unfollow = store.oplog.follow();
  }

  next(): Bytes | null {
    while (this.ready.length === 0 && !this.isInvalidated && this.failure === null && this.scan());
    const next = this.ready.shift();
    if (!next) {
      if (this.failure !== null && this.isBatchEmpty) throw this.failure.reason;
      return null;
    }
    this.isBatchEmpty = false;
    this.lastToken = next.token;
    if (this.ready.length === 0 && this.isInvalidated) this.isExhausted = true;
    return next.bytes;
  }

  wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    return untilNews(this.store, milliseconds, signal);
  }

  /** From where the stream can be resumed after this batch: the last event in it, or the end of what was looked at. */
  extras(): Reply {
    this.isBatchEmpty = true;
    return { postBatchResumeToken: this.lastToken };
  }

  close(): void {
    this.unfollow();
    this.ready.length = 0;
  }

  /** Deals with the next entry of the oplog. False: there is none yet. */
  private scan(): boolean {
    this.checkHistory();
    for (const entry of this.store.oplog.after(this.scannedUntil)) {
      this.scannedUntil = entry.time;
      this.take(entry, 0);
      if (this.failure === null && this.ready.length === 0 && !this.isInvalidated) this.lastToken = highWaterMark(entry.time);
      return true;
    }
    return false;
  }

  private take(entry: OplogEntry, from: number): void {
    try {
      this.tell(entry, from);
    } catch (reason) {
      this.failure = { reason };
    }
  }

  private tell(entry: OplogEntry, from: number): void {
    for (let index = from; index < entry.operations.length && !this.isInvalidated; index += 1) {
      const operation = entry.operations[index]!;
      if (!isWatched(this.scope, operation)) continue;
      const place = { time: entry.time, index, uuid: operation.uuid, isInvalidate: false, fragment: 0 };
      if (isShown(operation, this.options)) {
        this.offer(eventOf(entry, operation, eventToken(place), this.options, (sought) => this.lookUp(sought)), place);
      }
      if (invalidates(this.scope, operation)) this.invalidate(entry, place);
    }
  }

  private invalidate(entry: OplogEntry, place: Omit<Position, 'isHighWaterMark'>): void {
    const after = { ...place, isInvalidate: true };
    this.offer(invalidateEvent(entry, eventToken(after)), after);
    this.isInvalidated = true;
    if (this.ready.length === 0) this.isExhausted = true;
  }

  private offer(event: Doc, place: Omit<Position, 'isHighWaterMark'>): void {
    const token = event['_id'] as Doc;
    const result = this.transform ? this.transform(event) : event;
    if (result === undefined) return;
    if (!('_id' in result) || !equal(result['_id'], token)) throw tokenModified();
    const bytes = encode(result);
    if (bytes.length <= LARGEST_EVENT) {
      this.ready.push({ bytes, token });
    } else if (this.splitsLargeEvents) {
      const tokenOf = (fragment: number): Doc => eventToken({ ...place, fragment: fragment + 1 });
      split(result, LARGEST_EVENT, tokenOf).forEach((part, i) => this.ready.push({ bytes: part, token: tokenOf(i) }));
    } else {
      throw new MongoError('BSONObjectTooLarge', `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${LARGEST_EVENT}`);
    }
  }

  private lookUp({ namespace, uuid, after, before }: DocumentOperation): Bytes | null {
    const collection = this.store.catalog.find(COMMITTED, namespace);
    if (!(collection instanceof Collection) || !Buffer.from(collection.uuid.buffer).equals(Buffer.from(uuid.buffer))) return null;
    return collection.byId(COMMITTED, this.idOf(after ?? before!))?.bytes ?? null;
  }

  private idOf(bytes: Bytes): Doc[string] {
    return decode(bytes)['_id'];
  }

  private checkHistory(): void {
    if (this.scannedUntil >= this.store.oplog.completeSince) return;
    throw new MongoError('ChangeStreamHistoryLost', 'Resume of change stream was not possible, as the resume point may no longer be in the oplog.');
  }

  /** Goes on right behind an event that was seen before. */
  private skipTo(position: Position): void {
    for (const entry of this.store.oplog.after(this.scannedUntil)) {
      if (entry.time !== position.time) break;
      const operation = entry.operations[position.index];
      if (!operation || !isWatched(this.scope, operation)) break;
      this.scannedUntil = entry.time;
      this.takeRest(entry, operation, position);
      return;
    }
    throw new MongoError('ChangeStreamFatalError', 'cannot resume stream; the resume token was not found');
  }

  private takeRest(entry: OplogEntry, operation: Operation, position: Position): void {
    if (position.fragment > 0) {
      this.take({ ...entry, operations: entry.operations.slice(0, position.index + 1) }, position.index);
      this.ready.splice(0, position.fragment);
      if (!this.isInvalidated) this.take(entry, position.index + 1);
      return;
    }
    // The invalidation comes after the event, and a stream that starts after it goes on.
    if (invalidates(this.scope, operation) && !position.isInvalidate) {
      this.invalidate(entry, { time: entry.time, index: position.index, uuid: operation.uuid, isInvalidate: false, fragment: 0 });
      return;
    }
    this.take(entry, position.index + 1);
  }
}

function tokenModified(): MongoError {
  return new MongoError(
    'ChangeStreamFatalError',
    'Encountered an event whose _id field, which contains the resume token, was modified by the pipeline. '
    + 'Modifying the _id field of an event makes it impossible to resume the stream from that point. '
    + 'Only transformations that retain the unmodified _id field are allowed.',
  );
}
