import type { Decimal128 } from 'bson';
import { Double, Int32, Long } from 'bson';
import { MongoError } from '../errors.js';
import { decimalOf } from './decimal.js';
import type { Decimal } from './decimal.js';
import * as decimal128 from './decimal128.js';
import * as doubles from './double-double.js';
import type { Rounding } from './decimal128.js';
import type { BsonNumber } from './document.js';
import { toDecimal } from './numbers.js';

export { compareNumbers } from './compare.js';

// The result's type is the wider of the operands' types, in the order int, long, double, decimal. An int that does not
// fit becomes a long; a long that does not fit becomes a double here (expressions) and is refused by $inc and $mul.

const ZERO = new Int32(0);

/** The numeric value of all but decimals, rounded where a long is beyond 2^53. */
export function plain(value: BsonNumber): number {
  switch (value._bsontype) {
    case 'Long': return (value as Long).toNumber();
    case 'Decimal128': return Number((value as Decimal128).toString());
    default: return Number((value as Int32 | Double).value);
  }
}

export const isDecimal = (value: BsonNumber): value is Decimal128 => value._bsontype === 'Decimal128';
export const isDouble = (value: BsonNumber): value is Double => value._bsontype === 'Double';
export const isLong = (value: BsonNumber): value is Long => value._bsontype === 'Long';
export const isInt = (value: BsonNumber): value is Int32 => value._bsontype === 'Int32';
export const isNaNumber = (value: BsonNumber): boolean => (isDecimal(value) ? decimalOf(value).kind === 'nan' : Number.isNaN(plain(value)));

const fitsInt = (value: number): boolean => value >= -0x80000000 && value <= 0x7fffffff;
const MAX_LONG = 2n ** 63n - 1n;
const MIN_LONG = -(2n ** 63n);
const fitsLong = (value: bigint): boolean => value >= MIN_LONG && value <= MAX_LONG;

/** An int if all of `sources` are ints and it fits, else a long, else undefined. */
function whole(value: bigint, ...sources: BsonNumber[]): BsonNumber | undefined {
  if (!sources.some(isLong) && value >= -0x80000000n && value <= 0x7fffffffn) return new Int32(Number(value));
  return fitsLong(value) ? Long.fromBigInt(value) : undefined;
}

const bigOf = (value: BsonNumber): bigint => (isLong(value) ? value.toBigInt() : BigInt(plain(value)));

interface Operation {
  plain: (a: number, b: number) => number;
  exact: (a: bigint, b: bigint) => bigint;
  decimal: (a: Decimal, b: Decimal) => Decimal;
}

/** Answers `undefined` when two whole numbers have a result beyond 64 bits. */
function combine(a: BsonNumber, b: BsonNumber, operation: Operation): BsonNumber | undefined {
  if (isDecimal(a) || isDecimal(b)) return decimals(a, b, operation.decimal);
  if (isDouble(a) || isDouble(b)) return new Double(operation.plain(plain(a), plain(b)));
  const x = plain(a);
  const y = plain(b);
  const near = operation.plain(x, y);
  if (Number.isSafeInteger(near) && Number.isSafeInteger(x) && Number.isSafeInteger(y)) {
    // No need for big integers. Whole numbers know no minus zero, hence the + 0.
    return isInt(a) && isInt(b) && fitsInt(near) ? new Int32(near + 0) : Long.fromNumber(near);
  }
  return whole(operation.exact(bigOf(a), bigOf(b)), a, b);
}

function decimals(a: BsonNumber, b: BsonNumber, work: (a: Decimal, b: Decimal) => Decimal): Decimal128 {
  return decimal128.encodeDecimal(work(decimalOf(toDecimal(a)), decimalOf(toDecimal(b))));
}

const ADD: Operation = { plain: (a, b) => a + b, exact: (a, b) => a + b, decimal: decimal128.add };
const SUBTRACT: Operation = { plain: (a, b) => a - b, exact: (a, b) => a - b, decimal: (a, b) => decimal128.add(a, decimal128.negate(b)) };
const MULTIPLY: Operation = { plain: (a, b) => a * b, exact: (a, b) => a * b, decimal: decimal128.multiply };

const widened = (a: BsonNumber, b: BsonNumber, operation: Operation): BsonNumber =>
  combine(a, b, operation) ?? new Double(operation.plain(plain(a), plain(b)));

export const add = (a: BsonNumber, b: BsonNumber): BsonNumber => widened(a, b, ADD);
export const subtract = (a: BsonNumber, b: BsonNumber): BsonNumber => widened(a, b, SUBTRACT);
export const multiply = (a: BsonNumber, b: BsonNumber): BsonNumber => widened(a, b, MULTIPLY);

/** For `$inc`: undefined where 64 bits do not suffice. */
export const addWithin64Bits = (a: BsonNumber, b: BsonNumber): BsonNumber | undefined => combine(a, b, ADD);
/** For `$mul`: undefined where 64 bits do not suffice. */
export const multiplyWithin64Bits = (a: BsonNumber, b: BsonNumber): BsonNumber | undefined => combine(a, b, MULTIPLY);

