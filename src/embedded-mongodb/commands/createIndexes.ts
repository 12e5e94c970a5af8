import { Int32 } from 'bson';
import type { Doc } from '../bson/document.js';
import { doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { Index } from '../indexes/index.js';
import { checkConflicts, isThere } from '../indexes/spec/conflicts.js';
import { checkBuildable, checkSpec, completeSpec } from '../indexes/spec/normalize.js';
import type { Collection } from '../storage/collection.js';
import { describe } from '../storage/describe.js';
import type { Transaction } from '../storage/transaction.js';
import { anything, arrayOfObjects, boolean, collectionName, fieldsOf, required } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import { existingCollection, writableCollection, writableNamespace } from './writes/target.js';

const readArguments = fieldsOf('createIndexes', {
  createIndexes: collectionName, indexes: required(arrayOfObjects), ignoreUnknownIndexOptions: boolean, commitQuorum: anything, returnOnStart: anything, v: anything,
});

const MOST_INDEXES = 64;

/** Builds at once, over what is there; waits for the transactions that use the collection. */
export async function createIndexes(context: CommandContext): Promise<Reply> {
  const given = readArguments(context.request);
  const namespace = writableNamespace(context.database, given.createIndexes);
  if (given.indexes.length === 0) throw new MongoError('BadValue', 'Must specify at least one index to create');
  const { store } = context.server;
  return await store.inStatement(context.transaction, (transaction) => {
    const found = existingCollection(store, transaction, namespace);
    const collation = found?.options.collation as Doc | undefined;
    for (const spec of given.indexes) checkSpec(spec, collation, given.ignoreUnknownIndexOptions);
    const specs = given.indexes.map((spec) => completeSpec(spec, collation));
    const existing = found === null ? [] : found.indexes.map((index) => index.spec);
    const missing = specs.filter((spec) => spec.name !== '_id_' && !isThere(spec, existing));
    for (const spec of missing) checkConflicts(spec, existing);
    for (const spec of missing) checkBuildable(given.indexes[specs.indexOf(spec)]!);
    const collection = found ?? writableCollection(store, transaction, namespace);
    const before = collection.indexes.length;
    if (missing.length > 0) {
      checkUsers(context, collection);
      build(transaction, collection, missing);
    }
    const reply = doc({ numIndexesBefore: new Int32(before), numIndexesAfter: new Int32(before + missing.length) });
    if (found === null || missing.length > 0) reply.createdCollectionAutomatically = found === null;
    if (missing.length < specs.length) reply.note = missing.length === 0 ? 'all indexes already exist' : 'index already exists';
    return reply;
  }, () => context.signal);
}

/** A transaction may index what it created itself, and what is empty. */
function checkUsers({ transaction }: CommandContext, { count, namespace }: Collection): void {
  if (transaction === null || count === 0) return;
  throw new MongoError('OperationNotSupportedInTransaction', `Cannot create new indexes on non-empty collection ${namespace.database}.${namespace.collection} in a multi-document transaction.`);
}

function build(transaction: Transaction, collection: Collection, specs: readonly Doc[]): void {
  const { database, collection: name } = collection.namespace;
  const existing = collection.indexes.map((index) => index.spec);
  for (const spec of specs) {
    if (isThere(spec, existing)) throw twice(collection, spec);
    checkConflicts(spec, existing);
    if (existing.length >= MOST_INDEXES) throw new MongoError('CannotCreateIndex', `add index fails, too many indexes for ${database}.${name} key:${describe(spec.key)}`);
    existing.push(spec);
  }
  collection.createIndexes(transaction, specs.map((spec) => new Index(spec)));
}

/** Only those that are asked for together can be there by now. */
function twice({ count }: Collection, spec: Doc): MongoError {
  if (count > 0) return new MongoError('OperationFailed', 'Cannot build two identical indexes. Try again without duplicate indexes.');
  return new MongoError('IndexAlreadyExists', `Identical index already exists: ${String(spec.name)}`);
}
