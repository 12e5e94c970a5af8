import { Doc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { Store } from '../../storage/store.js';
import { Collection } from '../../storage/collection.js';
import { createCollection } from '../../storage/create-collection.js';
import type { Namespace } from '../../storage/oplog.js';
import type { Transaction } from '../../storage/transaction.js';
import { checkNamespaceLength } from '../namespace.js';

/** Collections of the server itself that clients may write to all the same. */
const WRITABLE_SYSTEM_COLLECTIONS = new Set(['system.js', 'system.users', 'system.roles', 'system.version', 'system.profile']);

/** The name of a collection that documents are written to. */
export function writableNamespace(database: string, collection: string): Namespace {
  if (collection.startsWith('system.') && !WRITABLE_SYSTEM_COLLECTIONS.has(collection)) {
    const isViews = collection === 'system.views';
    throw new MongoError('InvalidNamespace', isViews ? `cannot write to ${database}.${collection}` : `Invalid system namespace: ${database}.${collection}`);
  }
  checkNamespaceLength(database, collection);
  return { database, collection };
}

/** The collection, if there is one. */
export function existingCollection(store: Store, transaction: Transaction, namespace: Namespace): Collection | null {
  const entry = store.catalog.find(transaction.view, namespace);
  if (entry === null) return null;
  if (entry instanceof Collection) return entry;
  throw new MongoError('CommandNotSupportedOnView', `Namespace ${namespace.database}.${namespace.collection} is a view, not a collection`);
}

/** The collection; inserts create it where it is missing. */
export function writableCollection(store: Store, transaction: Transaction, namespace: Namespace): Collection {
  return existingCollection(store, transaction, namespace) ?? createCollection(store, transaction, namespace, new Doc());
}
