import { Int32 } from 'bson';
import { Doc, doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { anything, arrayOfObjects, boolean, collectionName, fieldsOf, hint, int, looseBoolean, object, required } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import { variablesOf } from './let.js';
import { deleteLimit, statementIds } from './writes/arguments.js';
import { checkBatchSize, runBatch } from './writes/batch.js';
import { deleteDocuments } from './writes/delete-documents.js';
import { Statements, numberIn } from './writes/statements.js';
import { writableNamespace } from './writes/target.js';

export const readDeleteArguments = fieldsOf('delete', {
  delete: collectionName, deletes: required(arrayOfObjects), ordered: boolean, let: object, stmtId: int, stmtIds: statementIds, encryptionInformation: anything,
  bypassDocumentValidation: looseBoolean,
});

export const readDeleteStatement = fieldsOf('delete.deletes', { q: required(object), limit: required(deleteLimit), collation: object, hint, sampleId: anything, includeQueryStatsMetrics: anything });

/** `delete` is a word of the language. */
export async function deleteCommand(context: CommandContext): Promise<Reply> {
  const { delete: name, deletes, ordered = true, let: letSpec, ...ids } = readDeleteArguments(context.request);
  checkBatchSize(deletes.length);
  const read = deletes.map(readDeleteStatement);
  const namespace = writableNamespace(context.database, name);
  const statements = new Statements(context, ids);
  if (statements.areRetryable && read.some((statement) => statement.limit === 0)) {
    throw new MongoError('InvalidOptions', 'Cannot use (or request) retryable writes with limit=0');
  }
  let deleted = 0;

  const errors = await runBatch(context, read.length, ordered, (position) => {
    const known = statements.replyTo(position);
    if (known !== undefined) {
      deleted += numberIn(known, 'n');
      return;
    }
    const { q, limit: most, ...rest } = read[position]!;
    const statement = { ...rest, filter: q, multi: most === 0, variables: variablesOf(context, letSpec) };
    const done = deleteDocuments(context, namespace, statement, (transaction) => statements.remember(transaction, position, () => doc({ n: new Int32(1) })));
    if (done instanceof Promise) return done.then(({ count }) => { deleted += count; });
    deleted += done.count;
  });

  const reply: Reply = new Doc();
  reply.n = new Int32(deleted);
  if (errors.length > 0) reply.writeErrors = errors;
  statements.describeRetried(reply);
  return reply;
}
