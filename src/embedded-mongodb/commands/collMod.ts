import { Long } from 'bson';
import { compare } from '../bson/compare.js';
import type { Doc } from '../bson/document.js';
import { Doc as NewDoc, doc, shallowCopy } from '../bson/document.js';
import { isNumber } from '../bson/types.js';
import { MongoError } from '../errors.js';
import { Index } from '../indexes/index.js';
import { Collection, ViewDefinition } from '../storage/collection.js';
import type { Transaction } from '../storage/transaction.js';
import { anything, arrayOfObjects, boolean, collectionName, fieldsOf, longOf, looseBoolean, object, text } from './arguments.js';
import { choice } from './collection-options.js';
import type { CommandContext, Reply } from './command.js';
import { imagesOf } from './create.js';
import { checkView, recordView } from './views.js';
import { checkValidator } from './writes/validation.js';

const readArguments = fieldsOf('collMod', {
  collMod: collectionName, index: object, validator: object, validationLevel: choice('off', 'strict', 'moderate'), validationAction: choice('error', 'warn', 'errorAndLog'),
  viewOn: text, pipeline: arrayOfObjects, changeStreamPreAndPostImages: object, expireAfterSeconds: anything, cappedSize: anything, cappedMax: anything, timeseries: object,
  dryRun: boolean, recordPreImages: anything,
});
const readIndex = fieldsOf('collMod.index', { name: text, keyPattern: object, expireAfterSeconds: anything, hidden: looseBoolean, unique: looseBoolean, prepareUnique: looseBoolean });

type Arguments = ReturnType<typeof readArguments>;

export async function collMod(context: CommandContext): Promise<Reply> {
  const given = readArguments(context.request);
  const { store } = context.server;
  const namespace = { database: context.database, collection: given.collMod };
  return await store.inStatement(context.transaction, (transaction) => {
    const entry = store.catalog.find(transaction.view, namespace);
    if (entry === null) throw new MongoError('NamespaceNotFound', `ns does not exist: ${namespace.database}.${namespace.collection}`);
    return entry instanceof Collection ? modifyCollection(transaction, entry, given) : modifyView(context, transaction, entry, given);
  }, () => context.signal);
}

function modifyView(context: CommandContext, transaction: Transaction, view: ViewDefinition, given: Arguments): Reply {
  const { viewOn = view.options.viewOn, pipeline = view.pipeline, collMod: _name, ...rest } = given;
  if (Object.values(rest).some((value) => value !== undefined)) throw new MongoError('InvalidOptions', 'option not supported on a view');
  const modified = new ViewDefinition(view.namespace, doc({ ...view.options, viewOn, pipeline }));
  checkView(context, transaction, modified);
  const { namespace } = view;
  recordView(context.server.store, transaction, modified);
  context.server.store.catalog.replace(transaction, modified, { kind: 'collMod', namespace, uuid: null, description: modified.options, entry: modified });
  return new NewDoc();
}

function modifyCollection(transaction: Transaction, collection: Collection, given: Arguments): Reply {
  const { collMod: _name, index, viewOn, pipeline, dryRun = false, changeStreamPreAndPostImages: images, ...changes } = given;
  if (viewOn !== undefined || pipeline !== undefined) throw new MongoError('InvalidOptions', "option not supported on a collection: 'viewOn' and 'pipeline' are for views");
  const reply: Reply = new NewDoc();
  const options = shallowCopy(collection.options);
  for (const name of ['validator', 'validationLevel', 'validationAction'] as const) if (changes[name] !== undefined) options[name] = changes[name];
  if (changes.validator !== undefined && Object.keys(changes.validator).length === 0) delete options.validator;
  checkValidator(options);
  if (images !== undefined) options.changeStreamPreAndPostImages = imagesOf(images, 'collMod');
  if (changes.expireAfterSeconds !== undefined) setExpiry(options, changes.expireAfterSeconds);
  if (changes.cappedSize !== undefined) options.size = changes.cappedSize;
  if (changes.cappedMax !== undefined) options.max = changes.cappedMax;
  const rebuilt = new Map<Index, Index>();
  if (index !== undefined) {
    const found = namedBy(collection, readIndex(index));
    rebuilt.set(found, modifiedIndex(collection, transaction, found, readIndex(index), reply));
  }
  if (dryRun) return new NewDoc();
  const { collMod: _first, ...description } = given;
  collection.modify(transaction, options, rebuilt, doc(withoutAbsent(description)));
  return reply;
}

