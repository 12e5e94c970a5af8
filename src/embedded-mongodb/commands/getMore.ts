import { Long } from 'bson';
import type { Bytes } from '../bson/codec.js';
import type { Value } from '../bson/document.js';
import { isDoc } from '../bson/document.js';
import { isNumber } from '../bson/types.js';
import { MongoError } from '../errors.js';
import { anything, atLeast, fieldsOf, longOf, required, text, wrongType } from './arguments.js';
import type { Field } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import type { Cursor } from './cursors.js';
import { DEFAULT_AWAIT_MILLISECONDS } from './cursors.js';

const cursorId: Field<Long> = {
  read(value, field, command) {
    if (!(value instanceof Long)) throw wrongType(value, field, command, "type 'long'");
    return value;
  },
};

const readArguments = fieldsOf('getMore', {
  getMore: required(cursorId), collection: required(text), batchSize: atLeast(0), term: anything, lastKnownCommittedOpTime: anything,
});

export function getMore(context: CommandContext): Reply | Promise<Reply> {
  const { server, request } = context;
  const { getMore: id, collection, batchSize } = readArguments(request);
  if (collection === '') throw new MongoError('InvalidNamespace', 'Collection names cannot be empty');
  const cursor = server.cursors.find(id);
  if (!cursor) throw new MongoError('CursorNotFound', `cursor id ${id.toString()} not found`);
  checkOwner(cursor, context, collection);
  checkWait(cursor, request['maxTimeMS']);
  cursor.pin(context);
  context.readsChangeStream = cursor.traits.isChangeStream ?? false;
  try {
    failAfterCheckout(context);
    cursor.source.resume?.();
    const most = batchSize || Infinity;
    if (!cursor.traits.awaitData) return finish(context, cursor, cursor.takeInTime(most));
    const waited = cursor.takeWaiting(most, waitOf(request['maxTimeMS']), context.signal);
    return waited.then((batch) => finish(context, cursor, batch)).catch((error: unknown) => abandon(context, cursor, error));
  } catch (error) {
    return abandon(context, cursor, error);
  }
}

function finish({ server }: CommandContext, cursor: Cursor, batch: Bytes[]): Reply {
  const reply = cursor.reply('nextBatch', batch);
  cursor.unpin();
  if (cursor.isDone) server.cursors.forget(cursor);
  return reply;
}

/** A cursor does not survive an error, except one that merely ran out of time to wait. */
function abandon({ server }: CommandContext, cursor: Cursor, error: unknown): never {
  cursor.unpin();
  server.cursors.forget(cursor);
  throw error;
}

function checkOwner(cursor: Cursor, context: CommandContext, collection: string): void {
  const { session, transaction, txnNumber, database } = context;
  const id = cursor.id.toString();
  if (cursor.database !== database || cursor.collection !== collection) {
    throw new MongoError('Unauthorized', `Requested getMore on namespace '${database}.${collection}', but cursor belongs to a different namespace ${cursor.namespace}`);
  }
  if (cursor.session !== session) {
    if (session === null) throw new MongoError(50736, `Cannot run getMore on cursor ${id}, which was created in a session, without an lsid`);
    if (cursor.session === null) throw new MongoError(50737, `Cannot run getMore on cursor ${id}, which was not created in a session, in a session`);
    throw new MongoError(50738, `Cannot run getMore on cursor ${id}, which was created in another session`);
  }
  const own = transaction === null ? null : txnNumber;
  if (cursor.txnNumber === null && own === null) return;
  if (own === null) throw new MongoError(50740, `Cannot run getMore on cursor ${id}, which was created in a transaction, without a txnNumber`);
  if (cursor.txnNumber === null) throw new MongoError(50739, `Cannot run getMore on cursor ${id}, which was not created in a transaction, in a transaction`);
  if (!cursor.txnNumber.equals(own)) throw new MongoError(50741, `Cannot run getMore on cursor ${id}, which was created in another transaction`);
}

function checkWait(cursor: Cursor, maxTimeMS: Value): void {
  if (isNumber(maxTimeMS) && longOf(maxTimeMS) > 0 && !cursor.traits.awaitData) {
    throw new MongoError('BadValue', 'cannot set maxTimeMS on getMore command for a non-awaitData cursor');
  }
}

function waitOf(maxTimeMS: Value): number {
  return isNumber(maxTimeMS) && longOf(maxTimeMS) > 0 ? longOf(maxTimeMS) : DEFAULT_AWAIT_MILLISECONDS;
}

function failAfterCheckout({ server, connection }: CommandContext): void {
  const data = server.failPoints?.failGetMoreAfterCursorCheckout.enter();
  if (!data) return;
  if (data['closeConnection'] === true) connection.close();
  const { errorCode } = data;
  if (isNumber(errorCode)) {
    const details = isDoc(data['errorExtraInfo']) ? { details: data['errorExtraInfo'] } : {};
    throw new MongoError(longOf(errorCode), "Hit the 'failGetMoreAfterCursorCheckout' failpoint", details);
  }
}
