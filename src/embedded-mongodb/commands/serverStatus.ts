import { Int32, Long } from 'bson';
import { hostname } from 'node:os';
import { doc } from '../bson/document.js';
import type { CommandContext, Reply } from './command.js';
import { REPLICA_SET, VERSION } from './version.js';

const MEGABYTE = 2 ** 20;

export function serverStatus({ server }: CommandContext): Reply {
  const uptime = Date.now() - server.startedAt.getTime();
  const { rss, heapTotal } = process.memoryUsage();
  const cursors = [...server.cursors.all];
  return doc({
    host: hostname(),
    version: VERSION,
    process: 'mongod',
    service: [],
    pid: Long.fromNumber(process.pid),
    uptime: Long.fromNumber(Math.floor(uptime / 1000)),
    uptimeMillis: Long.fromNumber(uptime),
    uptimeEstimate: Long.fromNumber(Math.floor(uptime / 1000)),
    localTime: new Date(),
    connections: doc({
      current: new Int32(server.connections.size), available: new Int32(65_535 - server.connections.size),
      totalCreated: new Int32(server.totalConnections), active: new Int32(server.operations.size),
    }),
    logicalSessionRecordCache: doc({ activeSessionsCount: new Int32([...server.sessions.all].length) }),
    mem: doc({ bits: new Int32(64), resident: new Int32(Math.round(rss / MEGABYTE)), virtual: new Int32(Math.round(heapTotal / MEGABYTE)), supported: true }),
    metrics: doc({
      cursor: doc({
        open: doc({
          noTimeout: Long.fromNumber(cursors.filter((cursor) => cursor.traits.noTimeout).length),
          pinned: Long.fromNumber(cursors.filter((cursor) => cursor.isInUse).length),
          total: Long.fromNumber(cursors.length),
        }),
      }),
    }),
    repl: doc({
      topologyVersion: doc({ processId: server.processId, counter: Long.ZERO }), hosts: [server.host], setName: REPLICA_SET, setVersion: new Int32(1),
      isWritablePrimary: true, secondary: false, primary: server.host, me: server.host,
    }),
    storageEngine: doc({
      name: 'embedded', supportsCommittedReads: true, oldestRequiredTimestampForCrashRecovery: Long.ZERO, persistent: server.isPersistent, readOnly: false,
    }),
    transactions: doc({ currentOpen: Long.fromNumber([...server.sessions.all].filter(({ transaction }) => transaction !== null).length) }),
  });
}
