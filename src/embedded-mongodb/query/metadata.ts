import type { Doc, Value } from '../bson/document.js';
import { MongoError } from '../errors.js';
import type { Filter } from './filter.js';
import type { MatchNode } from './match/tree.js';

/** What a query knows of a document besides its fields; `{ $meta: … }` reads it in projections, sorts and expressions. */
export interface Metadata {
  textScore?: Value;
  indexKey?: Value;
  recordId?: Value;
  geoNearDistance?: Value;
  geoNearPoint?: Value;
}

/**
 * Metadata travels on the document under a symbol: invisible to `Object.keys` and to BSON, and kept by `shallowCopy`.
 * Whoever builds a document anew from another one calls `carryMetadata`.
 */
const METADATA: unique symbol = Symbol('metadata');

interface Carrier {
  [METADATA]?: Metadata;
}

export function metadataOf(doc: Doc): Metadata | undefined {
  return (doc as Carrier)[METADATA];
}

/** Adds to the metadata of a document and returns the document. */
export function withMetadata(doc: Doc, metadata: Metadata): Doc {
  (doc as Carrier)[METADATA] = { ...(doc as Carrier)[METADATA], ...metadata };
  return doc;
}

export function carryMetadata(from: Doc, to: Doc): Doc {
  const metadata = (from as Carrier)[METADATA];
  if (metadata !== undefined) (to as Carrier)[METADATA] = metadata;
  return to;
}

const NEEDS: Record<string, { what: string; isThere(filter: Filter): boolean }> = {
  textScore: { what: 'text score', isThere: (filter) => uses(filter.tree, ['$text']) },
  geoNearDistance: { what: '$geoNear distance', isThere: (filter) => uses(filter.tree, ['$near', '$nearSphere']) },
  geoNearPoint: { what: '$geoNear point', isThere: (filter) => uses(filter.tree, ['$near', '$nearSphere']) },
  searchScore: { what: '$search score', isThere: () => false },
  vectorSearchScore: { what: '$vectorSearch score', isThere: () => false },
  score: { what: 'score', isThere: () => false },
  scoreDetails: { what: 'scoreDetails', isThere: () => false },
};

/** Refuses to read metadata that no document of a `find` with this filter will have. Without a filter nothing is known. */
export function refuseUnlessAvailable(name: string, filter: Filter | undefined): void {
  const need = NEEDS[name];
  if (filter === undefined || need === undefined || need.isThere(filter)) return;
  throw new MongoError(40218, `query requires ${need.what} metadata, but it is not available`);
}

function uses(node: MatchNode, operators: string[]): boolean {
  switch (node.kind) {
    case 'and':
    case 'or': return node.children.some((child) => uses(child, operators));
    case 'not': return uses(node.child, operators);
    default: return operators.includes(node.operator);
  }
}
