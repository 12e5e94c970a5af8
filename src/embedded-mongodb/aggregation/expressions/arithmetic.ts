import { Decimal128, Double, Int32, Long } from 'bson';
import * as arithmetic from '../../bson/arithmetic.js';
import type { BsonNumber } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { Result } from '../variables.js';
import { asInt, chain, isNullish, isNumeric, typeName, values } from './arguments.js';
import { coerceToLong } from './coercion.js';
import { shifted } from './date/value.js';
import type { Operator } from './parser.js';

/** An operator of one number; null gives null. */
export function ofNumber(name: string, compute: (value: BsonNumber) => Result): Operator {
  return values(1, (value) => {
    if (isNullish(value!)) return null;
    if (!isNumeric(value!)) throw new MongoError(28765, `${name} only supports numeric types, not ${typeName(value!)}`);
    return compute(value);
  });
}

/** Numbers, and at most one date, which then is what comes out. */
export const $add = chain('left', (operands) => (root, variables) => {
  let sum: BsonNumber | Date = new Int32(0);
  for (const operand of operands) {
    const value = operand(root, variables);
    if (isNullish(value)) return null;
    sum = plus(sum, value);
  }
  return sum;
});

function plus(sum: BsonNumber | Date, value: Result): BsonNumber | Date {
  if (value instanceof Date) {
    if (sum instanceof Date) throw new MongoError(16612, 'only one date allowed in an $add expression');
    return shifted(value, sum);
  }
  if (!isNumeric(value)) throw new MongoError('TypeMismatch', `$add only supports numeric or date types, not ${typeName(value)}`);
  return sum instanceof Date ? shifted(sum, value) : arithmetic.add(sum, value);
}

/** Of two dates: the milliseconds between them. */
export const $subtract = values(2, (a, b) => {
  if (isNullish(a!) || isNullish(b!)) return null;
  if (isNumeric(a!) && isNumeric(b!)) return arithmetic.subtract(a, b);
  if (a instanceof Date && b instanceof Date) return Long.fromNumber(a.getTime() - b.getTime());
  if (a instanceof Date && isNumeric(b!)) return shifted(a, b, -1);
  throw new MongoError('TypeMismatch', `can't $subtract ${typeName(b!)} from ${typeName(a!)}`);
});

export const $multiply = chain('left', (operands) => (root, variables) => {
  let product: BsonNumber = new Int32(1);
  // where a double comes in, all factors count as doubles: -1 * 0 * 2.0 is -0.0
  let plainProduct = 1;
  for (const operand of operands) {
    const value = operand(root, variables);
    if (isNullish(value)) return null;
    if (!isNumeric(value)) throw new MongoError('TypeMismatch', `$multiply only supports numeric types, not ${typeName(value)}`);
    product = arithmetic.multiply(product, value);
    plainProduct *= arithmetic.plain(value);
  }
  return arithmetic.isDouble(product) ? new Double(plainProduct) : product;
});

function ofTwo(compute: (a: BsonNumber, b: BsonNumber) => Result, refuse: (a: Result, b: Result) => MongoError): Operator {
  return values(2, (a, b) => {
    if (isNullish(a!) || isNullish(b!)) return null;
    if (!isNumeric(a!) || !isNumeric(b!)) throw refuse(a!, b!);
    return compute(a, b);
  });
}

export const $divide = ofTwo(arithmetic.divide, (a, b) =>
  new MongoError('TypeMismatch', `$divide only supports numeric types, not ${typeName(a)} and ${typeName(b)}`));

export const $mod = ofTwo(arithmetic.mod, (a, b) => new MongoError(16611, `$mod only supports numeric types, not ${typeName(a)} and ${typeName(b)}`));

export const $pow = ofTwo(arithmetic.pow, (a, b) => (isNumeric(a)
  ? new MongoError(28763, `$pow's exponent must be numeric, not ${typeName(b)}`)
  : new MongoError(28762, `$pow's base must be numeric, not ${typeName(a)}`)));

export const $log = ofTwo(arithmetic.log, (a, b) => (isNumeric(a)
  ? new MongoError(28757, `$log's base must be numeric, not ${typeName(b)}`)
  : new MongoError(28756, `$log's argument must be numeric, not ${typeName(a)}`)));

export const $abs = ofNumber('$abs', arithmetic.abs);
export const $ceil = ofNumber('$ceil', arithmetic.ceil);
export const $floor = ofNumber('$floor', arithmetic.floor);
export const $exp = ofNumber('$exp', arithmetic.exp);
export const $ln = ofNumber('$ln', arithmetic.ln);
export const $log10 = ofNumber('$log10', arithmetic.log10);
export const $sqrt = ofNumber('$sqrt', arithmetic.sqrt);

function rounding(name: string, compute: (value: BsonNumber, place: number) => BsonNumber): Operator {
  return values([1, 2], (value, place) => {
    if (isNullish(value!)) return null;
    const number = needNumber(value!, name);
    if (place === undefined) return compute(number, 0);
    return isNullish(place) ? null : compute(number, placeOf(place, name));
  });
}

function needNumber(value: Result, name: string): BsonNumber {
  if (!isNumeric(value)) throw new MongoError(51081, `${name} only supports numeric types, not ${typeName(value)}`);
  return value;
}

const LEAST_PLACE = -20;
const MOST_PLACE = 100;

function placeOf(place: Result, name: string): number {
  if (!isNumeric(place)) throw new MongoError(16004, `can't convert from BSON type ${typeName(place)} to long`);
  coerceToLong(place);
  const digits = asInt(place);
  if (digits === undefined) throw new MongoError(51082, `precision argument to  ${name} must be a integral value`);
  if (digits < LEAST_PLACE || digits > MOST_PLACE) {
    throw new MongoError(51083, `cannot apply ${name} with precision value ${digits} value must be in [-20, 100]`);
  }
  return digits;
}

export const $round = rounding('$round', arithmetic.round);
export const $trunc = rounding('$trunc', arithmetic.trunc);

function bitwise(name: string, neutral: number, combine: (a: bigint, b: bigint) => bigint): Operator {
  return chain('commutative', (operands) => (root, variables) => {
    let bits = BigInt(neutral);
    let isLong = false;
    for (const operand of operands) {
      const value = operand(root, variables);
      if (isNullish(value)) return null;
      if (value instanceof Int32) bits = combine(bits, BigInt(value.value));
      else if (isNumeric(value) && arithmetic.isLong(value)) {
        bits = combine(bits, value.toBigInt());
        isLong = true;
      } else throw new MongoError('TypeMismatch', `${name} only supports int and long operands.`);
    }
    return isLong ? Long.fromBigInt(bits) : new Int32(Number(bits));
  });
}

export const $bitAnd = bitwise('$bitAnd', -1, (a, b) => a & b);
export const $bitOr = bitwise('$bitOr', 0, (a, b) => a | b);
export const $bitXor = bitwise('$bitXor', 0, (a, b) => a ^ b);

export const $bitNot = ofNumber('$bitNot', (value) => {
  if (value instanceof Int32) return new Int32(~value.value);
  if (arithmetic.isLong(value)) return value.not();
  throw new MongoError('TypeMismatch', `$bitNot only supports int and long, not: ${value instanceof Decimal128 ? 'decimal' : 'double'}.`);
});
