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
export function idIndexSpec(options: Doc): Doc {
  const spec = doc({ v: new Int32(2), key: doc({ _id: new Int32(1) }), name: '_id_' });
  if (options.collation !== undefined) spec.collation = options.collation;
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
