import { buildInfo } from './buildInfo.js';
import type { Command } from './command.js';
import { configureFailPoint } from './configureFailPoint.js';
import { connectionStatus } from './connectionStatus.js';
import { getCmdLineOpts } from './getCmdLineOpts.js';
import { getDefaultRWConcern } from './getDefaultRWConcern.js';
import { getLog } from './getLog.js';
import { getMore } from './getMore.js';
import { getParameter } from './getParameter.js';
import { hello } from './hello.js';
import { hostInfo } from './hostInfo.js';
import { killCursors } from './killCursors.js';
import { listCommands } from './listCommands.js';
import { ping } from './ping.js';
import { replSetGetConfig } from './replSetGetConfig.js';
import { replSetGetStatus } from './replSetGetStatus.js';
import { setParameter } from './setParameter.js';
import { whatsmyuri } from './whatsmyuri.js';

/** Every command of this server. What is not said is "no": see `Command` for the traits. */
export const COMMANDS: Record<string, Command> = {
  // Cursors
  getMore: { run: getMore, inTransaction: true, apiV1: true },
  killCursors: { run: killCursors, inTransaction: true, apiV1: true },

  // Who is there?
  hello: { run: hello, handshake: true, apiV1: true },
  isMaster: { run: hello, handshake: true },
  ping: { run: ping, apiV1: true },
  buildInfo: { run: buildInfo },
  hostInfo: { run: hostInfo, adminOnly: true },
  connectionStatus: { run: connectionStatus },
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
  getLog: { run: getLog, adminOnly: true },

  // Trouble on demand
  configureFailPoint: { run: configureFailPoint, adminOnly: true },
};

/** Names from before commands were written in camel case, and the first name of `hello`. */
const ALIASES: Record<string, string> = {
  ismaster: 'isMaster', buildinfo: 'buildInfo', findandmodify: 'findAndModify', dbstats: 'dbStats', collstats: 'collStats',
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
