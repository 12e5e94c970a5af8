import type { Doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { ViewDefinition } from '../storage/collection.js';
import { COMMITTED } from '../storage/store.js';
import { anything, atLeast, boolean, collectionNameOrUuid, fieldsOf, object } from './arguments.js';
import { arraySource } from './array-source.js';
import type { CommandContext, Reply } from './command.js';
import { findEntry } from './reading.js';

const readArguments = fieldsOf('listIndexes', {
  listIndexes: collectionNameOrUuid, cursor: object, includeBuildUUIDs: boolean, includeIndexBuildInfo: boolean, isTimeseriesNamespace: anything,
});
const readCursor = fieldsOf('listIndexes.cursor', { batchSize: atLeast(0) });

export function listIndexes(context: CommandContext): Reply {
  const given = readArguments(context.request);
  const { batchSize = Infinity } = given.cursor === undefined ? {} : readCursor(given.cursor);
  const { entry, namespace } = findEntry(context, context.transaction?.view ?? COMMITTED, given.listIndexes);
  const name = `${namespace.database}.${namespace.collection}`;
  if (entry === null) throw new MongoError('NamespaceNotFound', `ns does not exist: ${name}`);
  if (entry instanceof ViewDefinition) throw new MongoError('CommandNotSupportedOnView', `Namespace ${name} is a view, not a collection`);
  const specs: Doc[] = entry.indexes.filter((index) => index.name !== '_id_timeseries').map((index) => index.spec);
  return context.server.cursors.start(context, namespace.collection, arraySource(specs), { batchSize });
}
