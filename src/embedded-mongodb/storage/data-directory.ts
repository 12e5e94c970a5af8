import type * as lmdb from 'lmdb';
import type { Database, RootDatabase } from 'lmdb';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Bytes } from '../bson/codec.js';
import { decode, encode } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import type { Time } from './clock.js';
import type { OplogEntry } from './oplog.js';
import { DirectoryLock } from './directory-lock.js';
import type { StoredEntry } from './persisted-catalog.js';
import type { PersistedOperation } from './persisted-oplog.js';
import { readOplogEntry, writeOplogEntry } from './persisted-oplog.js';
import { changesOf } from './persisted-changes.js';
import type { Alongside, Journal } from './store.js';

/** The oldest entries of the oplog make room for new ones. */
const OPLOG_BOUNDS = { entries: 20_000, bytes: 32 * 1024 * 1024 };

/** One thing to write; a null value removes, and a null key removes everything with the prefix. */
export type DiskChange =
  | { table: 'documents'; key: Buffer; value: Bytes | null }
  | { table: 'documents'; prefix: Buffer }
  | { table: 'catalog'; key: string; value: Bytes | null }
  | { table: 'sessions'; key: string; value: Bytes | null }
  | { table: 'sessions'; startsWith: string };

interface Batch {
  changes: DiskChange[];
  entries: { time: Time; operations: PersistedOperation; size: number }[];
  written: Promise<void>;
  resolve: () => void;
  reject: (error: Error) => void;
}

/**
 * A folder that remembers what is committed. Commits of one turn of the event loop are written together, each whole or
 * not at all: what was acknowledged is there after a crash of this process, and half of a transaction never is. A
 * crash of the whole machine may cost the last moments, except for writes with `j: true`.
 */
export class DataDirectory implements Journal {
  private readonly root: RootDatabase;
  private readonly documents: Database<Buffer, Buffer>;
  private readonly catalog: Database<Buffer, string>;
  private readonly sessions: Database<Buffer, string>;
  private readonly oplog: Database<PersistedOperation, number>;
  private readonly lock: DirectoryLock;

  private waiting: Batch | null = null;
  private failure: Error | null = null;
  /** What the oplog on disk holds, oldest first. */
  private remembered: { time: Time; size: number }[] = [];
  private rememberedBytes = 0;

  constructor(path: string, private readonly log: (line: string) => void) {
    mkdirSync(path, { recursive: true });
    this.lock = new DirectoryLock(path);
    try {
      // Loaded on demand: most servers have no data directory, and this takes longer than all the rest of a start.
      const { open } = createRequire(import.meta.url)('lmdb') as typeof lmdb;
      // Without the last sync of each commit, a crash of the machine can cost the last commit, and nothing else.
      this.root = open({ path: `${path}/data.mdb`, maxDbs: 8, encoding: 'binary', noSubdir: true, overlappingSync: false, noMetaSync: true });
    } catch (error) {
      this.lock.release();
      throw error;
    }
    this.documents = this.root.openDB('documents', { encoding: 'binary', keyEncoding: 'binary' });
    this.catalog = this.root.openDB('catalog', { encoding: 'binary' });
    this.sessions = this.root.openDB('sessions', { encoding: 'binary' });
    this.oplog = this.root.openDB('oplog', { encoding: 'msgpack' });
  }

  /** The time of the last commit. */
  get lastTime(): Time {
    for (const time of this.oplog.getKeys({ reverse: true, limit: 1 })) return time;
    return 0;
  }

  *entries(): Iterable<StoredEntry> {
    for (const { value } of this.catalog.getRange()) yield decode(value) as unknown as StoredEntry;
  }

  /** @param uuid of a collection */
  *documentsOf(uuid: Buffer): Iterable<{ recordId: number; bytes: Bytes }> {
    for (const { key, value } of this.documents.getRange({ start: uuid, end: afterPrefix(uuid) })) {
      yield { recordId: key.readUIntBE(uuid.length, 6), bytes: Buffer.from(value) as Bytes };
    }
  }

  *sessionRecords(): Iterable<{ key: string; record: Doc }> {
    for (const { key, value } of this.sessions.getRange()) yield { key, record: decode(value) };
  }

  *oplogEntries(): Iterable<OplogEntry> {
    for (const { key, value } of this.oplog.getRange()) {
      const entry = readOplogEntry(key, value);
      this.count(key, sizeOf(value));
      yield entry;
    }
  }

