import type { Doc } from '../bson/document.js';
import type { Filter } from '../query/filter.js';
import type { Collection, Row } from '../storage/collection.js';
import type { View } from '../storage/version.js';

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
}

/**
 * The documents that answer a request, in its order. Lazy, and may be paused while others write. Scores and distances
 * are metadata of the decoded document (query/metadata.ts).
 * @throws MongoError at once when the request cannot be planned: bad hints, text or geo searches without their index
 */
export function execute(collection: Collection, view: View, request: Request): Iterable<Row> {
  void collection;
  void view;
  void request;
  throw new Error('being written');
}

/** How many documents answer; by keys alone where that is enough. */
export function count(collection: Collection, view: View, request: Request): number {
  void collection;
  void view;
  void request;
  throw new Error('being written');
}
