import type { Doc } from '../bson/document.js';
import type { StringOrder } from '../bson/compare.js';
import type { Variables } from './expression.js';

export interface Namespace {
  database: string;
  /** Empty for `{ aggregate: 1 }`. */
  collection: string;
}

/**
 * The beginning of a pipeline that the planner can answer. It means: filter, then sort, then skip, then limit;
 * a `$geoNear` excludes `filter` and `sort`, and carries its own query.
 */
export interface Front {
  filter?: Doc;
  sort?: Doc;
  skip?: number;
  limit?: number;
  /** The specification of a leading `$geoNear`; its documents come in order of distance, with the distance field set. */
  geoNear?: Doc;
}

/** Which stages are allowed, and what a refusal is called. */
export type Purpose = 'aggregate' | 'update' | 'view' | 'changeStream';

/** Everything that a pipeline needs from outside. Only `purpose` and `variables` are needed where no stage reaches a collection. */
export interface PipelineEnvironment {
  purpose: Purpose;
  /** `$$NOW`, `$$CLUSTER_TIME` and the `let` of the command. */
  variables: Variables;
  namespace?: Namespace;
  /** The `collation` of the command or, without one, of the collection. */
  strings?: StringOrder;
  collation?: Doc;
  inTransaction?: boolean;
  collections?: Collections;
  server?: ServerInformation;
}

/** How stages reach collections. Reads see what the command's own view sees. */
export interface Collections {
  /** Documents that answer the front, by an index where one helps. A namespace that does not exist is empty. Never a view: see `view`. */
  read(namespace: Namespace, front: Front, environment: PipelineEnvironment): Iterable<Doc>;
  /** The definition, if the namespace is a view. */
  view(namespace: Namespace): { on: Namespace; pipeline: Doc[] } | undefined;
  /** Is there a unique index, neither sparse nor partial, of exactly these fields in any order? `$merge` asks. */
  hasUniqueIndex(namespace: Namespace, fields: string[]): boolean;
}

/**
 * Where the documents of a pipeline go that ends in `$out` or `$merge`. The pipeline gives the documents; writing them,
 * and waiting for whoever holds a document, is done by the command.
 */
export type Output =
  | { stage: '$out'; namespace: Namespace }
  | { stage: '$merge'; namespace: Namespace; writeOf(document: Doc): MergeWrite };

/** What `$merge` does with one document. */
export type MergeWrite =
  | { kind: 'insert'; document: Doc }
  | {
    kind: 'update';
    /** Finds at most one document. */
    filter: Doc;
    /** As in the update command; `constants` are its `c`. */
    update: Doc | Doc[];
    constants: Doc | undefined;
    /** If none is found, `document` is inserted as it is, or nothing is done, or that is an error. */
    otherwise: 'insert' | 'discard' | 'fail';
    document: Doc;
  };

/** Stages that tell about the server. */
export interface ServerInformation {
  collStats(namespace: Namespace, specification: Doc): Iterable<Doc>;
  indexStats(namespace: Namespace): Iterable<Doc>;
  planCacheStats(namespace: Namespace): Iterable<Doc>;
  currentOp(specification: Doc): Iterable<Doc>;
  listSessions(specification: Doc): Iterable<Doc>;
  listLocalSessions(specification: Doc): Iterable<Doc>;
}
