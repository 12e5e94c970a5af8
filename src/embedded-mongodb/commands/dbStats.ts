import { Double, Long } from 'bson';
import { doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { Collection } from '../storage/collection.js';
import { COMMITTED } from '../storage/store.js';
import { anything, fieldsOf, int } from './arguments.js';
import type { CommandContext, Reply } from './command.js';

const readArguments = fieldsOf('dbStats', { dbStats: anything, dbstats: anything, scale: int, freeStorage: int });

const LARGEST_SCALE = 2 ** 50;

/** Sizes are those of the documents: everything is in memory, and indexes take no room on disk. */
export function dbStats({ server, database, request }: CommandContext): Reply {
  const { scale = 1 } = readArguments(request);
  if (scale < 1 || scale > LARGEST_SCALE) throw new MongoError('BadValue', 'Scale factor must be greater than zero and less than or equal to 2^50');
  const entries = server.store.catalog.entries(COMMITTED, database);
  const collections = entries.filter((entry) => entry instanceof Collection);
  const sum = (of: (collection: Collection) => number): number => collections.reduce((total, collection) => total + of(collection), 0);
  const objects = sum(({ count }) => count);
  const size = sum(({ dataSize }) => dataSize);
  return doc({
    db: database,
    collections: Long.fromNumber(collections.length),
    views: Long.fromNumber(entries.length - collections.length),
    objects: Long.fromNumber(objects),
    avgObjSize: new Double(objects === 0 ? 0 : size / objects),
    dataSize: new Double(size / scale),
    storageSize: new Double(size / scale),
    indexes: Long.fromNumber(sum(({ indexes }) => indexes.length)),
    indexSize: new Double(0),
    totalSize: new Double(size / scale),
    scaleFactor: Long.fromNumber(scale),
    fsUsedSize: new Double(0),
    fsTotalSize: new Double(0),
  });
}
