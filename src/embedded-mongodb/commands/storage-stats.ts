import { Int32, Long } from 'bson';
import type { Doc } from '../bson/document.js';
import { Doc as NewDoc, doc, isDoc } from '../bson/document.js';
import { integer } from '../indexes/stages/integer.js';
import type { Collection } from '../storage/collection.js';
import { atLeast } from './arguments.js';

/** Sizes and counts of a collection, as `collStats` and `$collStats` tell them. Indexes are in memory and take no room on disk. */
export function storageStats(collection: Collection, scale: number): Doc {
  const { count, dataSize, indexes, options } = collection;
  const indexSizes = new NewDoc();
  for (const index of indexes) indexSizes[index.name] = integer(0);
  const stats = doc({ size: integer(Math.floor(dataSize / scale)), count: integer(count) });
  if (count > 0) stats['avgObjSize'] = integer(Math.floor(dataSize / count));
  Object.assign(stats, {
    numOrphanDocs: new Int32(0), storageSize: integer(Math.floor(dataSize / scale)), totalIndexSize: integer(0), totalSize: integer(Math.floor(dataSize / scale)),
    indexSizes, scaleFactor: integer(scale), freeStorageSize: new Int32(0), nindexes: new Int32(indexes.length), indexBuilds: [], capped: options['capped'] === true,
  });
  if (options['capped'] === true) Object.assign(stats, { max: options['max'] ?? new Int32(0), maxSize: options['size'] });
  return stats;
}

/** The `$collStats` stage. */
export function collStatsStage(collection: Collection, specification: Doc, host: string): Doc {
  const { database, collection: name } = collection.namespace;
  const out = doc({ ns: `${database}.${name}`, host, localTime: new Date() });
  const { latencyStats, storageStats: storage, count, queryExecStats } = specification;
  if (isDoc(latencyStats)) {
    const none = (): Doc => doc({ latency: Long.ZERO, ops: Long.ZERO, queryableEncryptionLatencyMicros: Long.ZERO });
    out['latencyStats'] = doc({ reads: none(), writes: none(), commands: none(), transactions: none() });
  }
  if (isDoc(storage)) out['storageStats'] = storageStats(collection, scaleOf(storage));
  if (isDoc(count)) out['count'] = integer(collection.count);
  if (isDoc(queryExecStats)) out['queryExecStats'] = doc({ collectionScans: doc({ total: Long.ZERO, nonTailable: Long.ZERO }) });
  return out;
}

/** In what unit sizes are told. */
function scaleOf({ scale }: Doc): number {
  if (scale === undefined || scale === null) return 1;
  return atLeast(1).read(scale, 'scale', 'collStats');
}
