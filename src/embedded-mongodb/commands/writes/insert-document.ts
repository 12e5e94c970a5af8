import type { Bytes } from '../../bson/codec.js';
import type { Doc } from '../../bson/document.js';
import type { Namespace } from '../../storage/oplog.js';
import type { Transaction } from '../../storage/transaction.js';
import type { CommandContext } from '../command.js';
import { storedForm } from './stored-form.js';
import { writableCollection } from './target.js';
import { checkNewDocument } from './validation.js';

export interface InsertOptions {
  bypassDocumentValidation: boolean;
  bypassEmptyTsReplacement: boolean;
  /** Called inside the storage transaction of the insert. */
  witness(transaction: Transaction): void;
}

/** @param received the bytes of `document`, as the client wrote them */
export function insertDocument(context: CommandContext, namespace: Namespace, received: Bytes, document: Doc, options: InsertOptions): void | Promise<void> {
  const { store } = context.server;
  const stored = storedForm(received, document, options.bypassEmptyTsReplacement ? null : store.clock);
  return store.inStatement(context.transaction, (transaction) => {
    const collection = writableCollection(store, transaction, namespace);
    if (!options.bypassDocumentValidation) checkNewDocument(collection, stored.document);
    collection.insert(transaction, stored.bytes, stored.document);
    options.witness(transaction);
  }, () => context.signal);
}
