import type { BsonNumber, Value } from './document.js';
import { Doc } from './document.js';

/** BSON type numbers, as in the specification (https://bsonspec.org/spec.html), under the aliases of `$type`. */
export const BSON_TYPES = {
  double: 1, string: 2, object: 3, array: 4, binData: 5, undefined: 6, objectId: 7, bool: 8, date: 9, null: 10, regex: 11,
  dbPointer: 12, javascript: 13, symbol: 14, javascriptWithScope: 15, int: 16, timestamp: 17, long: 18, decimal: 19,
  minKey: -1, maxKey: 127,
} as const;

export type TypeAlias = keyof typeof BSON_TYPES;

const OF_WRAPPER: Record<string, TypeAlias> = {
  Int32: 'int', Double: 'double', Long: 'long', Decimal128: 'decimal', ObjectId: 'objectId', Binary: 'binData', BSONRegExp: 'regex',
  Timestamp: 'timestamp', MinKey: 'minKey', MaxKey: 'maxKey', BSONSymbol: 'symbol', DBRef: 'object',
};

/** The alias of a value's type. `missing` fields are not values: ask before you call. */
export function typeOf(value: Value): TypeAlias {
  switch (typeof value) {
    case 'string': return 'string';
    case 'boolean': return 'bool';
    case 'undefined': return 'undefined';
    default:
  }
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (Object.getPrototypeOf(value) === Doc.prototype) return 'object';
  if (value instanceof Date) return 'date';
  const wrapper = (value as { _bsontype?: string })._bsontype;
  if (wrapper === 'Code') return (value as { scope?: unknown }).scope ? 'javascriptWithScope' : 'javascript';
  return (wrapper !== undefined && OF_WRAPPER[wrapper]) || 'object';
}

export function isNumber(value: Value): value is BsonNumber {
  const alias = typeOf(value);
  return alias === 'int' || alias === 'double' || alias === 'long' || alias === 'decimal';
}
