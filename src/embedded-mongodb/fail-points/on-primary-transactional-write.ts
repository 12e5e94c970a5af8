import { isNumber } from '../bson/types.js';
import { longOf } from '../commands/arguments.js';
import type { CommandContext } from '../commands/command.js';
import { MongoError } from '../errors.js';

/**
 * `onPrimaryTransactionalWrite`: after a statement of a retryable write, and before its commit. Unless told otherwise it
 * closes the connection, so that the client cannot know that the write has happened.
 * @throws what `failBeforeCommitExceptionCode` asks for; then the write has not happened
 */
export function failOnTransactionalWrite({ server, connection }: CommandContext): void {
  const data = server.failPoints?.onPrimaryTransactionalWrite.enter();
  if (!data) return;
  if (data['closeConnection'] !== false) connection.close();
  const code = data['failBeforeCommitExceptionCode'];
  if (isNumber(code)) throw new MongoError(longOf(code), `Failing write due to the 'onPrimaryTransactionalWrite' failpoint: ${longOf(code)}`);
}
