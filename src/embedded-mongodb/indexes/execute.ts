import type { StringOrder } from '../bson/compare.js';
import { collationOf } from '../bson/collation.js';
import type { Doc, Value } from '../bson/document.js';
import type { Filter } from '../query/filter.js';
import { compileSortOrder } from '../query/sort.js';
import type { Collection, Row } from '../storage/collection.js';
import type { View } from '../storage/version.js';
import { distinctScan } from './planner/distinct.js';
import type { Plan, Task } from './planner/planner.js';
import { plan } from './planner/planner.js';
import { CountScan } from './stages/COUNT_SCAN.js';
import type { DistinctScan } from './stages/DISTINCT_SCAN.js';
import { IndexScan } from './stages/IXSCAN.js';
import type { Stage } from './stages/stage.js';

/** What is looked for in a collection. Everybody who reads by a filter asks this way. */
export interface Request {
  /** Compiled with the collation below. */
  filter: Filter;
  sort?: Doc | undefined;
  skip?: number | undefined;
  /** Absent or 0: no limit. */
  limit?: number | undefined;
  /** An index by name or by key pattern, or `{ $natural: ±1 }`. */
  hint?: Doc | string | undefined;
  min?: Doc | undefined;
  max?: Doc | undefined;
  /** That of the command or else of the collection. */
  collation?: Doc | undefined;
  /** For `explain` only. */
  projection?: Doc | undefined;
  /** Only the keys are wanted that led to the documents: each carries its own, as metadata. */
  returnKey?: boolean | undefined;
  /** They are wanted, if there are any. */
  keysAsMetadata?: boolean | undefined;
}

/**
 * The documents that answer a request, in its order. Lazy, and may be paused while others write. Scores and distances
 * are metadata of the decoded document (query/metadata.ts).
 * @throws MongoError at once when the request cannot be planned: bad hints, text or geo searches without their index
 */
export function execute(collection: Collection, view: View, request: Request): Iterable<Row> {
  return planFor(collection, request).root.run({ collection, view });
}

/** How many documents answer; by keys alone where that is enough. */
export function count(collection: Collection, view: View, request: Request): number {
  if (countsAll(request) && view.transaction === null && view.readAt === Infinity) return cut(collection.count, request);
  const { root } = planFor(collection, request, true);
  if (root instanceof CountScan) return root.count({ collection, view });
  let found = 0;
  for (const row of root.run({ collection, view })) found += Number(row !== null);
  return found;
}

function cut(all: number, { skip = 0, limit = 0 }: Request): number {
  const left = Math.max(0, all - skip);
  return limit === 0 ? left : Math.min(left, limit);
}

/** The collection knows the answer by heart. */
export function countsAll({ filter, hint, min, max }: Request): boolean {
  return filter.tree.kind === 'and' && filter.tree.children.length === 0 && hint === undefined && min === undefined && max === undefined;
}

/** The values that an index has of a field in the documents of a request; null where the documents have to be looked at. */
export function indexedValues(collection: Collection, view: View, request: Request, key: string): Iterable<Value> | null {
  return distinctStage(collection, request, key)?.values({ collection, view }) ?? null;
}

export function distinctStage(collection: Collection, request: Request, key: string): DistinctScan | null {
  const task = taskOf(request, false);
  return distinctScan(task, key, collection.indexes, () => plan(task, collection.indexes));
}

export function planFor(collection: Collection, request: Request, countOnly = false): Plan {
  const planned = plan(taskOf(request, countOnly), collection.indexes);
  if (request.returnKey === true || request.keysAsMetadata === true) askForKeys(planned.root);
  return planned;
}

function askForKeys(stage: Stage): void {
  if (stage instanceof IndexScan) stage.returnsKeys = true;
  stage.inputs.forEach(askForKeys);
}

function taskOf(request: Request, countOnly: boolean): Task {
  const { filter, sort, skip = 0, limit = 0, hint, min, max, returnKey } = request;
  const strings: StringOrder | undefined = collationOf(request.collation);
  const sorts = sort !== undefined && Object.keys(sort).length > 0;
  return {
    filter, sort: sorts ? sort : undefined, order: sorts && !('$natural' in sort) ? compileSortOrder(sort, strings) : null,
    skip, limit, hint, min, max, sameCollation: (index: { strings: StringOrder | undefined }) => index.strings === strings, countOnly, returnKey,
  };
}
