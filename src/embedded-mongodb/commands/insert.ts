import { Int32 } from 'bson';
import { Doc, doc } from '../bson/document.js';
import { anything, arrayOfObjects, boolean, collectionName, fieldsOf, int, looseBoolean, required } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import { statementIds } from './writes/arguments.js';
import { checkBatchSize, runBatch } from './writes/batch.js';
import { insertDocument } from './writes/insert-document.js';
import { Statements, numberIn } from './writes/statements.js';
import { writableNamespace } from './writes/target.js';

const readArguments = fieldsOf('insert', {
  insert: collectionName, documents: required(arrayOfObjects), ordered: boolean, bypassDocumentValidation: looseBoolean, stmtId: int, stmtIds: statementIds,
  encryptionInformation: anything, bypassEmptyTsReplacement: looseBoolean,
});

export async function insert(context: CommandContext): Promise<Reply> {
  const { insert: name, documents, ordered = true, bypassDocumentValidation = false, bypassEmptyTsReplacement = false, ...ids } = readArguments(context.request);
  checkBatchSize(documents.length);
  const namespace = writableNamespace(context.database, name);
  const received = context.documents('documents');
  const statements = new Statements(context, ids);
  let inserted = 0;

  const errors = await runBatch(context, documents.length, ordered, (position) => {
    const known = statements.replyTo(position);
    if (known !== undefined) {
      inserted += numberIn(known, 'n');
      return;
    }
    const written = insertDocument(context, namespace, received[position]!, documents[position]!, {
      bypassDocumentValidation, bypassEmptyTsReplacement, witness: (transaction) => statements.remember(transaction, position, () => doc({ n: new Int32(1) })),
    });
    if (written instanceof Promise) return written.then(() => { inserted += 1; });
    inserted += 1;
  });

  const reply: Reply = new Doc();
  reply.n = new Int32(inserted);
  if (errors.length > 0) reply.writeErrors = errors;
  statements.describeRetried(reply);
  return reply;
}
