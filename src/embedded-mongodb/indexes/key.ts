import type { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'bson';
import type { StringOrder } from '../bson/compare.js';
import { compareDecimals, decimalOf } from '../bson/decimal.js';
import type { Decimal } from '../bson/decimal.js';
import type { BsonNumber, Doc, Value } from '../bson/document.js';
import type { TypeAlias } from '../bson/types.js';
import { typeOf } from '../bson/types.js';

/**
 * Index keys as strings of one char a byte, so that `<` on keys is the order of BSON values, field by field.
 *
 * A value is a byte for its class, then as many bytes as the class says or as a terminator ends; no value's bytes begin
 * another value's bytes. A descending field is its complement. Class bytes lie between 1 and 0xfe, also complemented: so
 * `key + AFTER` comes after every key that begins with `key`.
 */
export type Key = string;

export const AFTER = '\xff';

const CLASS: Record<TypeAlias, number> = {
  minKey: 0x05, undefined: 0x0a, null: 0x0f, int: 0x20, long: 0x20, double: 0x20, decimal: 0x20, string: 0x3c, symbol: 0x3c, object: 0x46,
  array: 0x50, binData: 0x5a, objectId: 0x64, bool: 0x6e, date: 0x78, timestamp: 0x82, regex: 0x8c, dbPointer: 0x96, javascript: 0xa0,
  javascriptWithScope: 0xaa, maxKey: 0xf0,
};
/** Numbers, from least to greatest: the byte count of a magnitude is part of the class. */
const NAN = 0x20;

const ZERO = 0x2a;
const LARGE = 8;
const INFINITY = 9;

/** A string under a collation keeps its text, between these marks: `collated` compares it. Complements have their own. */
const TEXT = '\u0100';
const TEXT_END = '\u0101';
const DESCENDING_TEXT = '\u0102';
const DESCENDING_TEXT_END = '\u0103';

/** The key of a list of values; `descending[i]` turns the order of the i-th. */
export function keyOf(values: readonly Value[], descending: readonly boolean[], strings?: StringOrder): Key {
  length = 0;
  parts = '';
  collating = strings !== undefined;
  for (let i = 0; i < values.length; i += 1) field(values[i], descending[i] === true);
  return parts === '' ? scratch.toString('latin1', 0, length) : parts + scratch.toString('latin1', 0, length);
}

/** The first key of a type in ascending order, and the first after it: how a comparison stays within its type. */
export function bracketOf(alias: TypeAlias): { from: Key; to: Key } {
  const first = CLASS[alias];
  const last = alias === 'bool' ? first + 1 : first === NAN ? ZERO + INFINITY : first;
  return { from: String.fromCharCode(first), to: String.fromCharCode(last + 1) };
}

/** The key of the same value in a descending field. */
export function complement(key: Key): Key {
  let turned = '';
  let i = 0;
  while (i < key.length) {
    if (key[i] === TEXT) {
      const end = key.indexOf(TEXT_END, i);
      turned += DESCENDING_TEXT + key.slice(i + 1, end) + DESCENDING_TEXT_END;
      i = end + 1;
    } else {
      turned += String.fromCharCode(255 - key.charCodeAt(i));
      i += 1;
    }
  }
  return turned;
}

/** Order of keys that hold collated text. Keys of equal text stay in this order's class, whatever their spelling. */
export function collated(strings: StringOrder): (a: Key, b: Key) => number {
  return (a, b) => {
    let i = 0;
    let j = 0;
    for (;;) {
      while (i < a.length && j < b.length && a.charCodeAt(i) === b.charCodeAt(j) && a.charCodeAt(i) < 0x100) {
        i += 1;
        j += 1;
      }
      if (i >= a.length || j >= b.length) return Number(i < a.length) - Number(j < b.length);
      const mark = a[i]!;
      if (mark !== b[j] || (mark !== TEXT && mark !== DESCENDING_TEXT)) return a.charCodeAt(i) - b.charCodeAt(j);
      const end = mark === TEXT ? TEXT_END : DESCENDING_TEXT_END;
      const endA = a.indexOf(end, i);
      const endB = b.indexOf(end, j);
      const order = strings(textBetween(a, i + 1, endA), textBetween(b, j + 1, endB));
      if (order !== 0) return mark === TEXT ? order : -order;
      i = endA + 1;
      j = endB + 1;
    }
  };
}

function textBetween(key: Key, from: number, to: number): string {
  return Buffer.from(key.slice(from, to), 'latin1').toString('utf8');
}

let scratch = Buffer.allocUnsafe(4096);
let length = 0;
let parts = '';
let collating = false;
let turning = false;
/** Where the bytes of the current field begin in `scratch`. */
let fieldStart = 0;

function room(size: number): void {
  if (length + size <= scratch.length) return;
  const larger = Buffer.allocUnsafe(Math.max(scratch.length * 2, length + size));
  scratch.copy(larger, 0, 0, length);
  scratch = larger;
}

function field(value: Value, descending: boolean): void {
  turning = descending;
  fieldStart = length;
  put(value);
  if (descending) turnField();
}

function turnField(): void {
  for (let i = fieldStart; i < length; i += 1) scratch[i] = 255 - scratch[i]!;
}

function put(value: Value): void {
  room(32);
  const alias = typeOf(value);
  switch (alias) {
    case 'int': return putDouble((value as Int32).value);
    case 'double': return putDouble(Number((value as Double).value));
    case 'long': return putLong(value as Long);
    case 'decimal': return putDecimal(value as Decimal128);
    case 'bool': scratch[length++] = CLASS.bool + Number(value); return;
    default:
  }
  scratch[length++] = CLASS[alias];
  switch (alias) {
    case 'string': return putString(value as string);
    case 'symbol': return putString((value as BSONSymbol).value);
    case 'objectId': return putBytes((value as ObjectId).id);
    case 'date': return putDate((value as Date).getTime());
    case 'object': return putDocument(value as Doc);
    case 'array': {
      for (const element of value as Value[]) put(element);
      room(1);
      scratch[length++] = 0;
      return;
    }
    case 'binData': {
      const { buffer, position, sub_type: subtype } = value as Binary;
      length = scratch.writeUInt32BE(position, length);
      scratch[length++] = subtype;
      return putBytes(buffer.subarray(0, position));
    }
    case 'timestamp':
      length = scratch.writeUInt32BE((value as Timestamp).getHighBitsUnsigned(), length);
      length = scratch.writeUInt32BE((value as Timestamp).getLowBitsUnsigned(), length);
      return;
    case 'regex':
      putText((value as BSONRegExp).pattern);
      return putText((value as BSONRegExp).options);
    case 'javascript': return putText(String((value as Code).code));
    case 'javascriptWithScope':
      putText(String((value as Code).code));
      return put((value as Code).scope as Doc);
    default: // minKey, maxKey, null, undefined: the class says it all
  }
}

function putBytes(bytes: Uint8Array): void {
  room(bytes.length);
  scratch.set(bytes, length);
  length += bytes.length;
}

/** Types come before names, and names before values, as in the order of documents. */
function putDocument(value: Doc): void {
  for (const name of Object.keys(value)) {
    room(1);
    scratch[length++] = CLASS[typeOf(value[name])];
    putText(name);
    put(value[name]);
  }
  room(1);
  scratch[length++] = 0;
}

function putString(text: string): void {
  if (!collating) return putText(text);
  if (turning) turnField();
  const start = turning ? DESCENDING_TEXT : TEXT;
  const end = turning ? DESCENDING_TEXT_END : TEXT_END;
  parts += scratch.toString('latin1', 0, length) + start + Buffer.from(text, 'utf8').toString('latin1') + end;
  length = 0;
  fieldStart = 0;
}

/** UTF-8, in which a zero byte is 00 ff, ended by 00 01. */
function putText(text: string): void {
  room(text.length * 3 + 2);
  const from = length;
  if (text.length < 24 && putAscii(text)) {
    scratch[length++] = 0;
    scratch[length++] = 1;
    return;
  }
  length = from + scratch.write(text, from, 'utf8');
  if (text.includes('\0')) escapeZeros(from);
  room(2);
  scratch[length++] = 0;
  scratch[length++] = 1;
}

function putAscii(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === 0 || code > 127) return false;
    scratch[length++] = code;
  }
  return true;
}

