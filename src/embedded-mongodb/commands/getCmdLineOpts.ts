import { doc } from '../bson/document.js';
import type { CommandContext, Reply } from './command.js';
import { REPLICA_SET } from './version.js';

/** There is no command line of a mongod; this is what one that behaves so would have been given. */
export function getCmdLineOpts({ server }: CommandContext): Reply {
  const setParameter = doc(server.failPoints ? { enableTestCommands: '1' } : {});
  return doc({
    argv: ['mongod'],
    parsed: doc({ net: doc({ bindIp: server.host.split(':')[0] }), replication: doc({ replSet: REPLICA_SET }), setParameter }),
  });
}
