import { Int32, Long } from 'bson';
import type { Doc } from '../bson/document.js';
import { doc } from '../bson/document.js';
import type { Server } from '../server.js';
import type { CommandContext, Reply } from './command.js';
import type { Operation } from './operation.js';

/** What runs at the moment, and the transactions and cursors that wait for their clients. */
export function currentOp({ server }: CommandContext): Reply {
  return doc({ inprog: [...currentOperations(server)] });
}

/** The same for `$currentOp`. */
export function* currentOperations(server: Server): Generator<Doc> {
  for (const operation of server.operations.values()) yield describe(operation, server);
}

function describe(operation: Operation, { host }: Server): Doc {
  const { connection, request, name, database, session, startedAt } = operation;
  const milliseconds = Date.now() - startedAt;
  const target = request[name];
  const out = doc({
    type: 'op', host, desc: `conn${connection.id}`, connectionId: new Int32(connection.id), client: connection.remote, active: true,
    currentOpTime: new Date().toISOString(), opid: new Int32(operation.id),
    secs_running: Long.fromNumber(Math.floor(milliseconds / 1000)), microsecs_running: Long.fromNumber(milliseconds * 1000),
    op: name === 'getMore' ? 'getmore' : 'command', ns: typeof target === 'string' ? `${database}.${target}` : `${database}.$cmd`,
    command: request, waitingForLock: false, numYields: new Int32(0), locks: doc({}), lockStats: doc({}),
  });
  if (connection.appName) out['appName'] = connection.appName;
  if (connection.clientMetadata) out['clientMetadata'] = connection.clientMetadata;
  if (session) out['lsid'] = session.lsid;
  return out;
}