function escapeZeros(from: number): void {
  const plain = Buffer.from(scratch.subarray(from, length));
  length = from;
  room(plain.length * 2);
  for (const byte of plain) {
    scratch[length++] = byte;
    if (byte === 0) scratch[length++] = 0xff;
  }
}

/** JavaScript's dates lie within ±2^53 ms, so seven bytes hold them. */
function putDate(time: number): void {
  const high = Math.floor(time / 2 ** 32);
  length = scratch.writeUIntBE(Number.isNaN(high) ? 0 : high + 2 ** 23, length, 3);
  length = scratch.writeUInt32BE(time >>> 0, length);
}

/**
 * A magnitude below 2^52 is twice its whole part, plus one if a fraction follows; the count of bytes is in the class.
 * Fractions, and whole magnitudes from 2^52, are the greatest double that is not above them, and the exact rest.
 */
function putDouble(value: number): void {
  if (value === 0) {
    scratch[length++] = ZERO;
    return;
  }
  if (Number.isNaN(value)) {
    scratch[length++] = NAN;
    return;
  }
  const magnitude = Math.abs(value);
  const from = length;
  if (magnitude === Infinity) scratch[length++] = ZERO + INFINITY;
  else if (magnitude >= 2 ** 52) {
    scratch[length++] = ZERO + LARGE;
    putDoubleAndRest(magnitude, null);
  } else {
    const whole = Math.floor(magnitude);
    putWhole(whole, whole !== magnitude);
    if (whole !== magnitude) putDoubleAndRest(magnitude - whole, null);
  }
  if (value < 0) negate(from);
}

