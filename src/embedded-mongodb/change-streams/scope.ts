import { MongoError } from '../errors.js';
import type { Namespace, Operation } from '../storage/oplog.js';
import { isDocumentOperation } from '../storage/oplog.js';
import type { ChangeStreamOptions } from './options.js';

/** What a stream watches. */
export type Scope = { kind: 'collection'; namespace: Namespace } | { kind: 'database'; database: string } | { kind: 'deployment' };

const OWN_DATABASES = new Set(['admin', 'config', 'local']);

/** @param collection absent for `{ aggregate: 1 }` */
export function scopeOf(database: string, collection: string | undefined, options: ChangeStreamOptions): Scope {
  if (options.allChangesForCluster) {
    if (database !== 'admin' || collection !== undefined) {
      throw new MongoError('InvalidOptions', "A $changeStream with 'allChangesForCluster:true' may only be opened on the 'admin' database, and with no collection name");
    }
    return { kind: 'deployment' };
  }
  if (OWN_DATABASES.has(database)) throw new MongoError('InvalidNamespace', `$changeStream may not be opened on the internal ${database} database`);
  if (collection === undefined) return { kind: 'database', database };
  if (collection.startsWith('system.')) throw new MongoError('InvalidNamespace', `$changeStream may not be opened on the internal ${database}.${collection} collection`);
  return { kind: 'collection', namespace: { database, collection } };
}

export function isSame(a: Namespace, b: Namespace): boolean {
  return a.database === b.database && a.collection === b.collection;
}

export function isWatched(scope: Scope, operation: Operation): boolean {
  const { namespace } = operation;
  switch (scope.kind) {
    case 'collection':
      return isSame(namespace, scope.namespace) || (!isDocumentOperation(operation) && operation.to !== undefined && isSame(operation.to, scope.namespace));
    case 'database': return namespace.database === scope.database && !isInternal(namespace);
    case 'deployment': return !OWN_DATABASES.has(namespace.database) && !isInternal(namespace);
  }
}

function isInternal({ collection }: Namespace): boolean {
  return collection.startsWith('system.');
}

/** What ends a stream: what it watches is no longer what it was. */
export function invalidates(scope: Scope, operation: Operation): boolean {
  if (isDocumentOperation(operation)) return false;
  switch (scope.kind) {
    case 'collection': return operation.uuid !== null && (operation.kind === 'drop' || operation.kind === 'rename');
    case 'database': return operation.kind === 'dropDatabase';
    case 'deployment': return false;
  }
}
