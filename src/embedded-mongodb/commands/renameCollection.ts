import { Doc, doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { Collection, ViewDefinition } from '../storage/collection.js';
import type { Namespace } from '../storage/oplog.js';
import { anything, fieldsOf, looseBoolean, required, text } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import { checkCollectionName, checkDatabaseName } from './namespace.js';
import { writableNamespace } from './writes/target.js';

const readArguments = fieldsOf('renameCollection', {
  renameCollection: required(text), to: required(text), dropTarget: looseBoolean, stayTemp: looseBoolean, collectionUUID: anything,
});

export async function renameCollection(context: CommandContext): Promise<Reply> {
  const { store } = context.server;
  const { renameCollection: source, to: target, dropTarget = false } = readArguments(context.request);
  const from = split(source, 'source');
  const to = targetOf(target);
  if (source === target) throw new MongoError('IllegalOperation', "Can't rename a collection to itself");
  await store.inStatement(context.transaction, (transaction) => {
    const entry = store.catalog.find(transaction.view, from);
    if (entry === null) throw new MongoError('NamespaceNotFound', `Source collection ${source} does not exist`);
    if (entry instanceof ViewDefinition) throw new MongoError('CommandNotSupportedOnView', `cannot rename view: ${source}`);
    const existing = store.catalog.find(transaction.view, to);
    if (existing instanceof ViewDefinition) throw new MongoError('NamespaceExists', `a view already exists with that name: ${target}`);
    if (existing !== null && !dropTarget) throw new MongoError('NamespaceExists', 'target namespace exists');
    store.catalog.rename(transaction, entry, to, existing, {
      kind: 'rename', namespace: from, to, uuid: entry.uuid, entry, description: doc({ to: doc({ db: to.database, coll: to.collection }) }),
      ...(existing instanceof Collection && { dropped: existing.uuid }),
    });
  }, () => context.signal);
  return new Doc();
}

function split(namespace: string, which: string): Namespace {
  const dot = namespace.indexOf('.');
  if (dot <= 0 || dot === namespace.length - 1) throw new MongoError('InvalidNamespace', `Invalid ${which} namespace: ${namespace}`);
  const [database, collection] = [namespace.slice(0, dot), namespace.slice(dot + 1)];
  return { database: checkDatabaseName(database), collection: checkCollectionName(collection) };
}

function targetOf(namespace: string): Namespace {
  try {
    const { database, collection } = split(namespace, 'target');
    return writableNamespace(database, collection);
  } catch (error) {
    if (error instanceof MongoError) throw new MongoError('IllegalOperation', `error with target namespace: ${error.message}`);
    throw error;
  }
}