function putWhole(whole: number, hasFraction: boolean): void {
  const doubled = whole * 2 + Number(hasFraction);
  const size = doubled < 0x100 ? 1 : doubled < 0x10000 ? 2 : doubled < 0x1000000 ? 3 : doubled < 0x100000000 ? 4 : doubled < 2 ** 40 ? 5 : doubled < 2 ** 48 ? 6 : 7;
  scratch[length++] = ZERO + size;
  let left = doubled;
  for (let i = size - 1; i >= 0; i -= 1) {
    scratch[length + i] = left % 256;
    left = Math.floor(left / 256);
  }
  length += size;
}

function putDoubleAndRest(value: number, rest: Decimal | null): void {
  room(16);
  length = scratch.writeDoubleBE(value, length);
  if (rest === null || rest.kind !== 'finite' || rest.digits === 0n) {
    scratch[length++] = 0;
    return;
  }
  const digits = rest.digits.toString();
  scratch[length++] = 1;
  length = scratch.writeUInt16BE(digits.length + rest.exponent + 0x8000, length);
  const significant = digits.replace(/0+$/, '');
  room(significant.length + 1);
  length += scratch.write(significant, length, 'latin1');
  scratch[length++] = 0;
}

/** The class of a negative number mirrors that of its magnitude, and the bytes after it are complemented. */
function negate(from: number): void {
  scratch[from] = 2 * ZERO - scratch[from]!;
  for (let i = from + 1; i < length; i += 1) scratch[i] = 255 - scratch[i]!;
}

function putLong(value: Long): void {
  const near = value.toNumber();
  if (Number.isSafeInteger(near)) return putDouble(near);
  putExact(decimalOf(value));
}

function putDecimal(value: Decimal128): void {
  const exact = decimalOf(value);
  if (exact.kind === 'nan') return putDouble(NaN);
  if (exact.kind === 'infinite') return putDouble(exact.negative ? -Infinity : Infinity);
  if (exact.digits === 0n) return putDouble(0);
  putExact(exact);
}

type Finite = Extract<Decimal, { kind: 'finite' }>;

function putExact(value: Decimal): void {
  const { negative, digits, exponent } = value as Finite;
  const from = length;
  const whole = wholePartOf(digits, exponent);
  if (whole >= 2n ** 52n) {
    scratch[length++] = ZERO + LARGE;
    putExactDouble({ kind: 'finite', negative: false, digits, exponent });
  } else {
    const fraction: Finite = exponent >= 0 ? finite(0n, 0) : finite(digits - whole * 10n ** BigInt(-exponent), exponent);
    putWhole(Number(whole), fraction.digits !== 0n);
    if (fraction.digits !== 0n) putExactDouble(fraction);
  }
  if (negative) negate(from);
}

