import { abortTransaction } from './abortTransaction.js';
import { aggregate } from './aggregate.js';
import { buildInfo } from './buildInfo.js';
import { bulkWrite } from './bulkWrite.js';
import type { Command } from './command.js';
import { commitTransaction } from './commitTransaction.js';
import { configureFailPoint } from './configureFailPoint.js';
import { collMod } from './collMod.js';
import { collStats } from './collStats.js';
import { connectionStatus } from './connectionStatus.js';
import { count } from './count.js';
import { create } from './create.js';
import { createIndexes } from './createIndexes.js';
import { createSearchIndexes } from './createSearchIndexes.js';
import { currentOp } from './currentOp.js';
import { dbStats } from './dbStats.js';
import { deleteCommand } from './delete.js';
import { distinct } from './distinct.js';
import { drop } from './drop.js';
import { dropDatabase } from './dropDatabase.js';
import { dropIndexes } from './dropIndexes.js';
import { dropSearchIndex } from './dropSearchIndex.js';
import { endSessions } from './endSessions.js';
import { explain } from './explain.js';
import { find } from './find.js';
import { findAndModify } from './findAndModify.js';
import { getCmdLineOpts } from './getCmdLineOpts.js';
import { getDefaultRWConcern } from './getDefaultRWConcern.js';
import { getLog } from './getLog.js';
import { getMore } from './getMore.js';
import { getParameter } from './getParameter.js';
import { hello } from './hello.js';
import { hostInfo } from './hostInfo.js';
import { insert } from './insert.js';
import { killAllSessions } from './killAllSessions.js';
import { killAllSessionsByPattern } from './killAllSessionsByPattern.js';
import { killCursors } from './killCursors.js';
import { killOp } from './killOp.js';
import { killSessions } from './killSessions.js';
import { listCollections } from './listCollections.js';
import { listCommands } from './listCommands.js';
import { listDatabases } from './listDatabases.js';
import { listIndexes } from './listIndexes.js';
import { ping } from './ping.js';
import { profile } from './profile.js';
import { refreshSessions } from './refreshSessions.js';
import { reIndex } from './reIndex.js';
import { renameCollection } from './renameCollection.js';
import { replSetGetConfig } from './replSetGetConfig.js';
import { replSetGetStatus } from './replSetGetStatus.js';
import { rolesInfo } from './rolesInfo.js';
import { serverStatus } from './serverStatus.js';
import { setParameter } from './setParameter.js';
import { startSession } from './startSession.js';
import { top } from './top.js';
import { update } from './update.js';
import { updateSearchIndex } from './updateSearchIndex.js';
import { usersInfo } from './usersInfo.js';
import { validate } from './validate.js';
import { whatsmyuri } from './whatsmyuri.js';

