import type { Collections, Front, Namespace, PipelineEnvironment } from '../aggregation/environment.js';
import type { Doc } from '../bson/document.js';
import { Doc as NewDoc } from '../bson/document.js';
import { encode } from '../bson/codec.js';
import { identical } from '../bson/identical.js';
import { MongoError } from '../errors.js';
import type { Request } from '../indexes/execute.js';
import { execute } from '../indexes/execute.js';
import { compileFilter } from '../query/filter.js';
import type { Row } from '../storage/collection.js';
import { Collection, ViewDefinition } from '../storage/collection.js';
import type { Store } from '../storage/store.js';
import type { Transaction } from '../storage/transaction.js';
import type { View } from '../storage/version.js';
import { checkChangedDocument, checkNewDocument } from './writes/validation.js';
import { storedForm } from './writes/stored-form.js';
import { existingCollection, writableCollection, writableNamespace } from './writes/target.js';
import { geoNear } from './geo-near.js';

/** How the stages of one command reach collections: they see what the command sees. */
export class PipelineCollections implements Collections {
  /**
   * @param touched the transaction in which collections are read, if there is one
   * @param writing the transaction of `$out` and `$merge`
   */
  constructor(
    private readonly store: Store,
    private readonly reading: { view: View },
    private readonly touched: Transaction | null,
    private readonly writing: Transaction | null,
    private readonly bypassDocumentValidation: boolean,
  ) {}

  *read(namespace: Namespace, front: Front, environment: PipelineEnvironment): Iterable<Doc> {
    const collection = this.find(namespace);
    if (collection === null) return;
    if (front.geoNear) yield* geoNear(collection, this.reading.view, front, environment);
    else for (const row of this.rows(collection, front, environment)) yield row.decode();
  }

  rows(collection: Collection, front: Front, environment: PipelineEnvironment, hint?: Doc | string): Iterable<Row> {
    this.touched?.touch(collection);
    return execute(collection, this.reading.view, requestOf(front, environment, hint));
  }

  find(namespace: Namespace): Collection | null {
    const entry = this.store.catalog.find(this.reading.view, namespace);
    return entry instanceof Collection ? entry : null;
  }

  view(namespace: Namespace): { on: Namespace; pipeline: Doc[] } | undefined {
    const entry = this.store.catalog.find(this.reading.view, namespace);
    return entry instanceof ViewDefinition ? { on: entry.on, pipeline: entry.pipeline } : undefined;
  }

  hasUniqueIndex(namespace: Namespace, fields: string[]): boolean {
    const collection = this.find(namespace);
    if (collection === null) return fields.length === 1 && fields[0] === '_id';
    const wanted = [...fields].sort().join('\0');
    return collection.indexes.some((index) => index.isUnique && !index.isSparse && index.partial === null
      && index.fields.map(({ path }) => path).sort().join('\0') === wanted);
  }

  insert(namespace: Namespace, document: Doc): void {
    const collection = this.target(namespace);
    const { bytes, document: stored } = storedForm(encode(document), document, this.store.clock);
    if (!this.bypassDocumentValidation) checkNewDocument(collection, stored);
    collection.insert(this.writing!, bytes, stored);
  }

  replace(namespace: Namespace, before: Doc, after: Doc): void {
    const collection = this.target(namespace);
    if (!identical(before['_id'], after['_id'])) {
      throw new MongoError('ImmutableField', "Performing an update on the path '_id' would modify the immutable field '_id'");
    }
    const row = collection.byId(this.writing!.view, before['_id']);
    if (row === null) return;
    const bytes = encode(after);
    if (bytes.equals(row.bytes)) return;
    if (!this.bypassDocumentValidation) checkChangedDocument(collection, before, after);
    collection.replace(this.writing!, row, bytes, 'update', after);
  }

  replaceAll(namespace: Namespace, documents: Doc[]): void {
    const collection = this.target(namespace);
    for (const row of [...collection.rows(this.writing!.view)]) collection.remove(this.writing!, row);
    for (const document of documents) this.insert(namespace, document);
  }

  private target(namespace: Namespace): Collection {
    writableNamespace(namespace.database, namespace.collection);
    if (this.writing === null) throw new Error('this pipeline does not write');
    existingCollection(this.store, this.writing, namespace);
    return writableCollection(this.store, this.writing, namespace);
  }
}

/** What is asked of the planner for the beginning of a pipeline. */
export function requestOf(front: Front, { variables, strings, collation }: PipelineEnvironment, hint?: Doc | string): Request {
  const filter = compileFilter(front.filter ?? new NewDoc(), { variables, ...(strings && { strings }) });
  return { filter, sort: front.sort, skip: front.skip, limit: front.limit, hint, collation };
}
