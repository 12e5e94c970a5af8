import { Int32 } from 'bson';
import { doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import type { CommandContext, Reply } from './command.js';

/** Logs are the host program's business; there are none to be had here. */
export function getLog({ request }: CommandContext): Reply {
  const name = request['getLog'];
  if (typeof name !== 'string') throw new MongoError('TypeMismatch', "Argument to getLog must be of type String");
  if (name === '*') return doc({ names: ['global', 'startupWarnings'] });
  if (name !== 'global' && name !== 'startupWarnings') throw new MongoError('OperationFailed', `No log named '${name}'`);
  return doc({ totalLinesWritten: new Int32(0), log: [] });
}