function wholePartOf(digits: bigint, exponent: number): bigint {
  return exponent >= 0 ? digits * 10n ** BigInt(exponent) : digits / 10n ** BigInt(-exponent);
}

function finite(digits: bigint, exponent: number): Finite {
  return { kind: 'finite', negative: false, digits, exponent };
}

function putExactDouble(value: Finite): void {
  let near = Math.min(Number(`${value.digits}e${value.exponent}`), Number.MAX_VALUE);
  if (compareDecimals(decimalOfPlain(near), value) > 0) near = previous(near);
  putDoubleAndRest(near, minus(value, decimalOfPlain(near) as Finite));
}

function decimalOfPlain(value: number): Decimal {
  return decimalOf({ _bsontype: 'Double', value } as unknown as BsonNumber);
}

const STEP = Buffer.alloc(8);

function previous(value: number): number {
  STEP.writeDoubleBE(value);
  STEP.writeBigUInt64BE(STEP.readBigUInt64BE() - 1n);
  return STEP.readDoubleBE();
}

function minus(a: Finite, b: Finite): Finite {
  const exponent = Math.min(a.exponent, b.exponent);
  return finite(a.digits * 10n ** BigInt(a.exponent - exponent) - b.digits * 10n ** BigInt(b.exponent - exponent), exponent);
}


/** Where the value that begins at `from` ends: values say so themselves. */
export function endOfValue(key: Key, from: number, descending: boolean): number {
  const turn = descending ? 255 : 0;
  const at = (i: number): number => key.charCodeAt(i) ^ turn;
  return skipValue(at, key, from);
}

type ByteAt = (i: number) => number;

function skipValue(at: ByteAt, key: Key, from: number): number {
  const type = at(from);
  const i = from + 1;
  if (type >= NAN && type <= ZERO + INFINITY) return skipNumber(at, type, i);
  switch (type) {
    case CLASS.string: return skipString(at, key, i);
    case CLASS.objectId: return i + 12;
    case CLASS.date: return i + 7;
    case CLASS.timestamp: return i + 8;
    case CLASS.binData: return i + 5 + at(i) * 2 ** 24 + at(i + 1) * 2 ** 16 + at(i + 2) * 2 ** 8 + at(i + 3);
    case CLASS.object: return skipDocument(at, key, i);
    case CLASS.array: return skipArray(at, key, i);
    case CLASS.regex: return skipText(at, skipText(at, i));
    case CLASS.javascript: return skipText(at, i);
    case CLASS.javascriptWithScope: return skipValue(at, key, skipText(at, i));
    default: return i;
  }
}

function skipNumber(at: ByteAt, type: number, from: number): number {
  const turn = type < ZERO ? 255 : 0;
  const size = Math.abs(type - ZERO);
  let i = from;
  if (size === 0 || size === INFINITY || type === NAN) return i;
  if (size !== LARGE) {
    i += size;
    if (((at(i - 1) ^ turn) & 1) === 0) return i;
  }
  i += 8;
  if ((at(i) ^ turn) === 0) return i + 1;
  i += 3;
  while ((at(i) ^ turn) !== 0) i += 1;
  return i + 1;
}

function skipText(at: ByteAt, from: number): number {
  let i = from;
  while (at(i) !== 0 || at(i + 1) !== 1) i += at(i) === 0 ? 2 : 1;
  return i + 2;
}

function skipString(at: ByteAt, key: Key, from: number): number {
  const mark = key[from];
  if (mark === TEXT) return key.indexOf(TEXT_END, from) + 1;
  if (mark === DESCENDING_TEXT) return key.indexOf(DESCENDING_TEXT_END, from) + 1;
  return skipText(at, from);
}

function skipArray(at: ByteAt, key: Key, from: number): number {
  let i = from;
  while (at(i) !== 0) i = skipValue(at, key, i);
  return i + 1;
}

function skipDocument(at: ByteAt, key: Key, from: number): number {
  let i = from;
  while (at(i) !== 0) i = skipValue(at, key, skipText(at, i + 1));
  return i + 1;
}
