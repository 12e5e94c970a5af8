import { Decimal128, Double, Int32, Long } from 'bson';
import { MongoError } from '../errors.js';
import { compareDecimals, decimalOf, parse } from './decimal.js';
import type { Decimal } from './decimal.js';
import * as decimal128 from './decimal128.js';
import type { BsonNumber } from './document.js';

// Numbers from one type into another and from and to text, as $convert does it. What cannot be converted is refused
// with ConversionFailure (241).

export function toInt(value: BsonNumber): Int32 {
  if (value._bsontype === 'Int32') return value as Int32;
  // a double is held against the limits before its fraction goes, a decimal afterwards
  const beyond = value._bsontype === 'Double' && Math.abs((value as Double).value) > ((value as Double).value < 0 ? 0x80000000 : 0x7fffffff);
  if (beyond && Number.isFinite((value as Double).value)) throw overflow();
  const whole = wholeOf(value);
  if (whole < -0x80000000n || whole > 0x7fffffffn) throw overflow();
  return new Int32(Number(whole));
}

export function toLong(value: BsonNumber): Long {
  if (value._bsontype === 'Long') return value as Long;
  if (value._bsontype === 'Int32') return Long.fromInt((value as Int32).value);
  const whole = wholeOf(value);
  if (whole < -(2n ** 63n) || whole >= 2n ** 63n) throw overflow();
  return Long.fromBigInt(whole);
}

export function toDouble(value: BsonNumber): Double {
  switch (value._bsontype) {
    case 'Double': return value as Double;
    case 'Long': return new Double(Number((value as Long).toBigInt()));
    case 'Int32': return new Double((value as Int32).value);
    default: {
      const near = Number((value as Decimal128).toString());
      const exact = decimalOf(value);
      if (exact.kind === 'finite' && (!Number.isFinite(near) || (near === 0 && !decimal128.isZero(exact)))) throw overflow();
      return new Double(near);
    }
  }
}

/** A double comes with its first 15 digits, which is all it is trusted with: 0.1 becomes 0.100000000000000. */
export function toDecimal(value: BsonNumber): Decimal128 {
  switch (value._bsontype) {
    case 'Decimal128': return value as Decimal128;
    case 'Double': return decimal128.encodeDecimal(trustedDigits(decimalOf(value)));
    default: return decimal128.encodeDecimal(decimalOf(value));
  }
}

const TRUSTED = 15;

function trustedDigits(value: Decimal): Decimal {
  if (value.kind !== 'finite' || value.digits === 0n) return value;
  const rounded = decimal128.roundToDigits(value, TRUSTED) as typeof value;
  const missing = TRUSTED - String(rounded.digits).length;
  return { ...rounded, digits: rounded.digits * 10n ** BigInt(missing), exponent: rounded.exponent - missing };
}

/** Without what follows the point. */
function wholeOf(value: BsonNumber): bigint {
  if (value._bsontype === 'Long') return (value as Long).toBigInt();
  if (value._bsontype !== 'Decimal128') {
    const near = Number((value as Double | Int32).value);
    refuseUnlessFinite(Number.isNaN(near), Number.isFinite(near));
    return BigInt(Math.trunc(near));
  }
  const exact = decimalOf(value);
  refuseUnlessFinite(exact.kind === 'nan', exact.kind === 'finite');
  if (compareDecimals({ ...exact, negative: false } as Decimal, decimal128.finite(1n, 20)) >= 0) throw overflow();
  const { digits, exponent, negative } = exact as Extract<Decimal, { kind: 'finite' }>;
  const size = exponent >= 0 ? digits * 10n ** BigInt(exponent) : digits / 10n ** BigInt(-exponent);
  return negative ? -size : size;
}

function refuseUnlessFinite(isNaN: boolean, isFinite: boolean): void {
  if (isFinite) return;
  throw new MongoError('ConversionFailure', `Attempt to convert ${isNaN ? 'NaN' : 'infinity'} value to integer type in $convert with no onError value`);
}

function overflow(): MongoError {
  return new MongoError('ConversionFailure', 'Conversion would overflow target type in $convert with no onError value');
}

function unreadable(text: string, reason: string): MongoError {
  return new MongoError('ConversionFailure', `Failed to parse number '${text}' in $convert with no onError value: ${reason}`);
}

function refuseHexadecimal(text: string): void {
  if (/^[+-]?0[xX]/.test(text)) throw new MongoError('ConversionFailure', `Illegal hexadecimal input in $convert with no onError value: ${text}`);
}

export function parseInt32(text: string): Int32 {
  const whole = parseWhole(text);
  if (whole < -0x80000000n || whole > 0x7fffffffn) throw unreadable(text, 'Overflow');
  return new Int32(Number(whole));
}

export function parseLong(text: string): Long {
  const whole = parseWhole(text);
  if (whole < -(2n ** 63n) || whole >= 2n ** 63n) throw unreadable(text, 'Overflow');
  return Long.fromBigInt(whole);
}

function parseWhole(text: string): bigint {
  refuseHexadecimal(text);
  if (/^[+-]?$/.test(text)) throw unreadable(text, 'No digits');
  if (!/^[+-]?[0-9]+$/.test(text)) throw unreadable(text, 'Did not consume whole string.');
  return BigInt(text.replace(/^\+/, ''));
}

const NUMERAL = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;
const SPECIAL = /^[+-]?(?:nan|inf|infinity)$/i;

export function parseDouble(text: string): Double {
  refuseHexadecimal(text);
  if (text === '') throw unreadable(text, 'Empty string');
  if (SPECIAL.test(text)) return new Double(special(text));
  if (!NUMERAL.test(text)) throw unreadable(text, 'Did not consume whole string');
  const near = Number(text);
  if (!Number.isFinite(near) || (near === 0 && /[1-9]/.test(text.replace(/[eE].*/, '')))) throw unreadable(text, 'Out of range');
  return new Double(near);
}

function special(text: string): number {
  if (/nan/i.test(text)) return NaN;
  return text.startsWith('-') ? -Infinity : Infinity;
}

export function parseDecimal(text: string): Decimal128 {
  refuseHexadecimal(text);
  if (text === '') throw unreadable(text, 'Empty string');
  if (SPECIAL.test(text)) return Decimal128.fromString(String(special(text)));
  if (!NUMERAL.test(text)) throw unreadable(text, 'Failed to parse string to decimal');
  const exact = parse(text);
  const rounded = decimal128.round(exact);
  if (rounded.kind === 'infinite') throw unreadable(text, 'Conversion from string to decimal would overflow');
  if (decimal128.isZero(rounded) && !decimal128.isZero(exact)) throw unreadable(text, 'Conversion from string to decimal would underflow');
  return decimal128.encodeDecimal(rounded);
}

/** As $toString writes it: the shortest text that reads back as the same double, exponents from 1e+16 and below 1e-04. */
export function textOfNumber(value: BsonNumber): string {
  return value._bsontype === 'Double' ? textOfDouble((value as Double).value) : value.toString();
}

function textOfDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa, power] = value.toExponential().split('e') as [string, string];
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 16) return String(value);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