export function isZero(value: BsonNumber): boolean {
  return isDecimal(value) ? decimal128.isZero(decimalOf(value)) : plain(value) === 0;
}

/** Always a double or a decimal. */
export function divide(a: BsonNumber, b: BsonNumber): BsonNumber {
  if (isZero(b)) throw new MongoError('BadValue', "can't $divide by zero");
  if (isDecimal(a) || isDecimal(b)) return decimals(a, b, decimal128.divide);
  return new Double(plain(a) / plain(b));
}

/** The remainder has the sign of `a`. */
export function mod(a: BsonNumber, b: BsonNumber): BsonNumber {
  if (isZero(b)) throw new MongoError(isDecimal(a) || isDecimal(b) ? 5733415 : 16610, "can't $mod by zero");
  if (isDecimal(a) || isDecimal(b)) return decimals(a, b, decimal128.remainder);
  if (isDouble(a) || isDouble(b)) return new Double(plain(a) % plain(b));
  if (isInt(a) && isInt(b)) return new Int32((plain(a) % plain(b)) + 0);
  return Long.fromBigInt(bigOf(a) % bigOf(b));
}

export function negate(value: BsonNumber): BsonNumber {
  if (isDecimal(value)) return decimal128.encodeDecimal(decimal128.negate(decimalOf(value)));
  return isDouble(value) ? new Double(-plain(value)) : subtract(ZERO, value);
}

export function abs(value: BsonNumber): BsonNumber {
  if (isDecimal(value)) {
    const exact = decimalOf(value);
    return exact.kind === 'nan' ? value : decimal128.encodeDecimal({ ...exact, negative: false });
  }
  if (isDouble(value)) return new Double(Math.abs(plain(value)));
  if (plain(value) >= 0) return value;
  const result = whole(-bigOf(value), value);
  if (result === undefined) throw new MongoError(28680, "can't take $abs of long long min");
  return result;
}

export function pow(base: BsonNumber, exponent: BsonNumber): BsonNumber {
  if (isZero(base) && isNegative(exponent)) throw new MongoError(28764, '$pow cannot take a base of 0 and a negative exponent');
  if (isDecimal(base) || isDecimal(exponent)) return decimals(base, exponent, decimal128.power);
  if (isDouble(base) || isDouble(exponent)) return new Double(doubles.pow(plain(base), plain(exponent)));
  return wholePower(bigOf(base), bigOf(exponent), base, exponent) ?? new Double(doubles.pow(plain(base), plain(exponent)));
}

function isNegative(value: BsonNumber): boolean {
  if (!isDecimal(value)) return plain(value) < 0;
  const exact = decimalOf(value);
  return exact.kind !== 'nan' && exact.negative && !decimal128.isZero(exact);
}

function wholePower(base: bigint, exponent: bigint, ...sources: BsonNumber[]): BsonNumber | undefined {
  if (base === 1n || exponent === 0n) return whole(1n, ...sources);
  if (base === 0n) return whole(0n, ...sources);
  if (base === -1n) return whole(exponent % 2n === 0n ? 1n : -1n, ...sources);
  return exponent < 0n || exponent > 63n ? undefined : whole(base ** exponent, ...sources);
}

/** A double, or a decimal if the argument is one. */
function analytic(value: BsonNumber, onPlain: (x: number) => number, onDecimal: (x: Decimal) => Decimal): BsonNumber {
  if (isDecimal(value)) return decimal128.encodeDecimal(onDecimal(decimalOf(value)));
  return new Double(onPlain(plain(value)));
}

export function sqrt(value: BsonNumber): BsonNumber {
  if (isNegative(value)) throw new MongoError(28714, "$sqrt's argument must be greater than or equal to 0");
  return analytic(value, Math.sqrt, decimal128.squareRoot);
}

export function exp(value: BsonNumber): BsonNumber {
  return analytic(value, doubles.exp, decimal128.exponential);
}

function refuseUnlessPositive(value: BsonNumber, operator: string, code: number): void {
  if (isZero(value) || isNegative(value)) throw new MongoError(code, `${operator}'s argument must be a positive number, but is ${value.toString()}`);
}

export function ln(value: BsonNumber): BsonNumber {
  if (isNaNumber(value)) return new Double(NaN);
  refuseUnlessPositive(value, '$ln', 28766);
  return analytic(value, doubles.log, decimal128.naturalLogarithm);
}

export function log10(value: BsonNumber): BsonNumber {
  if (isNaNumber(value)) return new Double(NaN);
  refuseUnlessPositive(value, '$log10', 28761);
  return analytic(value, Math.log10, decimal128.logarithm10);
}

/** The logarithm of `value` to `base`. */
export function log(value: BsonNumber, base: BsonNumber): BsonNumber {
  refuseUnlessPositive(value, '$log', 28758);
  if (isZero(base) || isNegative(base) || plain(base) === 1) {
    throw new MongoError(28759, `$log's base must be a positive number not equal to 1, but is ${base.toString()}`);
  }
  if (isDecimal(value) || isDecimal(base)) {
    return decimals(value, base, (x, y) => decimal128.divide(decimal128.naturalLogarithm(x), decimal128.naturalLogarithm(y)));
  }
  return new Double(plain(ln(value)) / plain(ln(base)));
}

