import type { Binary } from 'bson';
import type { Bytes } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import type { Time } from './clock.js';
import type { Entry } from './collection.js';

export interface Namespace {
  database: string;
  collection: string;
}

/** A document came, changed or went. */
export interface DocumentOperation {
  kind: 'insert' | 'update' | 'replace' | 'delete';
  namespace: Namespace;
  uuid: Binary;
  /** Where the collection keeps the document. */
  recordId: number;
  before: Bytes | null;
  after: Bytes | null;
  /** The collection had `changeStreamPreAndPostImages` enabled, so `before` may be shown to change streams. */
  hasPreImage: boolean;
  /** The paths that the operators of an update named. Absent for pipelines, which are told by comparing before and after. */
  touched?: readonly string[] | undefined;
  /** A capped collection made room. Change streams do not hear of it. */
  isEviction?: true;
}

/** A collection or view came, changed or went. */
export interface CatalogOperation {
  kind: 'create' | 'drop' | 'rename' | 'dropDatabase' | 'createIndexes' | 'dropIndexes' | 'collMod';
  /** The collection is empty for `dropDatabase`. */
  namespace: Namespace;
  /** Null for views and databases. */
  uuid: Binary | null;
  /** What the command was told, as a change stream's `operationDescription` shows it. */
  description: Doc;
  /** What came or changed, as it is after the commit. Not known any more after a restart. */
  entry?: Entry;
  /** Where a `rename` leads, and the collection that it dropped there. */
  to?: Namespace;
  dropped?: Binary;
}

export type Operation = DocumentOperation | CatalogOperation;

export function isDocumentOperation(operation: Operation): operation is DocumentOperation {
  return 'recordId' in operation;
}

/** Everything that became visible at one moment: a single write, or a whole transaction. */
export interface OplogEntry {
  time: Time;
  wallTime: Date;
  operations: Operation[];
  /** The session and number of a multi-document transaction or of a retryable write. */
  session: { lsid: Doc; txnNumber: bigint } | null;
  /** The operations are those of a multi-document transaction, so change streams number them. */
  isTransaction: boolean;
}

interface Bounds {
  entries: number;
  bytes: number;
}

/** Enough to resume a change stream after a moment of absence. */
const UNWATCHED: Bounds = { entries: 16_384, bytes: 16 * 1024 * 1024 };
/** Somebody is reading, and may be slower than those who write. */
const WATCHED: Bounds = { entries: 262_144, bytes: 256 * 1024 * 1024 };

/** A bounded memory of commits, in their order. */
export class Oplog {
  private entries: OplogEntry[] = [];
  /** Index of the oldest entry in `entries`; the room before it is given back from time to time. */
  private first = 0;
  /** How many entries were once before `entries[0]`, so that readers can count on while the array is cut. */
  private dropped = 0;
  private bytes = 0;
  private readonly listeners = new Set<() => void>();
  private readers = 0;
  /** Entries up to this time may be shown. With a data directory it lags behind the last commit until the disk has it. */
  private shownUntil: Time;
  private forgottenUntil: Time;

  /** @param bounds for tests */
  constructor(since: Time, private readonly bounds?: Bounds) {
    this.shownUntil = since;
    // The clock begins at a time of its own, at which nothing was committed.
    this.forgottenUntil = since - 1;
  }

  /** Commits after this time are all remembered; who wants to resume from before it has lost history. */
  get completeSince(): Time {
    return this.forgottenUntil;
  }

  /** The time of the last commit that may be shown. */
  get end(): Time {
    return this.shownUntil;
  }

  append(entry: OplogEntry): void {
    this.entries.push(entry);
    this.bytes += sizeOf(entry);
    const bounds = this.bounds ?? (this.readers > 0 ? WATCHED : UNWATCHED);
    while (this.entries.length - this.first > bounds.entries || (this.bytes > bounds.bytes && this.entries.length - this.first > 1)) {
      this.forgetOldest();
    }
  }

  /** Takes back what a data directory remembers. */
  restore(entries: Iterable<OplogEntry>): void {
    let isFirst = true;
    for (const entry of entries) {
      if (isFirst) this.forgottenUntil = entry.time - 1;
      isFirst = false;
      this.append(entry);
    }
  }

  /** The entries up to this time are safe: they may be shown, and whoever waits for them is woken. */
  show(until: Time): void {
    if (until <= this.shownUntil) return;
    this.shownUntil = until;
    for (const listener of this.listeners) listener();
  }

  /** Entries after a time that may be shown, oldest first. More may be appended meanwhile. */
  *after(time: Time): Iterable<OplogEntry> {
    let number = this.dropped + this.positionAfter(time);
    for (;;) {
      const entry = this.entries[number - this.dropped];
      if (entry === undefined || entry.time > this.shownUntil) return;
      number += 1;
      yield entry;
    }
  }

  /** Somebody will read on and on, and more is remembered meanwhile. @returns a function that ends it, once */
  follow(): () => void {
    this.readers += 1;
    let isOver = false;
    return () => {
      if (!isOver) this.readers -= 1;
      isOver = true;
    };
  }

  /** @returns a function that ends the listening */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private positionAfter(time: Time): number {
    let low = this.first;
    let high = this.entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.entries[middle]!.time <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private forgetOldest(): void {
    const oldest = this.entries[this.first]!;
    this.bytes -= sizeOf(oldest);
    this.forgottenUntil = oldest.time;
    this.first += 1;
    if (this.first > 1024 && this.first * 2 > this.entries.length) {
      this.entries = this.entries.slice(this.first);
      this.dropped += this.first;
      this.first = 0;
    }
  }
}

function sizeOf(entry: OplogEntry): number {
  let size = 200;
  for (const operation of entry.operations) {
    size += 100;
    if (isDocumentOperation(operation)) size += (operation.before?.length ?? 0) + (operation.after?.length ?? 0);
  }
  return size;
}
