import { Long } from 'bson';
import type { Doc } from '../bson/document.js';
import { doc } from '../bson/document.js';
import type { Server } from '../server.js';
import type { Collection } from '../storage/collection.js';

/** `$indexStats`. Uses are not counted. */
export function indexStats(collection: Collection, { host, startedAt }: Server): Doc[] {
  return collection.indexes.map((index) => doc({
    name: index.name, key: index.spec['key'], host, accesses: doc({ ops: Long.ZERO, since: startedAt }), spec: index.spec,
  }));
}