export function floor(value: BsonNumber): BsonNumber {
  return toWhole(value, Math.floor, 'floor');
}

export function ceil(value: BsonNumber): BsonNumber {
  return toWhole(value, Math.ceil, 'ceiling');
}

/** Infinite decimals become NaN, as they do in the server. */
function toWhole(value: BsonNumber, onPlain: (x: number) => number, rounding: Rounding): BsonNumber {
  if (isDecimal(value)) return decimal128.encodeDecimal(decimal128.quantize(decimalOf(value), 0, rounding));
  return isDouble(value) ? new Double(onPlain(plain(value))) : value;
}

/** To `place` digits after the point (before it, if negative); ties go to the even neighbour. */
export function round(value: BsonNumber, place = 0): BsonNumber {
  return toPlace(value, place, 'half-even', '$round');
}

export function trunc(value: BsonNumber, place = 0): BsonNumber {
  return toPlace(value, place, 'toward-zero', '$trunc');
}

function toPlace(value: BsonNumber, place: number, rounding: Rounding, operator: string): BsonNumber {
  if (isDecimal(value) || isDouble(value)) {
    const exact = decimalOf(value);
    const result = exact.kind === 'finite' ? decimal128.quantize(decimal128.round(exact), -place, rounding) : exact;
    if (result.kind !== 'finite') return isDecimal(value) && exact.kind === 'finite' ? decimal128.encodeDecimal(decimal128.padded(exact, -place)) : value;
    const written = decimal128.encodeDecimal(result);
    return isDecimal(value) ? written : new Double(Number(written.toString()));
  }
  if (place >= 0) return value;
  const result = decimal128.quantize(decimalOf(value), -place, rounding) as Extract<Decimal, { kind: 'finite' }>;
  const size = result.digits * 10n ** BigInt(-place);
  const fitting = whole(result.negative ? -size : size, value);
  if (fitting === undefined) {
    throw new MongoError(51080, `invalid conversion from Decimal128 result in ${operator} resulting from arguments: [${value.toString()}, ${place}]`);
  }
  return fitting;
}

/**
 * The sum that $sum and $avg keep: doubles are added with their rounding errors carried along, so that the order of
 * the values does not matter to the last digit; whole numbers stay exact; decimals are summed apart.
 */
export class Summation {
  private sum = 0;
  private error = 0;
  /** The naive sum, which alone says whether an infinity or NaN came in. */
  private naive = 0;
  private decimals: Decimal = { kind: 'finite', negative: false, digits: 0n, exponent: 0 };
  private widest: 'int' | 'long' | 'double' | 'decimal' = 'int';

  add(value: BsonNumber): void {
    if (isDecimal(value)) {
      this.widest = 'decimal';
      this.decimals = decimal128.add(this.decimals, decimalOf(value));
      return;
    }
    if (isDouble(value)) {
      if (this.widest !== 'decimal') this.widest = 'double';
      this.addPlain(plain(value));
      return;
    }
    if (isLong(value)) {
      if (this.widest === 'int') this.widest = 'long';
      const high = BigInt.asIntN(64, value.toBigInt() >> 32n << 32n);
      this.addPlain(Number(value.toBigInt() - high));
      this.addPlain(Number(high));
      return;
    }
    this.addPlain(plain(value));
  }

  private addPlain(value: number): void {
    this.naive += value;
    const [large, small] = Math.abs(this.sum) >= Math.abs(value) ? [this.sum, value] : [value, this.sum];
    const total = large + small;
    const lost = this.error + (small - (total - large));
    this.sum = total + lost;
    this.error = lost - (this.sum - total);
  }

  private asDouble(): number {
    return Number.isNaN(this.sum) || Number.isNaN(this.error) ? this.naive : this.sum;
  }

  private asDecimal(): Decimal {
    if (!Number.isFinite(this.asDouble())) return decimal128.add(this.decimals, decimalOf(new Double(this.naive)));
    const total = decimal128.add(decimal128.round(decimalOf(new Double(this.sum))), decimal128.round(decimalOf(new Double(this.error))));
    return decimal128.add(this.decimals, total);
  }

  total(): BsonNumber {
    switch (this.widest) {
      case 'decimal': return decimal128.encodeDecimal(this.asDecimal());
      case 'double': return new Double(this.asDouble());
      default: {
        const exact = BigInt(this.sum) + BigInt(this.error);
        return whole(exact, this.widest === 'long' ? Long.ZERO : ZERO) ?? new Double(this.asDouble());
      }
    }
  }

  /** The sum divided by a count: a double, or a decimal if one came in. */
  average(count: number): BsonNumber {
    if (this.widest === 'decimal') return decimal128.encodeDecimal(decimal128.divide(this.asDecimal(), decimal128.finite(BigInt(count), 0)));
    return new Double(this.asDouble() / count);
  }
}
