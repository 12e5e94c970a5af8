import { pathParts } from '../aggregation/expressions/field-path.js';
import type { StringOrder } from '../bson/compare.js';
import { compare } from '../bson/compare.js';
import type { Doc, Value } from '../bson/document.js';
import { isDoc } from '../bson/document.js';
import type { FieldNames } from '../bson/fields.js';
import { isNumber } from '../bson/types.js';
import { MongoError } from '../errors.js';
import { extract } from '../indexes/kinds/ascending.js';
import type { Filter } from './filter.js';
import type { Metadata } from './metadata.js';
import { metadataOf, refuseUnlessAvailable } from './metadata.js';

/** One field of a sort specification. */
interface Criterion {
  readonly direction: 1 | -1;
  readonly path: readonly string[] | undefined;
  readonly metadata: keyof Metadata | 'randVal' | undefined;
}

export type Key = readonly Value[];

export interface SortOrder {
  /** What `keyOf` reads of a document. */
  readonly fields: FieldNames;
  keyOf(doc: Doc): Key;
  compare(a: Key, b: Key): number;
}

const MOST_FIELDS = 32;
const SORTABLE_METADATA = new Set(['textScore', 'randVal', 'geoNearDistance', 'searchScore', 'vectorSearchScore', 'score', 'scoreDetails']);

/**
 * Which of two documents comes first. A document with arrays on the paths sorts by its least key, or the greatest if the
 * direction is downwards. `{ $natural: … }` leaves the order alone: it is the scan's affair.
 * @param filter if given, metadata that its documents will not have is refused
 * @throws MongoError with MongoDB's code when the specification is malformed
 */
export function compileSort(specification: Doc, strings?: StringOrder, filter?: Filter): (a: Doc, b: Doc) => number {
  const { keyOf, compare: order } = compileSortOrder(specification, strings, filter);
  const keys = new WeakMap<Doc, Key>();
  const keyFor = (doc: Doc): Key => {
    let key = keys.get(doc);
    if (key === undefined) keys.set(doc, (key = keyOf(doc)));
    return key;
  };
  return (a, b) => order(keyFor(a), keyFor(b));
}

/** The same for whoever keeps the keys of many documents. */
export function compileSortOrder(specification: Doc, strings?: StringOrder, filter?: Filter): SortOrder {
  const criteria = criteriaOf(specification, filter);
  const order = keyOrder(criteria, strings);
  const fields = criteria.some(({ path }) => path === undefined) ? null : new Set(criteria.map(({ path }) => path!.join('.')));
  return { fields, keyOf: keyReader(criteria, order), compare: order };
}

/** The key that a document sorts by, as `{ $meta: 'sortKey' }` shows it. */
export function compileSortKey(specification: Doc, strings?: StringOrder): (doc: Doc) => Value[] {
  const criteria = criteriaOf(specification);
  const keyOf = keyReader(criteria, keyOrder(criteria, strings));
  return (doc) => [...keyOf(doc)];
}

function criteriaOf(specification: Doc, filter?: Filter): Criterion[] {
  const paths = Object.keys(specification);
  if (paths.includes('$natural')) {
    checkNatural(specification);
    return [];
  }
  if (paths.length > MOST_FIELDS) throw new MongoError(13103, 'too many compound keys');
  return paths.map((path) => criterion(path, specification[path], filter));
}

function checkNatural(specification: Doc): void {
  const direction = specification.$natural;
  const isAlone = Object.keys(specification).length === 1;
  if (isAlone && direction !== undefined && direction !== null && isNumber(direction) && Math.abs(Number(direction.toString())) === 1) return;
  throw new MongoError('BadValue', '$natural sort cannot be set to a value other than -1 or 1.');
}

function criterion(path: string, order: Value, filter: Filter | undefined): Criterion {
  if (isDoc(order)) {
    const metadata = metadataNamed(order, filter);
    return { direction: -1, path: undefined, metadata };
  }
  if (order === undefined || order === null || !isNumber(order)) throw new MongoError(15974, `Illegal key in $sort specification: ${path}`);
  const direction = order._bsontype === 'Decimal128' ? Number(order.toString()) : Math.trunc(Number(order.toString()));
  if (direction !== 1 && direction !== -1) throw new MongoError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
  return { direction, path: pathParts(path), metadata: undefined };
}

function metadataNamed(order: Doc, filter: Filter | undefined): Criterion['metadata'] {
  const names = Object.keys(order);
  if (names[0] !== '$meta') throw new MongoError(17312, '$meta is the only expression supported by $sort right now');
  if (names.length > 1) throw new MongoError('FailedToParse', 'Cannot have additional keys in a $meta sort specification');
  const name = order.$meta;
  if (typeof name !== 'string' || !SORTABLE_METADATA.has(name)) throw new MongoError(31138, `Illegal $meta sort: ${String(name)}`);
  refuseUnlessAvailable(name, filter);
  return name as Criterion['metadata'];
}

function keyOrder(criteria: Criterion[], strings: StringOrder | undefined): (a: Key, b: Key) => number {
  return (a, b) => {
    for (let i = 0; i < criteria.length; i += 1) {
      const order = compare(a[i], b[i], strings);
      if (order !== 0) return order * criteria[i]!.direction;
    }
    return 0;
  };
}

function keyReader(criteria: Criterion[], order: (a: Key, b: Key) => number): (doc: Doc) => Key {
  const paths = criteria.flatMap(({ path }) => (path === undefined ? [] : [path]));
  return (doc) => {
    const key: Value[] = [];
    for (const { path, metadata } of criteria) {
      const value = path === undefined ? metadataValue(doc, metadata!) : plainValue(doc, path);
      if (Array.isArray(value) && path !== undefined) return leastKey(doc, criteria, paths, order);
      key.push(value);
    }
    return key;
  };
}

/** The greatest comes first. */
function metadataValue(doc: Doc, name: NonNullable<Criterion['metadata']>): Value {
  if (name === 'randVal') return null;
  return metadataOf(doc)?.[name] ?? null;
}

/** Null for what is missing; the array if there is one on the way. */
function plainValue(doc: Doc, path: readonly string[]): Value {
  let value: Value = doc;
  for (const part of path) {
    if (Array.isArray(value)) return value;
    if (!isDoc(value) || !(part in value)) return null;
    value = value[part];
  }
  return value;
}

function leastKey(doc: Doc, criteria: Criterion[], paths: (readonly string[])[], order: (a: Key, b: Key) => number): Key {
  let least: Key | undefined;
  for (const found of keysOf(doc, paths)) {
    let next = 0;
    const key = criteria.map(({ path, metadata }) => {
      if (path === undefined) return metadataValue(doc, metadata!);
      next += 1;
      return found[next - 1];
    });
    if (least === undefined || order(key, least) < 0) least = key;
  }
  return least!;
}

function keysOf(doc: Doc, paths: (readonly string[])[]): Value[][] {
  try {
    return extract(doc, paths, false).keys;
  } catch (error) {
    const isParallel = error instanceof MongoError && error.codeName === 'CannotIndexParallelArrays';
    throw isParallel ? new MongoError('BadValue', 'cannot sort with keys that are parallel arrays') : error;
  }
}
