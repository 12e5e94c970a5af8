import { Decimal128, Double, Int32, Long } from 'bson';
import { isDecimal, plain } from '../../bson/arithmetic.js';
import type { BsonNumber, Value } from '../../bson/document.js';
import { toDecimal } from '../../bson/numbers.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';

/** A series of preferred numbers, in which the boundaries of `$bucketAuto` must lie. */
export interface Granularity {
  /** Refuses what cannot be rounded. */
  check(value: Value): void;
  /** The next number of the series above the value. */
  roundUp(value: Value): Value;
  /** The next number of the series below the value. */
  roundDown(value: Value): Value;
}

const R5 = [10, 16, 25, 40, 63];
const R10 = [100, 125, 160, 200, 250, 315, 400, 500, 630, 800];
const R20 = [100, 112, 125, 140, 160, 180, 200, 224, 250, 280, 315, 355, 400, 450, 500, 560, 630, 710, 800, 900];
const R40 = [
  100, 106, 112, 118, 125, 132, 140, 150, 160, 170, 180, 190, 200, 212, 224, 236, 250, 265, 280, 300, 315, 355, 375, 400, 425, 450, 475, 500, 530, 560, 600,
  630, 670, 710, 750, 800, 850, 900, 950,
];
const R80 = [
  103, 109, 115, 122, 128, 136, 145, 155, 165, 175, 185, 195, 206, 218, 230, 243, 258, 272, 290, 307, 325, 345, 365, 387, 412, 437, 462, 487, 515, 545, 575,
  615, 650, 690, 730, 775, 825, 875, 925, 975,
];
const E6 = [10, 15, 22, 33, 47, 68];
const E12 = [10, 12, 15, 18, 22, 27, 33, 39, 47, 56, 68, 82];
const E24 = [10, 11, 12, 13, 15, 16, 18, 20, 22, 24, 27, 30, 33, 36, 39, 43, 47, 51, 56, 62, 68, 75, 82, 91];

/** The E series from 48 on are the rounded steps of a decade; 920 is tradition. */
function eSeries(size: number): number[] {
  return Array.from({ length: size }, (_, i) => Math.round(100 * 10 ** (i / size))).map((number) => (size === 192 && number === 919 ? 920 : number));
}

const SERIES: Record<string, number[]> = {
  R5, R10, R20, R40, R80, '1-2-5': [10, 20, 50], E6, E12, E24, E48: eSeries(48), E96: eSeries(96), E192: eSeries(192),
};

export function granularityOf(name: string): Granularity {
  if (name === 'POWERSOF2') {
    return rounding((number, value) => power(Math.floor(Math.log2(number)) + 1, value), (number, value) => power(Math.ceil(Math.log2(number)) - 1, value));
  }
  const series = Object.hasOwn(SERIES, name) ? SERIES[name] : undefined;
  if (series === undefined) throw new MongoError(40257, `Unknown rounding granularity '${name}'`);
  return rounding((number, value) => typed(above(number, series), value), (number, value) => typed(below(number, series), value));
}

type Round = (number: number, value: BsonNumber) => BsonNumber;

/** Zero is left alone. */
function rounding(up: Round, down: Round): Granularity {
  const by = (round: Round) => (value: Value): Value => {
    const number = plain(value as BsonNumber);
    return number === 0 ? value : round(number, value as BsonNumber);
  };
  return { check, roundUp: by(up), roundDown: by(down) };
}

function typed(number: number, value: BsonNumber): BsonNumber {
  return isDecimal(value) ? toDecimal(new Double(number)) : new Double(number);
}

function check(value: Value): void {
  if (!isNumber(value)) throw new MongoError(40258, `$bucketAuto can specify a 'granularity' with numeric boundaries only, but found a value with type: ${typeOf(value)}`);
  const number = plain(value);
  if (Number.isNaN(number)) throw new MongoError(40259, "$bucketAuto can specify a 'granularity' with numeric boundaries only, but found a NaN");
  if (number < 0) throw new MongoError(40260, "$bucketAuto can specify a 'granularity' with non-negative numbers only, but found a negative number");
}

/** The series is known for one decade; others are reached by multiplying, decade by decade, as the server does. */
function above(number: number, series: number[]): number {
  let factor = 1;
  while (number >= series.at(-1)! * factor) factor *= 10;
  while (number < series[0]! * factor) {
    const lower = factor / 10;
    if (number >= series.at(-1)! * lower) return series[0]! * factor;
    factor = lower;
  }
  return series.find((step) => step * factor > number)! * factor;
}

function below(number: number, series: number[]): number {
  let factor = 1;
  while (number <= series[0]! * factor) factor /= 10;
  while (number > series.at(-1)! * factor) {
    const upper = factor * 10;
    if (number <= series[0]! * upper) return series.at(-1)! * factor;
    factor = upper;
  }
  return series.findLast((step) => step * factor < number)! * factor;
}

/** The power of two in the type of the value, but that a whole one of a plain number is an int or a long. */
function power(exponent: number, value: BsonNumber): BsonNumber {
  const result = 2 ** exponent;
  if (isDecimal(value)) return Decimal128.fromString(result.toPrecision(34));
  if (exponent < 0 || exponent > 62) return new Double(result);
  return exponent < 31 ? new Int32(result) : Long.fromNumber(result);
}
