import { Int32 } from 'bson';
import { compare } from '../bson/compare.js';
import type { Doc, Value } from '../bson/document.js';
import { doc, isDoc } from '../bson/document.js';
import { typeOf } from '../bson/types.js';
import { MongoError } from '../errors.js';
import type { Index } from '../indexes/index.js';
import type { Collection } from '../storage/collection.js';
import { describe } from '../storage/describe.js';
import { anything, collectionName, fieldsOf, required } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import { existingCollection, writableNamespace } from './writes/target.js';

const readArguments = fieldsOf('dropIndexes', { dropIndexes: collectionName, deleteIndexes: anything, index: required(anything) });

/** Waits for the transactions that use the collection. To drop an index that is not there is fine; `*` spares that of `_id`. */
export async function dropIndexes(context: CommandContext): Promise<Reply> {
  const request = 'deleteIndexes' in context.request ? doc({ ...context.request, dropIndexes: context.request.deleteIndexes }) : context.request;
  const given = readArguments(request);
  const namespace = writableNamespace(context.database, given.dropIndexes);
  const { store } = context.server;
  return await store.inStatement(context.transaction, (transaction) => {
    const collection = existingCollection(store, transaction, namespace);
    checkType(given.index);
    if (collection === null) throw new MongoError('NamespaceNotFound', `ns not found ${namespace.database}.${namespace.collection}`);
    const dropped = namedBy(given.index, collection);
    if (dropped.includes(collection.idIndex)) throw new MongoError('InvalidOptions', 'cannot drop _id index');
    const reply = doc({ nIndexesWas: new Int32(collection.indexes.length) });
    if (isStar(given.index)) reply.msg = 'non-_id indexes dropped for collection';
    if (dropped.length > 0) collection.dropIndexes(transaction, dropped);
    return reply;
  }, () => context.signal);
}

function checkType(index: Value): void {
  if (typeof index === 'string' || isDoc(index) || (Array.isArray(index) && index.every((name) => typeof name === 'string'))) return;
  const expected = Array.isArray(index) ? "types '[string]'" : "types '[string, object]'";
  throw new MongoError('TypeMismatch', `BSON field 'dropIndexes.index' is the wrong type '${typeOf(index)}', expected ${expected}`);
}

function isStar(index: Value): boolean {
  return index === '*' || (Array.isArray(index) && index.length === 1 && index[0] === '*');
}

function namedBy(index: Value, { indexes, idIndex }: Collection): Index[] {
  if (isStar(index)) return indexes.filter((other) => other !== idIndex);
  if (!isDoc(index)) {
    const names = Array.isArray(index) ? index : [index];
    return indexes.filter(({ name }) => names.includes(name));
  }
  const found = indexes.filter(({ spec }) => compare(spec.key, index) === 0);
  if (found.length > 1) {
    throw new MongoError('AmbiguousIndexKeyPattern', `${found.length} indexes found for key: ${describe(index)}, identify by name instead. Conflicting indexes: ${found.map(({ spec }) => describe(spec as Doc)).join(', ')}`);
  }
  return found;
}
