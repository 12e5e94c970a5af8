import { Binary, Int32 } from 'bson';
import { randomBytes } from 'node:crypto';
import type { Doc } from '../bson/document.js';
import { doc } from '../bson/document.js';
import { Index } from '../indexes/index.js';
import { Collection } from './collection.js';
import type { Namespace } from './oplog.js';
import type { Store } from './store.js';
import type { Transaction } from './transaction.js';

/** The index that every collection has. It follows the collation of its collection. */
export function idIndexSpec({ collation, clusteredIndex, timeseries }: Doc): Doc {
  const key = doc({ _id: new Int32(1) });
  if (clusteredIndex !== undefined) return doc({ ...(clusteredIndex as Doc), clustered: true });
  // Measurements may share an _id. Nobody is shown this index.
  if (timeseries !== undefined) return doc({ v: new Int32(2), key, name: '_id_timeseries', hidden: true });
  const spec = doc({ v: new Int32(2), key, name: '_id_' });
  if (collation !== undefined) spec.collation = collation;
  return spec;
}

export function createCollection(store: Store, transaction: Transaction, namespace: Namespace, options: Doc): Collection {
  const idIndex = idIndexSpec(options);
  const collection = new Collection(store, namespace, newUuid(), options, [new Index(idIndex)]);
  store.catalog.create(transaction, collection, {
    kind: 'create', namespace, uuid: collection.uuid, description: doc({ ...options, idIndex }), entry: collection,
  });
  return collection;
}

function newUuid(): Binary {
  const bytes = randomBytes(16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return new Binary(bytes, Binary.SUBTYPE_UUID);
}
