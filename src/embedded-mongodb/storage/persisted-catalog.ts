import type { Binary } from 'bson';
import { encode } from '../bson/codec.js';
import type { Bytes } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import { doc } from '../bson/document.js';
import { Index } from '../indexes/index.js';
import type { Entry } from './collection.js';
import { Collection, ViewDefinition } from './collection.js';
import type { Namespace } from './oplog.js';
import type { Store } from './store.js';

/** A collection or view as it is on disk. */
export interface StoredEntry {
  database: string;
  name: string;
  options: Doc;
  /** Those of collections only. */
  uuid?: Binary;
  indexes?: Doc[];
}

export function keyOf({ database, collection }: Namespace): string {
  return `${database}/${collection}`;
}

export function storedEntry(entry: Entry, { database, collection }: Namespace): Bytes {
  const stored = doc({ database, name: collection, options: entry.options });
  if (entry instanceof Collection) {
    stored.uuid = entry.uuid;
    stored.indexes = entry.indexes.map(({ spec }) => spec);
  }
  return encode(stored);
}

export function entryFrom(store: Store, { database, name, options, uuid, indexes }: StoredEntry): Entry {
  const namespace = { database, collection: name };
  if (uuid === undefined) return new ViewDefinition(namespace, options);
  return new Collection(store, namespace, uuid, options, indexes!.map((spec) => new Index(spec)));
}
