import { Doc, doc } from '../bson/document.js';
import { isNumber } from '../bson/types.js';
import { MongoError } from '../errors.js';
import { Collection } from '../storage/collection.js';
import { anything, fieldsOf, longOf } from './arguments.js';
import type { CommandContext, Reply } from './command.js';

const readArguments = fieldsOf('dropDatabase', { dropDatabase: anything });

export async function dropDatabase(context: CommandContext): Promise<Reply> {
  const { database, server: { store } } = context;
  const value = readArguments(context.request).dropDatabase;
  if (!isNumber(value) || longOf(value) !== 1) throw new MongoError(5255100, "Have to pass 1 as 'drop' parameter");
  if (database === 'admin' || database === 'config' || database === 'local') {
    throw new MongoError('IllegalOperation', `Dropping the '${database}' database is prohibited.`);
  }
  const existed = await store.inStatement(context.transaction, (transaction) => {
    const entries = store.catalog.entries(transaction.view, database);
    for (const entry of entries) store.catalog.checkUnused(transaction, entry);
    for (const entry of entries) {
      const { namespace } = entry;
      store.catalog.drop(transaction, entry, { kind: 'drop', namespace, uuid: entry instanceof Collection ? entry.uuid : null, description: doc({}) });
    }
    if (entries.length > 0) transaction.note({ kind: 'dropDatabase', namespace: { database, collection: '' }, uuid: null, description: doc({}) });
    return entries.length > 0;
  }, () => context.signal);
  const reply: Reply = new Doc();
  if (existed) reply.dropped = database;
  return reply;
}
