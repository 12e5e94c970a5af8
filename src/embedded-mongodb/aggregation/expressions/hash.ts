import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { Long } from 'bson';
import type { Code } from 'bson';
import { plain } from '../../bson/arithmetic.js';
import { encode } from '../../bson/codec.js';
import { typeRank } from '../../bson/compare.js';
import type { Decimal } from '../../bson/decimal.js';
import { decimalOf } from '../../bson/decimal.js';
import { quantize } from '../../bson/decimal128.js';
import type { BsonNumber, Doc, Value } from '../../bson/document.js';
import { doc, isDoc } from '../../bson/document.js';
import { isNumber, typeOf } from '../../bson/types.js';
import type { Result } from '../variables.js';
import { MISSING } from '../variables.js';

/** The key of a value in a hashed index: the first eight bytes of the MD5 of what matters of it. Missing is null. */
export function hashOf(value: Result): Long {
  const hash = createHash('md5');
  hash.update(int(0));
  addElement(hash, value === MISSING ? null : value, undefined);
  return Long.fromBigInt(hash.digest().readBigInt64LE(0));
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

/** Numbers of any type that are equal as whole numbers have one hash. */
function addElement(hash: Hash, value: Value, name: string | undefined): void {
  hash.update(int(typeRank(value)));
  if (name !== undefined) hash.update(`${name}\0`);
  if (isNumber(value)) hash.update(wholeBytes(value));
  else if (Array.isArray(value)) addFields(hash, Object.entries(value));
  else if (isDoc(value)) addFields(hash, Object.entries(value));
  else if (typeOf(value) === 'javascriptWithScope') {
    hash.update(Buffer.from(`${String((value as Code).code)}\0`));
    addFields(hash, Object.entries((value as Code).scope as Doc));
  } else hash.update(encode(doc({ '': value })).subarray(6, -1));
}

const END_OF_DOCUMENT = 0;

function addFields(hash: Hash, fields: [string, Value][]): void {
  for (const [name, value] of fields) addElement(hash, value, name);
  hash.update(int(END_OF_DOCUMENT));
}

const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);

function wholeBytes(value: BsonNumber): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(wholeOf(value));
  return bytes;
}

function wholeOf(value: BsonNumber): bigint {
  if (value._bsontype === 'Long') return (value as Long).toBigInt();
  if (value._bsontype !== 'Decimal128') {
    const number = plain(value);
    if (Number.isNaN(number)) return 0n;
    // 2^63 itself overflows in the server, as it is not above the largest long when both are doubles
    if (number > 2 ** 63) return MAX;
    return number === 2 ** 63 || number < -(2 ** 63) ? MIN : BigInt(Math.trunc(number));
  }
  return wholeOfDecimal(decimalOf(value));
}

/** Unlike doubles, decimals are rounded. */
function wholeOfDecimal(exact: Decimal): bigint {
  if (exact.kind === 'nan') return 0n;
  if (exact.kind === 'infinite' || String(exact.digits).length + exact.exponent > 20) return exact.negative ? MIN : MAX;
  const rounded = quantize(exact, 0, 'half-even') as Extract<Decimal, { kind: 'finite' }>;
  const whole = rounded.negative ? -rounded.digits : rounded.digits;
  return whole > MAX ? MAX : whole < MIN ? MIN : whole;
}
