import type { Collections, Front, Namespace, PipelineEnvironment } from '../aggregation/environment.js';
import type { Doc } from '../bson/document.js';
import { Doc as NewDoc } from '../bson/document.js';
import type { Request } from '../indexes/execute.js';
import { count, execute } from '../indexes/execute.js';
import { compileFilter } from '../query/filter.js';
import type { Row } from '../storage/collection.js';
import { Collection, ViewDefinition } from '../storage/collection.js';
import type { Store } from '../storage/store.js';
import type { View } from '../storage/version.js';
import { geoNear } from './geo-near.js';

/** How the stages of one command reach collections: they see what the command sees. */
export class PipelineCollections implements Collections {
  constructor(private readonly store: Store, private readonly reading: { view: View }) {}

  *read(namespace: Namespace, front: Front, environment: PipelineEnvironment): Iterable<Doc> {
    const collection = this.find(namespace);
    if (collection === null) return;
    if (front.geoNear) yield* geoNear(collection, this.reading.view, front, environment);
    else for (const row of this.rows(collection, front, environment)) yield row.decode();
  }

  rows(collection: Collection, front: Front, environment: PipelineEnvironment, hint?: Doc | string): Iterable<Row> {
    this.reading.view.transaction?.touch(collection);
    return execute(collection, this.reading.view, requestOf(front, environment, hint));
  }

  count(collection: Collection, front: Front, environment: PipelineEnvironment, hint?: Doc | string): number {
    this.reading.view.transaction?.touch(collection);
    return count(collection, this.reading.view, requestOf(front, environment, hint));
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
}

/** What is asked of the planner for the beginning of a pipeline. */
export function requestOf(front: Front, { variables, strings, collation }: PipelineEnvironment, hint?: Doc | string): Request {
  const filter = compileFilter(front.filter ?? new NewDoc(), { variables, ...(strings && { strings }) });
  return { filter, sort: front.sort, skip: front.skip, limit: front.limit, hint, collation };
}
