import { Doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { anything, fieldsOf } from './arguments.js';
import type { CommandContext, Reply } from './command.js';

const readArguments = fieldsOf('commitTransaction', { commitTransaction: anything, recoveryToken: anything, commitTimestamp: anything });

/** A transaction that is committed already may be committed again: the client may not have heard the first answer. */
export function commitTransaction({ request, session, txnNumber }: CommandContext): Reply {
  readArguments(request);
  if (session === null || txnNumber === null) throw new MongoError('CommandFailed', 'commitTransaction must be run within a transaction');
  session.commit();
  return new Doc();
}
