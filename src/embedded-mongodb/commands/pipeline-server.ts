import type { ServerInformation } from '../aggregation/environment.js';
import type { Doc } from '../bson/document.js';
import { doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { Collection } from '../storage/collection.js';
import type { Namespace } from '../storage/oplog.js';
import type { Session } from '../sessions/session.js';
import { collStatsStage } from './storage-stats.js';
import type { CommandContext } from './command.js';
import { currentOperations } from './currentOp.js';
import { indexStats } from './index-stats.js';
import type { Reading } from './reading.js';

/** What stages such as `$collStats` and `$currentOp` tell about the server. */
export function serverInformation({ server }: CommandContext, reading: Reading): ServerInformation {
  const existing = (namespace: Namespace): Collection => {
    const entry = server.store.catalog.find(reading.view, namespace);
    if (entry instanceof Collection) return entry;
    throw new MongoError('NamespaceNotFound', `Collection [${namespace.database}.${namespace.collection}] not found.`);
  };
  return {
    collStats: (namespace, specification) => [collStatsStage(existing(namespace), specification, server.host)],
    indexStats: (namespace) => {
      const entry = server.store.catalog.find(reading.view, namespace);
      return entry instanceof Collection ? indexStats(entry, server) : [];
    },
    planCacheStats: (namespace) => {
      existing(namespace);
      return [];
    },
    currentOp: () => currentOperations(server),
    listSessions: () => [...server.sessions.all].map(describe),
    listLocalSessions: () => [...server.sessions.all].map(describe),
  };
}

function describe({ lsid, lastUse }: Session): Doc {
  return doc({ _id: lsid, lastUse: new Date(lastUse) });
}
