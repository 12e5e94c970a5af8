import type { Binary, BSONRegExp, BSONSymbol, Code, Double, Int32, Long, ObjectId, Timestamp } from 'bson';
import { compareDecimals, decimalOf } from './decimal.js';
import type { BsonNumber, Doc, Value } from './document.js';
import type { TypeAlias } from './types.js';
import { typeOf } from './types.js';

/** How strings compare; absent means by their UTF-8 bytes. Made from a `collation` document. */
export type StringOrder = (a: string, b: string) => number;

/**
 * The order of types (canonicalizeBSONType of the server): values of different rank never compare as equal, and all
 * four number types share one rank, as do strings and symbols.
 */
const RANK: Record<TypeAlias, number> = {
  minKey: -1, undefined: 0, null: 5, double: 10, int: 10, long: 10, decimal: 10, string: 15, symbol: 15, object: 20, array: 25, binData: 30,
  objectId: 35, bool: 40, date: 45, timestamp: 47, regex: 50, dbPointer: 55, javascript: 60, javascriptWithScope: 65, maxKey: 127,
};

export function typeRank(value: Value): number {
  return RANK[typeOf(value)];
}

/** BSON's total order: negative, zero or positive. Field order and field names of documents count. */
export function compare(a: Value, b: Value, strings: StringOrder = compareText): number {
  const alias = typeOf(a);
  const other = typeOf(b);
  const rank = RANK[alias];
  if (rank !== RANK[other]) return rank - RANK[other];
  switch (rank) {
    case 10: return compareNumbers(a as BsonNumber, b as BsonNumber);
    case 15: return strings(textOf(a), textOf(b));
    case 20: return compareDocuments(a as Doc, b as Doc, strings);
    case 25: return compareArrays(a as Value[], b as Value[], strings);
    case 30: return compareBinary(a as Binary, b as Binary);
    case 35: return Buffer.compare((a as ObjectId).id, (b as ObjectId).id);
    case 40: return Number(a) - Number(b);
    case 45: return (a as Date).getTime() - (b as Date).getTime();
    case 47: return (a as Timestamp).compare(b as Timestamp);
    case 50: return compareRegex(a as BSONRegExp, b as BSONRegExp);
    case 60:
    case 65: return compareCode(a as Code, b as Code, strings);
    default: return 0;
  }
}

/** Equality in BSON's order: 1, 1.0 and NumberLong(1) are equal; documents must have equal fields in equal order. */
export function equal(a: Value, b: Value, strings?: StringOrder): boolean {
  return compare(a, b, strings) === 0;
}

/** Order of UTF-8 bytes, which is the order of code points. It differs from JavaScript's where surrogates occur. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const size = Math.min(a.length, b.length);
  for (let i = 0; i < size; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return aboveSurrogates(x) - aboveSurrogates(y);
  }
  return a.length - b.length;
}

/** A surrogate begins a code point above U+FFFF, so it sorts after every single unit. */
function aboveSurrogates(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** NaN is below every number; otherwise by exact value across types. */
export function compareNumbers(a: BsonNumber, b: BsonNumber): number {
  const x = a._bsontype;
  const y = b._bsontype;
  if (x === 'Decimal128' || y === 'Decimal128') return compareDecimals(decimalOf(a), decimalOf(b));
  if (x === 'Long' || y === 'Long') {
    if (x === y) return (a as Long).compare(b as Long);
    if (x === 'Long') return compareLongWith(a as Long, Number((b as Int32 | Double).value));
    return -compareLongWith(b as Long, Number((a as Int32 | Double).value));
  }
  return comparePlain(Number((a as Int32 | Double).value), Number((b as Int32 | Double).value));
}

function comparePlain(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  if (a === b) return 0;
  return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
}

function compareLongWith(long: Long, plain: number): number {
  if (Number.isNaN(plain)) return 1;
  const near = long.toNumber();
  if (near !== plain || Number.isSafeInteger(near)) return comparePlain(near, plain);
  const exact = long.toBigInt() - BigInt(plain);
  return exact < 0n ? -1 : exact > 0n ? 1 : 0;
}

function textOf(value: Value): string {
  return typeof value === 'string' ? value : (value as BSONSymbol).value;
}

/** Field by field: first the types, then the names, then the values; a prefix comes first. */
function compareDocuments(a: Doc, b: Doc, strings: StringOrder): number {
  const names = Object.keys(a);
  const others = Object.keys(b);
  const size = Math.min(names.length, others.length);
  for (let i = 0; i < size; i += 1) {
    const x = a[names[i]!];
    const y = b[others[i]!];
    const order = typeRank(x) - typeRank(y) || compareText(names[i]!, others[i]!) || compare(x, y, strings);
    if (order !== 0) return order;
  }
  return names.length - others.length;
}

function compareArrays(a: Value[], b: Value[], strings: StringOrder): number {
  const size = Math.min(a.length, b.length);
  for (let i = 0; i < size; i += 1) {
    const order = compare(a[i], b[i], strings);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** By length, then subtype, then bytes. */
function compareBinary(a: Binary, b: Binary): number {
  return a.length() - b.length() || a.sub_type - b.sub_type || Buffer.compare(a.buffer.subarray(0, a.position), b.buffer.subarray(0, b.position));
}

function compareRegex(a: BSONRegExp, b: BSONRegExp): number {
  return compareText(a.pattern, b.pattern) || compareText(a.options, b.options);
}

function compareCode(a: Code, b: Code, strings: StringOrder): number {
  return compareText(String(a.code), String(b.code)) || compare((a.scope as Doc | null | undefined) ?? null, (b.scope as Doc | null | undefined) ?? null, strings);
}

