import { doc } from '../bson/document.js';
import { isNumber } from '../bson/types.js';
import { MongoError } from '../errors.js';
import { longOf } from './arguments.js';
import type { CommandContext, Reply } from './command.js';

export function killOp({ server, request }: CommandContext): Reply {
  const { op } = request;
  if (!isNumber(op)) throw new MongoError('TypeMismatch', 'Expected field "op" to be a number');
  server.operations.get(longOf(op))?.interrupt(new MongoError('Interrupted', 'operation was interrupted'));
  return doc({ info: 'attempting to kill op' });
}
