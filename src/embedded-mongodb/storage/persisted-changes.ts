import type { DiskChange } from './data-directory.js';
import type { CatalogOperation, Operation, OplogEntry } from './oplog.js';
import { isDocumentOperation } from './oplog.js';
import { keyOf, storedEntry } from './persisted-catalog.js';
import { bufferOf } from './persisted-oplog.js';

/** What a commit changes on disk. */
export function* changesOf({ operations }: OplogEntry): Iterable<DiskChange> {
  for (const operation of operations) yield* changesOfOne(operation);
}

function* changesOfOne(operation: Operation): Iterable<DiskChange> {
  if (!isDocumentOperation(operation)) {
    yield* changesOfCatalog(operation);
    return;
  }
  const key = Buffer.allocUnsafe(22);
  bufferOf(operation.uuid).copy(key);
  key.writeUIntBE(operation.recordId, 16, 6);
  yield { table: 'documents', key, value: operation.after };
}

function* changesOfCatalog({ kind, namespace, uuid, to, dropped, entry }: CatalogOperation): Iterable<DiskChange> {
  switch (kind) {
    case 'drop':
      yield { table: 'catalog', key: keyOf(namespace), value: null };
      if (uuid !== null) yield { table: 'documents', prefix: bufferOf(uuid) };
      return;
    case 'rename':
      yield { table: 'catalog', key: keyOf(namespace), value: null };
      if (dropped !== undefined) yield { table: 'documents', prefix: bufferOf(dropped) };
      yield { table: 'catalog', key: keyOf(to!), value: storedEntry(entry!, to!) };
      return;
    case 'dropDatabase':
      // Its collections were dropped one by one.
      return;
    default:
      yield { table: 'catalog', key: keyOf(namespace), value: storedEntry(entry!, namespace) };
  }
}
