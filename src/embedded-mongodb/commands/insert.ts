import { Int32 } from 'bson';
import { Doc, doc } from '../bson/document.js';
import type { Reply } from './command.js';
import type { CommandContext } from './command.js';
import { anything, arrayOfObjects, boolean, collectionName, fieldsOf, int, looseBoolean, required } from './arguments.js';
import { statementIds } from './writes/arguments.js';
import { checkBatchSize, runBatch } from './writes/batch.js';
import { Statements, numberIn } from './writes/statements.js';
import { storedForm } from './writes/stored-form.js';
import { writableCollection, writableNamespace } from './writes/target.js';
import { checkNewDocument } from './writes/validation.js';

const readArguments = fieldsOf('insert', {
  insert: collectionName, documents: required(arrayOfObjects), ordered: boolean, bypassDocumentValidation: looseBoolean, stmtId: int, stmtIds: statementIds,
  encryptionInformation: anything, bypassEmptyTsReplacement: looseBoolean,
});

export async function insert(context: CommandContext): Promise<Reply> {
  const { server: { store }, request } = context;
  const { insert: name, documents, ordered = true, bypassDocumentValidation = false, ...ids } = readArguments(request);
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
    const { bytes, document } = storedForm(received[position]!, documents[position]!, store.clock);
    const written = store.inStatement(context.transaction, (transaction) => {
      const collection = writableCollection(store, transaction, namespace);
      if (!bypassDocumentValidation) checkNewDocument(collection, document);
      collection.insert(transaction, bytes, document);
      statements.remember(transaction, position, () => doc({ n: new Int32(1) }));
    }, () => context.signal);
    if (written instanceof Promise) return written.then(() => { inserted += 1; });
    inserted += 1;
  });

  const reply: Reply = new Doc();
  reply.n = new Int32(inserted);
  if (errors.length > 0) reply.writeErrors = errors;
  statements.describeRetried(reply);
  return reply;
}
