import { Double, Int32 } from 'bson';
import type { Bytes } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import { Doc as NewDoc, doc } from '../bson/document.js';
import { embeddedDocument } from '../bson/elements.js';
import { MongoError } from '../errors.js';
import { describe } from '../storage/describe.js';
import type { Namespace } from '../storage/oplog.js';
import { anything, arrayOfObjects, atLeast, boolean, fieldsOf, hint, int, looseBoolean, object, required, text } from './arguments.js';
import { arraySource } from './array-source.js';
import type { CommandContext, Reply } from './command.js';
import { variablesOf } from './let.js';
import { checkDatabaseName } from './namespace.js';
import { statementIds, updateSpecification } from './writes/arguments.js';
import { checkBatchSize, runBatch } from './writes/batch.js';
import { deleteDocuments } from './writes/delete-documents.js';
import { insertDocument } from './writes/insert-document.js';
import { Statements, numberIn } from './writes/statements.js';
import { writableNamespace } from './writes/target.js';
import { Updating, replyOf } from './writes/update-documents.js';

const readArguments = fieldsOf('bulkWrite', {
  bulkWrite: anything, ops: required(arrayOfObjects), nsInfo: required(arrayOfObjects), ordered: boolean, bypassDocumentValidation: looseBoolean, errorsOnly: boolean,
  let: object, cursor: object, stmtId: int, stmtIds: statementIds, bypassEmptyTsReplacement: looseBoolean,
});
const readCursor = fieldsOf('bulkWrite.cursor', { batchSize: atLeast(0) });
const readNamespace = fieldsOf('bulkWrite.nsInfo', { ns: required(text), collectionUUID: anything, encryptionInformation: anything, shardVersion: anything });

const readInsert = fieldsOf('bulkWrite.ops', { insert: required(int), document: required(object) });
const readUpdate = fieldsOf('bulkWrite.ops', {
  update: required(int), filter: required(object), updateMods: required(updateSpecification), multi: boolean, upsert: boolean, upsertSupplied: looseBoolean,
  arrayFilters: arrayOfObjects, collation: object, constants: object, hint, sort: object, sampleId: anything,
});
const readDelete = fieldsOf('bulkWrite.ops', { delete: required(int), filter: required(object), multi: boolean, collation: object, hint, sampleId: anything });

/** One of the writes. Its reply is `{ n }`, with `nModified` and `upserted` if it is an update. */
interface Write {
  kind: 'insert' | 'update' | 'delete';
  run(position: number): Doc | Promise<Doc>;
}

/** Writes of all kinds, to several collections, in one command. */
export async function bulkWrite(context: CommandContext): Promise<Reply> {
  const given = readArguments(context.request);
  const { ops, ordered = true, errorsOnly = false, cursor } = given;
  const { batchSize = Infinity } = cursor === undefined ? {} : readCursor(cursor);
  checkBatchSize(ops.length);
  const namespaces = given.nsInfo.map((info) => namespaceOf(readNamespace(info).ns));
  const bytes = context.documents('ops');
  const statements = new Statements(context, given);
  const writes = ops.map((op, i) => readWrite(op, bytes[i]!, { context, namespaces, statements, given }));

  const counts = { nErrors: 0, nInserted: 0, nMatched: 0, nModified: 0, nUpserted: 0, nDeleted: 0 };
  const results: Doc[] = [];
  const note = (position: number, reply: Doc): void => {
    count(counts, writes[position]!.kind, reply);
    if (!errorsOnly) results.push(resultOf(position, reply));
  };
  const errors = await runBatch(context, writes.length, ordered, (position) => {
    const known = statements.replyTo(position);
    if (known !== undefined) return note(position, known);
    const reply = writes[position]!.run(position);
    return reply instanceof Promise ? reply.then((done) => note(position, done)) : note(position, reply);
  });
  for (const error of errors) results.push(failureOf(error, writes));
  counts.nErrors = errors.length;
  results.sort((a, b) => (a.idx as Int32).value - (b.idx as Int32).value);

  const reply = context.server.cursors.start(context, '$cmd.bulkWrite', arraySource(results), { batchSize });
  for (const [name, value] of Object.entries(counts)) reply[name] = new Int32(value);
  statements.describeRetried(reply);
  return reply;
}

function namespaceOf(name: string): Namespace {
  const dot = name.indexOf('.');
  if (dot <= 0 || dot === name.length - 1) throw new MongoError('InvalidNamespace', `Invalid namespace specified for bulkWrite: '${name}'`);
  return writableNamespace(checkDatabaseName(name.slice(0, dot)), name.slice(dot + 1));
}

