import type { Doc } from '../bson/document.js';
import { Collection } from './collection.js';
import { DataDirectory } from './data-directory.js';
import { entryFrom } from './persisted-catalog.js';
import { bufferOf } from './persisted-oplog.js';
import { Store } from './store.js';

export interface OpenedStore {
  store: Store;
  /** What sessions knew: see `Session.recall`. */
  sessionRecords: { key: string; record: Doc }[];
  /** A session is over, and its records may go. */
  forgetSession(key: string): void;
  close(): Promise<void>;
}

/** A store in memory or, with a directory, one that knows everything that was acknowledged before. */
export function openStore(directory: string | undefined, log: (line: string) => void): OpenedStore {
  if (directory === undefined) return { store: new Store(), sessionRecords: [], forgetSession() {}, close: () => Promise.resolve() };
  const disk = new DataDirectory(directory, log);
  const store = new Store(disk.lastTime);
  for (const stored of disk.entries()) {
    const entry = entryFrom(store, stored);
    if (entry instanceof Collection) for (const { recordId, bytes } of disk.documentsOf(bufferOf(entry.uuid))) entry.restore(recordId, bytes);
    store.catalog.restore(entry);
  }
  store.oplog.restore(disk.oplogEntries());
  const sessionRecords = [...disk.sessionRecords()];
  store.keep(disk);
  return { store, sessionRecords, forgetSession: (key) => disk.forgetSession(key), close: () => disk.close() };
}
