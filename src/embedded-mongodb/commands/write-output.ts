import type { MergeWrite, Output } from '../aggregation/environment.js';
import { performMerge } from '../aggregation/stages/merge.js';
import type { Variables } from '../aggregation/variables.js';
import { encode } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import type { Collection } from '../storage/collection.js';
import type { Namespace } from '../storage/oplog.js';
import type { Transaction } from '../storage/transaction.js';
import type { CommandContext } from './command.js';
import { storedForm } from './writes/stored-form.js';
import { existingCollection, writableCollection, writableNamespace } from './writes/target.js';
import { Updating } from './writes/update-documents.js';
import { checkNewDocument } from './writes/validation.js';

interface Options {
  variables: Variables;
  bypassDocumentValidation: boolean;
}

/** Writes what a pipeline gives that ends in `$out` or `$merge`. */
export async function writeOutput(context: CommandContext, output: Output, documents: Doc[], options: Options): Promise<void> {
  writableNamespace(output.namespace.database, output.namespace.collection);
  if (output.stage === '$out') await replaceAll(context, output.namespace, documents, options);
  else await performMerge(documents.map((document) => output.writeOf(document)), (write) => merge(context, output.namespace, write, options));
}

/** `$out`: the collection then has these documents and no others, at once. Its indexes and options stay. */
async function replaceAll(context: CommandContext, namespace: Namespace, documents: Doc[], options: Options): Promise<void> {
  const { store } = context.server;
  await store.inStatement(null, (transaction) => {
    const existing = existingCollection(store, transaction, namespace);
    if (existing?.options['capped'] === true) {
      throw new MongoError(17152, `namespace '${namespace.database}.${namespace.collection}' is capped so it can't be used for $out`);
    }
    const collection = writableCollection(store, transaction, namespace);
    for (const row of [...collection.rows(transaction.view)]) collection.remove(transaction, row);
    for (const document of documents) insert(context, transaction, collection, document, options);
  }, () => context.signal);
}

/**
 * One write of `$merge`, as the commands of a client would do it.
 * @returns how many documents it found or inserted
 */
async function merge(context: CommandContext, namespace: Namespace, write: MergeWrite, options: Options): Promise<number> {
  context.throwIfInterrupted();
  const { store } = context.server;
  const insertOne = (): void | Promise<void> => store.inStatement(null, (transaction) => {
    insert(context, transaction, writableCollection(store, transaction, namespace), write.document, options);
  }, () => context.signal);
  if (write.kind === 'insert') {
    await insertOne();
    return 1;
  }
  const { filter, update, constants } = write;
  const statement = { filter, update, constants, multi: false, upsert: false, ...options };
  const { matched } = await new Updating(context, namespace, statement, () => {}).run();
  if (matched > 0 || write.otherwise !== 'insert') return matched;
  await insertOne();
  return 1;
}

function insert({ server: { store } }: CommandContext, transaction: Transaction, collection: Collection, document: Doc, options: Options): void {
  const { bytes, document: stored } = storedForm(encode(document), document, store.clock);
  if (!options.bypassDocumentValidation) checkNewDocument(collection, stored);
  collection.insert(transaction, bytes, stored);
}
