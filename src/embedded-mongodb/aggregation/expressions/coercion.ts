import type { BSONSymbol, Code, Timestamp } from 'bson';
import { plain } from '../../bson/arithmetic.js';
import { compareDecimals, decimalOf } from '../../bson/decimal.js';
import type { BsonNumber } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Result } from '../variables.js';
import { isNullish } from './arguments.js';

// What older operators ($toUpper, $substr, $strcasecmp …) make of a value that is not of the type they want. $convert
// is stricter, and lives elsewhere.

/** A text for strings, numbers and dates; the empty text for null. */
export function coerceToText(value: Result): string {
  if (isNullish(value)) return '';
  switch (typeOf(value)) {
    case 'string': return value as string;
    case 'symbol': return (value as BSONSymbol).value;
    case 'javascript': return String((value as Code).code);
    case 'double': return sixDigits(plain(value as BsonNumber));
    case 'int':
    case 'long':
    case 'decimal': return (value as BsonNumber).toString();
    case 'date': return textOfDate(value as Date);
    case 'timestamp': return textOfTimestamp(value as Timestamp);
    default: throw new MongoError(16007, `can't convert from BSON type ${typeOf(value)} to String`);
  }
}

/** C's `%g`: six significant digits. $toString is exact, these older operators are not. */
function sixDigits(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa, power] = value.toExponential(5).split('e') as [string, string];
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return String(Number(value.toPrecision(6)));
  return `${withoutTrailingZeros(mantissa)}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function withoutTrailingZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits;
}

export function textOfDate(date: Date): string {
  const time = date.getTime();
  if (Number.isNaN(time)) throw new MongoError('ConversionFailure', 'Date is out of range');
  const text = date.toISOString();
  // JavaScript writes years beyond 9999 with six digits and a sign; the server writes them as they are
  return text.startsWith('+') ? text.slice(1).replace(/^0+/, '') : text;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function textOfTimestamp(value: Timestamp): string {
  const date = new Date(value.t * 1000);
  return `${MONTHS[date.getUTCMonth()]} ${String(date.getUTCDate()).padStart(2)} ${date.toISOString().slice(11, 19)}:${value.i}`;
}

/** Cut to a whole number of 64 bits. What comes back is exact enough for positions and sizes. */
export function coerceToLong(value: BsonNumber): number {
  const near = plain(value);
  const isOutside = value._bsontype === 'Decimal128' ? decimalIsOutside(value) : value._bsontype === 'Double' && !(near >= -(2 ** 63) && near < 2 ** 63);
  if (isOutside) throw new MongoError(31109, `Can't coerce out of range value ${value.toString()} to long`);
  return Math.trunc(near) + 0;
}

function decimalIsOutside(value: BsonNumber): boolean {
  const exact = decimalOf(value);
  if (exact.kind !== 'finite') return true;
  const limit = { kind: 'finite', negative: false, digits: 2n ** 63n, exponent: 0 } as const;
  return compareDecimals(exact, limit) >= 0 || compareDecimals(exact, { ...limit, negative: true, digits: limit.digits + 1n }) <= 0;
}
