import type { Doc, Value } from '../bson/document.js';

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
