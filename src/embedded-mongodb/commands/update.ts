import { Int32 } from 'bson';
import type { Doc } from '../bson/document.js';
import { Doc as NewDoc, doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { anything, arrayOfObjects, boolean, collectionName, fieldsOf, hint, int, looseBoolean, object, required } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import { variablesOf } from './let.js';
import { statementIds, updateSpecification } from './writes/arguments.js';
import { checkBatchSize, runBatch } from './writes/batch.js';
import { Statements, numberIn } from './writes/statements.js';
import { writableNamespace } from './writes/target.js';
import { Updating, replyOf } from './writes/update-documents.js';

export const readUpdateArguments = fieldsOf('update', {
  update: collectionName, updates: required(arrayOfObjects), ordered: boolean, bypassDocumentValidation: looseBoolean, let: object, stmtId: int,
  stmtIds: statementIds, encryptionInformation: anything, bypassEmptyTsReplacement: looseBoolean,
});

export const readUpdateStatement = fieldsOf('update.updates', {
  q: required(object), u: required(updateSpecification), c: object, multi: boolean, upsert: boolean, upsertSupplied: looseBoolean, arrayFilters: arrayOfObjects,
  collation: object, hint, sort: object, sampleId: anything, includeQueryStatsMetrics: anything, allowShardKeyUpdatesWithoutFullShardKeyInQuery: anything,
});

export async function update(context: CommandContext): Promise<Reply> {
  const { update: name, updates, ordered = true, bypassDocumentValidation = false, let: letSpec, ...ids } = readUpdateArguments(context.request);
  checkBatchSize(updates.length);
  const read = updates.map(readUpdateStatement);
  const namespace = writableNamespace(context.database, name);
  const statements = new Statements(context, ids);
  for (const { multi, sort } of read) {
    if (multi && sort) throw new MongoError('FailedToParse', 'Cannot specify sort with multi=true');
    if (multi && statements.areRetryable) throw new MongoError('InvalidOptions', 'Cannot use (or request) retryable writes with multi=true');
  }
  const upserted: Doc[] = [];
  let matched = 0;
  let modified = 0;
  const count = (position: number, reply: Doc): void => {
    matched += numberIn(reply, 'n');
    modified += numberIn(reply, 'nModified');
    if ('upserted' in reply) upserted.push(doc({ index: new Int32(position), _id: reply.upserted }));
  };

  const errors = await runBatch(context, read.length, ordered, (position) => {
    const known = statements.replyTo(position);
    if (known !== undefined) return count(position, known);
    const { q, u, c, multi = false, upsert = false, ...rest } = read[position]!;
    const variables = variablesOf(context, letSpec);
    const statement = { ...rest, filter: q, update: u, constants: c, multi, upsert, variables, bypassDocumentValidation };
    const updating = new Updating(context, namespace, statement, (transaction, updated) => statements.remember(transaction, position, () => replyOf(updated)));
    const updated = updating.run();
    if (updated instanceof Promise) return updated.then((done) => count(position, replyOf(done)));
    return count(position, replyOf(updated));
  });

  const reply: Reply = new NewDoc();
  reply.n = new Int32(matched);
  if (errors.length > 0) reply.writeErrors = errors;
  if (upserted.length > 0) reply.upserted = upserted;
  reply.nModified = new Int32(modified);
  statements.describeRetried(reply);
  return reply;
}
