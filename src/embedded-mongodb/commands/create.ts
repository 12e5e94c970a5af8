import { Int32, Long } from 'bson';
import { completeCollation } from '../bson/collation.js';
import { identical } from '../bson/identical.js';
import type { Doc, Value } from '../bson/document.js';
import { Doc as NewDoc, doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import type { Entry } from '../storage/collection.js';
import { Collection, ViewDefinition } from '../storage/collection.js';
import { createCollection } from '../storage/create-collection.js';
import { describe } from '../storage/describe.js';
import type { Namespace } from '../storage/oplog.js';
import type { Transaction } from '../storage/transaction.js';
import { anything, arrayOfObjects, boolean, collectionName, fieldsOf, int, looseBoolean, object, text } from './arguments.js';
import { choice, expireAfterSeconds, timeSeries } from './collection-options.js';
import type { CommandContext, Reply } from './command.js';
import { checkValidator } from './writes/validation.js';
import { writableNamespace } from './writes/target.js';
import { checkView, recordView } from './views.js';

const readArguments = fieldsOf('create', {
  create: collectionName, capped: looseBoolean, size: int, max: int, validator: object, validationLevel: choice('off', 'strict', 'moderate'),
  validationAction: choice('error', 'warn', 'errorAndLog'), viewOn: text, pipeline: arrayOfObjects, collation: object, changeStreamPreAndPostImages: object,
  clusteredIndex: anything, timeseries: object, expireAfterSeconds, idIndex: object, storageEngine: object, indexOptionDefaults: object, encryptedFields: object,
  temp: boolean, flags: anything, recordIdsReplicated: anything,
});

type Arguments = ReturnType<typeof readArguments>;

export async function create(context: CommandContext): Promise<Reply> {
  const given = readArguments(context.request);
  const namespace = writableNamespace(context.database, given.create);
  const options = given.viewOn === undefined ? collectionOptions(given, namespace) : viewOptions(given);
  await context.server.store.inStatement(context.transaction, (transaction) => createEntry(context, transaction, namespace, options), () => context.signal);
  return new NewDoc();
}

function createEntry(context: CommandContext, transaction: Transaction, namespace: Namespace, options: Doc): void {
  const { store } = context.server;
  const existing = store.catalog.find(transaction.view, namespace);
  if (existing !== null) {
    if (isSame(existing, options)) return;
    const { database, collection } = namespace;
    throw new MongoError('NamespaceExists', existing instanceof ViewDefinition && options.viewOn === undefined
      ? `namespace '${database}.${collection}' already exists, but is a view`
      : `namespace '${database}.${collection}' already exists, but with different options: ${describe(existing.options)}, requested: ${describe(options)}`);
  }
  if (options.viewOn === undefined) {
    createCollection(store, transaction, namespace, options);
    return;
  }
  if (context.transaction !== null) throw new MongoError('OperationNotSupportedInTransaction', 'Cannot create a view in a multi-document transaction.');
  const view = new ViewDefinition(namespace, options);
  checkView(context, transaction, view);
  recordView(store, transaction, view);
  store.catalog.create(transaction, view, { kind: 'create', namespace, uuid: null, description: options, entry: view });
}

function isSame(existing: Entry, options: Doc): boolean {
  if ((existing instanceof Collection) !== (options.viewOn === undefined)) return false;
  const fields = new Set([...Object.keys(existing.options), ...Object.keys(options)]);
  return [...fields].every((field) => identical(existing.options[field], options[field]));
}

function viewOptions({ viewOn, pipeline = [], collation, capped, timeseries }: Arguments): Doc {
  if (viewOn === '') throw new MongoError('BadValue', "'viewOn' cannot be empty");
  if (capped || timeseries) throw new MongoError('InvalidOptions', "'capped' and 'timeseries' are not allowed with 'viewOn'");
  const options = doc({ viewOn, pipeline });
  if (collation !== undefined) setCollation(options, collation);
  return options;
}

function collectionOptions(given: Arguments, { database, collection }: Namespace): Doc {
  const { capped = false, size, max, pipeline, timeseries, clusteredIndex } = given;
  const refuse = (message: string): never => { throw new MongoError('InvalidOptions', message); };
  if (pipeline !== undefined) refuse("'pipeline' requires 'viewOn' to also be specified");
  if (!capped && (size !== undefined || max !== undefined)) refuse("the 'capped' field needs to be true when either the 'size' or 'max' fields are present");
  if (capped && size === undefined) refuse("the 'size' field is required when 'capped' is true");
  if (capped && timeseries !== undefined) refuse(`${database}.${collection}: 'timeseries' is not allowed with 'capped'`);
  if (given.expireAfterSeconds !== undefined && timeseries === undefined && clusteredIndex === undefined) {
    refuse("'expireAfterSeconds' is only supported on time-series collections or when the 'clusteredIndex' option is specified");
  }
  const options = new NewDoc();
  if (capped) {
    options.capped = true;
    options.size = number(size!);
    if (max !== undefined) options.max = number(max);
  }
  if (given.changeStreamPreAndPostImages !== undefined) options.changeStreamPreAndPostImages = imagesOf(given.changeStreamPreAndPostImages, 'create');
  if (given.validator !== undefined) options.validator = given.validator;
  if (given.validationLevel !== undefined) options.validationLevel = given.validationLevel;
  if (given.validationAction !== undefined) options.validationAction = given.validationAction;
  if (given.collation !== undefined) setCollation(options, given.collation);
  if (clusteredIndex !== undefined) options.clusteredIndex = clusteredSpec(clusteredIndex);
  if (given.expireAfterSeconds !== undefined) options.expireAfterSeconds = given.expireAfterSeconds;
  if (timeseries !== undefined) options.timeseries = timeSeries(timeseries);
  checkValidator(options);
  return options;
}

/** As small as it may be. */
function number(value: number): Int32 | Long {
  return Math.abs(value) < 2 ** 31 ? new Int32(value) : Long.fromNumber(value);
}

function setCollation(options: Doc, collation: Doc): void {
  const full = completeCollation(collation);
  if (full !== undefined) options.collation = full;
}

export function imagesOf(value: Doc, command: string): Doc {
  const where = `BSON field '${command}.changeStreamPreAndPostImages`;
  for (const field in value) if (field !== 'enabled') throw new MongoError('IDLUnknownField', `${where}.${field}' is an unknown field.`);
  if (value.enabled === undefined) throw new MongoError('IDLFailedToParse', `${where}.enabled' is missing but a required field`);
  if (typeof value.enabled !== 'boolean') throw new MongoError('TypeMismatch', `${where}.enabled' is the wrong type, expected type 'bool'`);
  return value;
}

function clusteredSpec(value: Value): Doc {
  const given = value as Doc;
  const fields = Object.keys((given.key as Doc | undefined) ?? {});
  if (fields.length !== 1 || fields[0] !== '_id') {
    throw new MongoError('InvalidIndexSpecificationOption', 'The clusteredIndex option is only supported for key: {_id: 1}');
  }
  if (given.unique !== true) throw new MongoError(5979700, "The clusteredIndex option requires unique: true to be specified");
  return doc({ v: new Int32(2), key: given.key, name: given.name ?? '_id_', unique: true });
}
