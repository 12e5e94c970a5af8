import type { Front, PipelineEnvironment } from '../aggregation/environment.js';
import type { Doc, Value } from '../bson/document.js';
import { Doc as NewDoc, doc, isDoc, shallowCopy } from '../bson/document.js';
import type { BsonNumber } from '../bson/document.js';
import { multiply } from '../bson/arithmetic.js';
import { isNumber } from '../bson/types.js';
import { MongoError } from '../errors.js';
import type { Request } from '../indexes/execute.js';
import { execute } from '../indexes/execute.js';
import { compileFilter } from '../query/filter.js';
import { refuseInProjections } from '../query/restrictions.js';
import { carryMetadata, metadataOf } from '../query/metadata.js';
import type { Collection } from '../storage/collection.js';
import type { View } from '../storage/version.js';

/** A leading `$geoNear`: a search by `$near` whose results are told their distance. */
export function* geoNear(collection: Collection, view: View, front: Front, environment: PipelineEnvironment): Generator<Doc> {
  const request = geoNearRequest(collection, front, environment);
  for (const row of execute(collection, view, request)) yield withDistance(row.decode(), front.geoNear!);
}

export function geoNearRequest(collection: Collection, front: Front, { variables, strings, collation }: PipelineEnvironment): Request {
  const spec = front.geoNear!;
  const query = isDoc(spec['query']) ? spec['query'] : new NewDoc();
  refuseInProjections(query);
  const path = keyOf(spec, collection);
  const filter = compileFilter(doc({ $and: [query, doc({ [path]: conditionOf(spec) })] }), { variables, ...(strings && { strings }) });
  return { filter, skip: front.skip, limit: front.limit, collation };
}

function conditionOf(spec: Doc): Doc {
  const { near, maxDistance, minDistance, spherical } = spec;
  if (!isDoc(near) && !Array.isArray(near)) throw new MongoError(5860401, '$geoNear requires near argument to be a GeoJSON object or a legacy point(array)');
  for (const [name, limit] of Object.entries({ maxDistance, minDistance })) {
    if (limit !== undefined && !isNumber(limit)) throw new MongoError('TypeMismatch', `$geoNear requires $${name} to evaluate to a number`);
  }
  const isGeoJson = isDoc(near) && 'type' in near;
  const operator = isGeoJson || spherical === true ? '$nearSphere' : '$near';
  const limits = new NewDoc();
  if (maxDistance !== undefined) limits['$maxDistance'] = maxDistance;
  if (minDistance !== undefined) limits['$minDistance'] = minDistance;
  if (isGeoJson) return doc({ [operator]: Object.assign(doc({ $geometry: near }), limits) });
  return Object.assign(doc({ [operator]: near }), limits);
}

/** The field of `key`, or of the only geo index there is. */
function keyOf({ key }: Doc, collection: Collection): string {
  if (typeof key === 'string') return key;
  const paths = (kind: string): string[] => collection.indexes.flatMap((index) => index.fields.filter((field) => field.kind === kind).map(({ path }) => path));
  const flat = paths('2d');
  const candidates = flat.length > 0 ? flat : paths('2dsphere');
  if (candidates.length === 0) throw new MongoError('IndexNotFound', 'unable to find index for $geoNear query');
  if (candidates.length > 1) {
    throw new MongoError('IndexNotFound', `There is more than one ${flat.length > 0 ? '2d' : '2dsphere'} index; unsure which to use for $geoNear`);
  }
  return candidates[0]!;
}

function withDistance(document: Doc, { distanceField, distanceMultiplier, includeLocs }: Doc): Doc {
  const metadata = metadataOf(document);
  let told = document;
  if (typeof distanceField === 'string') {
    const distance = metadata?.geoNearDistance as BsonNumber;
    told = withPath(told, distanceField.split('.'), isNumber(distanceMultiplier) ? multiply(distance, distanceMultiplier) : distance);
  }
  if (typeof includeLocs === 'string') told = withPath(told, includeLocs.split('.'), metadata?.geoNearPoint);
  return carryMetadata(document, told);
}

function withPath(document: Doc, [field, ...rest]: string[], value: Value): Doc {
  const copy = shallowCopy(document);
  const inner = document[field!];
  copy[field!] = rest.length === 0 ? value : withPath(isDoc(inner) ? inner : new NewDoc(), rest, value);
  return copy;
}
