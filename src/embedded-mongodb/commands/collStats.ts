import { Int32 } from 'bson';
import { doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { ViewDefinition } from '../storage/collection.js';
import { atLeast, collectionName, fieldsOf } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import { findEntry, Reading } from './reading.js';
import { storageStats } from './storage-stats.js';

const readArguments = fieldsOf('collStats', { collStats: collectionName, scale: atLeast(1) });

export function collStats(context: CommandContext): Reply {
  const { collStats: name, scale = 1 } = readArguments(context.request);
  const { entry } = findEntry(context, new Reading(context).view, name);
  const ns = `${context.database}.${name}`;
  if (entry instanceof ViewDefinition) throw new MongoError('CommandNotSupportedOnView', `Namespace ${ns} is a view, not a collection`);
  if (entry !== null) return doc({ ns, ...storageStats(entry, scale) });
  const none = new Int32(0);
  return doc({
    ns, size: none, count: none, numOrphanDocs: none, storageSize: none, totalSize: none, nindexes: none, totalIndexSize: none, indexDetails: doc({}),
    indexSizes: doc({}), scaleFactor: new Int32(scale),
  });
}