/** Every command of this server. What is not said is "no": see `Command` for the traits. */
export const COMMANDS: Record<string, Command> = {
  // Reading
  find: { run: find, inTransaction: true, readConcern: 'any', apiV1: true },
  aggregate: { run: aggregate, inTransaction: true, readConcern: 'any', writeConcern: true, apiV1: true },
  count: { run: count, readConcern: 'any', apiV1: true },
  distinct: { run: distinct, inTransaction: true, readConcern: 'any' },
  explain: { run: explain, readConcern: 'local', apiV1: true },
  getMore: { run: getMore, inTransaction: true, apiV1: true },
  killCursors: { run: killCursors, inTransaction: true, apiV1: true },

  // Writing
  insert: { run: insert, inTransaction: true, readConcern: 'local', writeConcern: true, retryable: true, apiV1: true },
  update: { run: update, inTransaction: true, readConcern: 'local', writeConcern: true, retryable: true, apiV1: true },
  delete: { run: deleteCommand, inTransaction: true, readConcern: 'local', writeConcern: true, retryable: true, apiV1: true },
  findAndModify: { run: findAndModify, inTransaction: true, readConcern: 'local', writeConcern: true, retryable: true, apiV1: true },
  bulkWrite: { run: bulkWrite, adminOnly: true, inTransaction: true, readConcern: 'local', writeConcern: true, retryable: true, apiV1: true },

  // Collections and databases
  create: { run: create, inTransaction: true, writeConcern: true, apiV1: true },
  collMod: { run: collMod, writeConcern: true, apiV1: true },
  drop: { run: drop, writeConcern: true, apiV1: true },
  dropDatabase: { run: dropDatabase, writeConcern: true, apiV1: true },
  renameCollection: { run: renameCollection, adminOnly: true, writeConcern: true },
  listCollections: { run: listCollections, readConcern: 'local', apiV1: true },
  listDatabases: { run: listDatabases, adminOnly: true, readConcern: 'local', apiV1: true },
  collStats: { run: collStats, readConcern: 'local' },
  dbStats: { run: dbStats, readConcern: 'local' },
  validate: { run: validate },

  // Indexes
  createIndexes: { run: createIndexes, inTransaction: true, writeConcern: true, apiV1: true },
  listIndexes: { run: listIndexes, readConcern: 'local', apiV1: true },
  dropIndexes: { run: dropIndexes, writeConcern: true, apiV1: true },
  reIndex: { run: reIndex, writeConcern: true },
  createSearchIndexes: { run: createSearchIndexes },
  updateSearchIndex: { run: updateSearchIndex },
  dropSearchIndex: { run: dropSearchIndex },

  // Sessions and transactions
  startSession: { run: startSession },
  refreshSessions: { run: refreshSessions, apiV1: true },
  endSessions: { run: endSessions, apiV1: true },
  killSessions: { run: killSessions },
  killAllSessions: { run: killAllSessions },
  killAllSessionsByPattern: { run: killAllSessionsByPattern },
  commitTransaction: { run: commitTransaction, adminOnly: true, inTransaction: true, writeConcern: true, apiV1: true },
  abortTransaction: { run: abortTransaction, adminOnly: true, inTransaction: true, writeConcern: true, apiV1: true },

  // Who is there?
  hello: { run: hello, inTransaction: true, handshake: true, apiV1: true },
  isMaster: { run: hello, inTransaction: true, handshake: true },
  ping: { run: ping, apiV1: true },
  buildInfo: { run: buildInfo, inTransaction: true },
  hostInfo: { run: hostInfo, adminOnly: true },
  connectionStatus: { run: connectionStatus, inTransaction: true },
  usersInfo: { run: usersInfo },
  rolesInfo: { run: rolesInfo },
  whatsmyuri: { run: whatsmyuri },
  listCommands: { run: listCommands },

  // How is it set up?
  getParameter: { run: getParameter, adminOnly: true },
  setParameter: { run: setParameter, adminOnly: true },
  getCmdLineOpts: { run: getCmdLineOpts, adminOnly: true },
  getDefaultRWConcern: { run: getDefaultRWConcern, adminOnly: true },
  replSetGetStatus: { run: replSetGetStatus, adminOnly: true },
  replSetGetConfig: { run: replSetGetConfig, adminOnly: true },

  // How is it doing?
  serverStatus: { run: serverStatus },
  currentOp: { run: currentOp, adminOnly: true },
  killOp: { run: killOp, adminOnly: true },
  top: { run: top, adminOnly: true },
  profile: { run: profile },
  getLog: { run: getLog, adminOnly: true },

  // Trouble on demand
  configureFailPoint: { run: configureFailPoint, adminOnly: true },
};

/** Names from before commands were written in camel case, and the first name of `hello`. */
const ALIASES: Record<string, string> = {
  ismaster: 'isMaster', buildinfo: 'buildInfo', findandmodify: 'findAndModify', dbstats: 'dbStats', collstats: 'collStats', deleteIndexes: 'dropIndexes',
};

export interface NamedCommand {
  command: Command;
  /** Its name in the table. */
  name: string;
  /** Its name and its aliases; `hello` and `isMaster` count as one, so that a fail point for either hits both. */
  names: readonly string[];
}

const BY_NAME = new Map<string, NamedCommand>();
for (const [name, command] of Object.entries(COMMANDS)) {
  const aliases = Object.keys(ALIASES).filter((alias) => ALIASES[alias] === name);
  const entry = { command, name, names: [name, ...aliases, ...(command.handshake ? ['hello', 'isMaster', 'ismaster'] : [])] };
  for (const known of [name, ...aliases]) BY_NAME.set(known, entry);
}

export function findCommand(name: string): NamedCommand | undefined {
  return BY_NAME.get(name);
}