function withoutAbsent(fields: Record<string, unknown>): Doc {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Doc;
}

function setExpiry(options: Doc, value: Doc[string]): void {
  if (value === 'off') delete options.expireAfterSeconds;
  else if (isNumber(value)) options.expireAfterSeconds = Long.fromNumber(longOf(value));
  else throw new MongoError('InvalidOptions', "expireAfterSeconds must be a number or 'off'");
}

function namedBy({ indexes, namespace }: Collection, { name, keyPattern }: ReturnType<typeof readIndex>): Index {
  if (name !== undefined && keyPattern !== undefined) throw new MongoError('InvalidOptions', 'Cannot specify both key pattern and name.');
  if (name === undefined && keyPattern === undefined) throw new MongoError('InvalidOptions', 'Must specify either index name or key pattern.');
  const found = indexes.find((index) => (name === undefined ? compare(index.spec.key, keyPattern) === 0 : index.name === name));
  if (found === undefined) throw new MongoError('IndexNotFound', `cannot find index for ns ${namespace.database}.${namespace.collection}`);
  return found;
}

/** An index is changed by building another one, which is easier to get right than to change it under those who use it. */
function modifiedIndex(collection: Collection, transaction: Transaction, index: Index, changes: ReturnType<typeof readIndex>, reply: Reply): Index {
  const spec = shallowCopy(index.spec);
  const { expireAfterSeconds, hidden, unique, prepareUnique } = changes;
  if (index === collection.idIndex) throw new MongoError('InvalidOptions', 'cannot modify the _id index');
  if (expireAfterSeconds !== undefined) {
    if (!isNumber(expireAfterSeconds)) throw new MongoError('TypeMismatch', 'expireAfterSeconds must be a number');
    reply.expireAfterSeconds_old = spec.expireAfterSeconds ?? null;
    spec.expireAfterSeconds = expireAfterSeconds;
    reply.expireAfterSeconds_new = expireAfterSeconds;
  }
  if (hidden !== undefined) change(spec, 'hidden', hidden, reply);
  if (prepareUnique !== undefined) change(spec, 'prepareUnique', prepareUnique, reply);
  if (unique === true && !index.isUnique) {
    if (spec.prepareUnique !== true) {
      throw new MongoError('InvalidOptions', "Cannot make index unique with 'unique: true' if it is not prepared with 'prepareUnique: true'");
    }
    refuseDuplicates(collection, transaction, index);
    delete spec.prepareUnique;
    spec.unique = true;
    reply.unique_new = true;
  }
  return new Index(spec);
}

function change(spec: Doc, name: string, value: boolean, reply: Reply): void {
  const before = spec[name] === true;
  if (before === value) return;
  if (value) spec[name] = true;
  else delete spec[name];
  reply[`${name}_old`] = before;
  reply[`${name}_new`] = value;
}

/** Names the documents that stand in the way, group by group. */
function refuseDuplicates(collection: Collection, { view }: Transaction, index: Index): void {
  const byKey = new Map<string, Doc[string][]>();
  for (const row of collection.rows(view)) {
    const document = row.decode();
    for (const key of index.keysOf(document)) byKey.set(key, [...(byKey.get(key) ?? []), document._id]);
  }
  const violations = [...byKey.values()].filter((ids) => ids.length > 1).map((ids) => doc({ ids }));
  if (violations.length > 0) {
    throw new MongoError('CannotConvertIndexToUnique', 'Cannot convert the index to unique. Please resolve conflicting documents before running collMod again.', { details: doc({ violations }) });
  }
}
