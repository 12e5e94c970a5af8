import { Int32, Long } from 'bson';
import { doc } from '../bson/document.js';
import type { CommandContext, Reply } from './command.js';
import { REPLICA_SET } from './version.js';

export function replSetGetConfig({ server }: CommandContext): Reply {
  return doc({
    config: doc({
      _id: REPLICA_SET, version: new Int32(1), term: new Int32(1), protocolVersion: Long.ONE, writeConcernMajorityJournalDefault: true,
      members: [doc({ _id: new Int32(0), host: server.host, arbiterOnly: false, buildIndexes: true, hidden: false, priority: new Int32(1), tags: doc({}), votes: new Int32(1) })],
      settings: doc({ chainingAllowed: true, heartbeatIntervalMillis: new Int32(2000) }),
    }),
  });
}
