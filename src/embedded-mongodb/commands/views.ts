import { collationOf } from '../bson/collation.js';
import { compilePipeline } from '../aggregation/pipeline.js';
import { identical } from '../bson/identical.js';
import { encode } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import { doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { ViewDefinition } from '../storage/collection.js';
import type { Store } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import type { CommandContext } from './command.js';
import { variablesOf } from './let.js';
import { existingCollection, writableCollection } from './writes/target.js';

const DEEPEST = 20;

/** A view must have a pipeline that only reads, must not lead back to itself, and sorts as the views below it do. */
export function checkView(context: CommandContext, transaction: Transaction, view: ViewDefinition): void {
  const name = nameOf(view);
  try {
    const strings = collationOf(view.options.collation as Doc | undefined);
    compilePipeline(view.pipeline, { purpose: 'view', variables: variablesOf(context), namespace: view.on, ...(strings && { strings }) });
  } catch (error) {
    if (!(error instanceof MongoError)) throw error;
    throw new MongoError(error.code, `Invalid pipeline for view ${name} :: caused by :: ${error.message}`);
  }
  const path = [name];
  for (let on = view; ; ) {
    const below = on.on.collection === view.namespace.collection ? view : context.server.store.catalog.find(transaction.view, on.on);
    if (!(below instanceof ViewDefinition)) return;
    path.push(nameOf(below));
    if (below === view) throw new MongoError('GraphContainsCycle', `View cycle detected: ${path.join(' => ')}`);
    if (path.length > DEEPEST) throw new MongoError('ViewDepthLimitExceeded', `View depth limit exceeded; maximum depth is ${DEEPEST}`);
    if (!identical(below.options.collation, view.options.collation)) {
      throw new MongoError('OptionNotSupportedOnView', `View ${name} has conflicting collation with view ${nameOf(below)}`);
    }
    on = below;
  }
}

/** Where a database writes down its views, for whoever reads it. */
export const SYSTEM_VIEWS = 'system.views';

/** Writes down a view that is made or changed. */
export function recordView(store: Store, transaction: Transaction, view: ViewDefinition): void {
  const views = writableCollection(store, transaction, { database: view.namespace.database, collection: SYSTEM_VIEWS });
  const document = doc({ _id: nameOf(view), ...view.options });
  const row = views.byId(transaction.view, nameOf(view));
  if (row === null) views.insert(transaction, encode(document), document);
  else views.replace(transaction, row, encode(document), 'replace', document);
}

export function forgetView(store: Store, transaction: Transaction, view: ViewDefinition): void {
  const views = existingCollection(store, transaction, { database: view.namespace.database, collection: SYSTEM_VIEWS });
  const row = views?.byId(transaction.view, nameOf(view));
  if (row) views!.remove(transaction, row);
}

/** Whoever drops the book of views drops them all. */
export function dropViews(store: Store, transaction: Transaction, database: string): void {
  for (const entry of store.catalog.entries(transaction.view, database)) {
    if (!(entry instanceof ViewDefinition)) continue;
    store.catalog.drop(transaction, entry, { kind: 'drop', namespace: entry.namespace, uuid: null, description: doc({}) });
  }
}

function nameOf({ namespace: { database, collection } }: ViewDefinition): string {
  return `${database}.${collection}`;
}