interface Setting {
  context: CommandContext;
  namespaces: readonly Namespace[];
  statements: Statements;
  given: ReturnType<typeof readArguments>;
}

function readWrite(op: Doc, bytes: Bytes, setting: Setting): Write {
  switch (Object.keys(op)[0]) {
    case 'insert': return insertOf(op, bytes, setting);
    case 'update': return updateOf(op, setting);
    case 'delete': return deleteOf(op, setting);
    default: throw new MongoError('IDLUnknownField', `BSON field 'bulkWrite.${Object.keys(op)[0]}' is an unknown field.`);
  }
}

function target({ namespaces }: Setting, op: Doc, index: number): Namespace {
  const namespace = namespaces[index];
  if (namespace === undefined) throw new MongoError('BadValue', `BulkWrite ops entry ${describe(op)} has an invalid nsInfo index.`);
  return namespace;
}

function checkNotMany({ statements }: Setting, multi: boolean): void {
  if (multi && statements.areRetryable) throw new MongoError('InvalidOptions', 'Cannot use retryable writes with multi=true');
}

function insertOf(op: Doc, bytes: Bytes, setting: Setting): Write {
  const { insert, document } = readInsert(op);
  const namespace = target(setting, op, insert);
  const { context, statements, given: { bypassDocumentValidation = false, bypassEmptyTsReplacement = false } } = setting;
  return {
    kind: 'insert',
    run(position) {
      const reply = doc({ n: new Int32(1) });
      const written = insertDocument(context, namespace, embeddedDocument(bytes, 'document')!, document, {
        bypassDocumentValidation, bypassEmptyTsReplacement, witness: (transaction) => statements.remember(transaction, position, () => reply),
      });
      return written instanceof Promise ? written.then(() => reply) : reply;
    },
  };
}

function updateOf(op: Doc, setting: Setting): Write {
  const { update, updateMods, constants, multi = false, upsert = false, ...rest } = readUpdate(op);
  const namespace = target(setting, op, update);
  const { context, statements, given: { bypassDocumentValidation = false, let: letSpec } } = setting;
  checkNotMany(setting, multi);
  if (multi && rest.sort) throw new MongoError('FailedToParse', 'Cannot specify sort with multi=true');
  return {
    kind: 'update',
    run(position) {
      const statement = { ...rest, update: updateMods, constants, multi, upsert, bypassDocumentValidation, variables: variablesOf(context, letSpec) };
      const updated = new Updating(context, namespace, statement, (transaction, done) => statements.remember(transaction, position, () => replyOf(done))).run();
      return updated instanceof Promise ? updated.then(replyOf) : replyOf(updated);
    },
  };
}

function deleteOf(op: Doc, setting: Setting): Write {
  const { delete: index, multi = false, ...rest } = readDelete(op);
  const namespace = target(setting, op, index);
  const { context, statements, given } = setting;
  checkNotMany(setting, multi);
  const reply = (count: number): Doc => doc({ n: new Int32(count) });
  return {
    kind: 'delete',
    run(position) {
      const statement = { ...rest, multi, variables: variablesOf(context, given.let) };
      const deleted = deleteDocuments(context, namespace, statement, (transaction) => statements.remember(transaction, position, () => reply(1)));
      return deleted instanceof Promise ? deleted.then(({ count }) => reply(count)) : reply(deleted.count);
    },
  };
}

type Counts = Record<'nErrors' | 'nInserted' | 'nMatched' | 'nModified' | 'nUpserted' | 'nDeleted', number>;

function count(counts: Counts, kind: Write['kind'], reply: Doc): void {
  const n = numberIn(reply, 'n');
  if (kind === 'insert') counts.nInserted += n;
  else if (kind === 'delete') counts.nDeleted += n;
  else if ('upserted' in reply) counts.nUpserted += 1;
  else counts.nMatched += n;
  counts.nModified += numberIn(reply, 'nModified');
}

function resultOf(position: number, { n, ...rest }: Doc): Doc {
  const result = doc({ ok: new Double(1), idx: new Int32(position), n: n! });
  if ('nModified' in rest) result.nModified = rest.nModified;
  if ('upserted' in rest) result.upserted = doc({ _id: rest.upserted });
  return result;
}

function failureOf({ index, ...error }: Doc, writes: readonly Write[]): Doc {
  const failure = Object.assign(new NewDoc(), { ok: new Double(0), idx: index, ...error, n: new Int32(0) });
  if (writes[(index as Int32).value]!.kind === 'update') failure.nModified = new Int32(0);
  return failure;
}
