import { Doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { anything, fieldsOf } from './arguments.js';
import type { CommandContext, Reply } from './command.js';

const readArguments = fieldsOf('abortTransaction', { abortTransaction: anything, recoveryToken: anything });

export function abortTransaction({ request, session, txnNumber }: CommandContext): Reply {
  readArguments(request);
  if (session === null || txnNumber === null) throw new MongoError('CommandFailed', 'abortTransaction must be run within a transaction');
  session.abort();
  return new Doc();
}