  append(entry: OplogEntry, alongside: readonly Alongside[]): void {
    const batch = this.batch();
    for (const change of changesOf(entry)) batch.changes.push(change);
    for (const { key, value } of alongside) batch.changes.push({ table: 'sessions', key, value: encode(value) });
    const operations = writeOplogEntry(entry);
    batch.entries.push({ time: entry.time, operations, size: sizeOf(operations) });
  }

  /** Records of a session that nobody will ask for again. */
  forgetSession(key: string): void {
    this.batch().changes.push({ table: 'sessions', startsWith: key });
  }

  settled(): Promise<void> | null {
    if (this.failure !== null) return Promise.reject(this.failure);
    return this.waiting?.written ?? null;
  }

  async flushed(): Promise<void> {
    await this.settled();
    const { sync } = this.root as unknown as { sync(done: (error?: Error) => void): void };
    await new Promise<void>((resolve, reject) => sync((error) => (error ? reject(error) : resolve())));
  }

  async close(): Promise<void> {
    await this.settled()?.catch(() => {});
    await this.root.close();
    this.lock.release();
  }

  /** What comes in one turn of the event loop is written at its end. */
  private batch(): Batch {
    if (this.waiting === null) {
      let resolve!: () => void;
      let reject!: (error: Error) => void;
      const written = new Promise<void>((done, failed) => {
        resolve = done;
        reject = failed;
      });
      // Those who wait hear of a failure; if nobody waits it is not a crash.
      written.catch(() => {});
      this.waiting = { changes: [], entries: [], written, resolve, reject };
      setImmediate(() => this.write());
    }
    return this.waiting;
  }

  /** In this thread: a fifth of a millisecond, which is less than it takes to wake another one. */
  private write(): void {
    const batch = this.waiting;
    if (batch === null) return;
    this.waiting = null;
    try {
      // After one failure there would be a gap.
      if (this.failure !== null) throw this.failure;
      this.root.transactionSync(() => this.apply(batch));
      batch.resolve();
    } catch (error) {
      this.fail(error as Error, batch);
    }
  }

  /** Memory is ahead of the disk now and stays so: nothing may be acknowledged any more. */
  private fail(error: Error, batch: Batch): void {
    if (this.failure === null) {
      this.failure = new Error(`the data directory cannot be written: ${error.message}`);
      this.log(this.failure.message);
    }
    batch.reject(this.failure);
  }

  private apply(batch: Batch): void {
    for (const change of batch.changes) {
      if ('prefix' in change) this.removeRange(this.documents, change.prefix, afterPrefix(change.prefix));
      else if ('startsWith' in change) this.removeRange(this.sessions, change.startsWith, `${change.startsWith}\uffff`);
      else if (change.table === 'documents') void (change.value === null ? this.documents.remove(change.key) : this.documents.put(change.key, change.value));
      else void (change.value === null ? this[change.table].remove(change.key) : this[change.table].put(change.key, change.value));
    }
    for (const { time, operations, size } of batch.entries) {
      void this.oplog.put(time, operations);
      this.count(time, size);
    }
    this.forgetOldOplog();
  }

  private removeRange<K extends Buffer | string>(table: Database<Buffer, K>, start: K, end: K): void {
    for (const key of [...table.getKeys({ start, end })]) void table.remove(key);
  }

  private count(time: Time, size: number): void {
    this.remembered.push({ time, size });
    this.rememberedBytes += size;
  }

  private forgetOldOplog(): void {
    let gone = 0;
    while (this.remembered.length - gone > OPLOG_BOUNDS.entries || (this.rememberedBytes > OPLOG_BOUNDS.bytes && this.remembered.length - gone > 1)) {
      const oldest = this.remembered[gone]!;
      void this.oplog.remove(oldest.time);
      this.rememberedBytes -= oldest.size;
      gone += 1;
    }
    if (gone > 0) this.remembered.splice(0, gone);
  }
}

function afterPrefix(prefix: Buffer): Buffer {
  return Buffer.concat([prefix, Buffer.alloc(7, 0xff)]);
}

function sizeOf({ operations }: PersistedOperation): number {
  return operations.reduce((sum, { before, after }) => sum + 100 + (before?.length ?? 0) + (after?.length ?? 0), 100);
}
