import type {
  Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp,
} from 'bson';

/**
 * A decoded document: an ordered map from field name to value.
 *
 * It has no prototype, so a field may be called `__proto__` or `constructor` without harm. It is made by `new Doc()`
 * and not by `Object.create(null)`, because engines keep the latter in their slow dictionary form.
 */
export interface Doc {
  [field: string]: Value;
}

interface DocConstructor {
  new (): Doc;
}

export const Doc = function Doc() {} as unknown as DocConstructor;
Doc.prototype = Object.create(null) as Doc;

/** Makes a document from a plain object literal, one level deep. */
export function doc(fields: Record<string, Value>): Doc {
  return Object.assign(new Doc(), fields);
}

/**
 * A decoded BSON value. Numbers are always one of the four wrappers of the `bson` package, never a bare JavaScript
 * number, so that an int stays an int through every operation. BSON's deprecated `undefined` (type 6) is `undefined`.
 */
export type Value =
  | Int32 | Double | Long | Decimal128
  | string | boolean | null | undefined | Date
  | ObjectId | Binary | BSONRegExp | Timestamp | MinKey | MaxKey | Code | BSONSymbol
  | Doc | Value[];

export type BsonNumber = Int32 | Double | Long | Decimal128;

/** True for an embedded document, false for arrays and for every scalar. */
export function isDoc(value: Value): value is Doc {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !isWrapper(value);
}

function isWrapper(value: object): boolean {
  return Object.getPrototypeOf(value) !== Doc.prototype && typeof (value as { _bsontype?: unknown })._bsontype === 'string';
}

/** A copy whose own fields can be set without touching the original; values below are shared. */
export function shallowCopy(source: Doc): Doc {
  return Object.assign(new Doc(), source);
}

/** A copy that shares nothing mutable with the original. Scalars are never mutated here, so they are shared. */
export function deepCopy<T extends Value>(value: T): T {
  if (Array.isArray(value)) return value.map(deepCopy) as T;
  if (!isDoc(value)) return value;
  const copy = new Doc();
  for (const field of Object.keys(value)) copy[field] = deepCopy(value[field]);
  return copy as T;
}
