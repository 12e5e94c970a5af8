import { Int32 } from 'bson';
import { Doc, doc } from '../bson/document.js';
import { Collection, ViewDefinition } from '../storage/collection.js';
import { anything, collectionName, fieldsOf } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import { dropViews, forgetView, SYSTEM_VIEWS } from './views.js';

const readArguments = fieldsOf('drop', { drop: collectionName, collectionUUID: anything });

/** Waits for the transactions that use the collection. Dropping what is not there is fine. */
export async function drop(context: CommandContext): Promise<Reply> {
  const { store } = context.server;
  const namespace = { database: context.database, collection: readArguments(context.request).drop };
  const dropped = await store.inStatement(context.transaction, (transaction) => {
    const entry = store.catalog.find(transaction.view, namespace);
    if (entry === null) return null;
    if (entry instanceof ViewDefinition) forgetView(store, transaction, entry);
    else if (namespace.collection === SYSTEM_VIEWS) dropViews(store, transaction, namespace.database);
    store.catalog.drop(transaction, entry, { kind: 'drop', namespace, uuid: entry instanceof Collection ? entry.uuid : null, description: doc({}) });
    return entry;
  }, () => context.signal);
  const reply: Reply = new Doc();
  if (dropped === null) return reply;
  if (dropped instanceof Collection) reply.nIndexesWas = new Int32(dropped.indexes.length - (dropped.options.clusteredIndex === undefined ? 0 : 1));
  reply.ns = `${namespace.database}.${namespace.collection}`;
  return reply;
}
