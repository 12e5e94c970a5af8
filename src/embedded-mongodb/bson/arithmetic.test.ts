import { Decimal128, Double, Int32, Long } from 'bson';
import { describe, expect, test } from 'vitest';
import * as arithmetic from './arithmetic.js';
import type { BsonNumber } from './document.js';

const int = (value: number): Int32 => new Int32(value);
const long = (value: number | string): Long => Long.fromString(String(value));
const double = (value: number): Double => new Double(value);
const decimal = (value: string): Decimal128 => Decimal128.fromString(value);
const largest = long('9223372036854775807');

/** `int 3`, `decimal 3.0`: type and value in one text. Every expectation here was given by a MongoDB server. */
function shown(value: BsonNumber | undefined): string {
  return value === undefined ? 'none' : `${value._bsontype.replace(/32|128/, '').toLowerCase()} ${value.toString()}`;
}

test('a result has the wider type of its operands, and a wider one still where it does not fit', () => {
  expect(shown(arithmetic.add(int(7), int(1)))).toBe('int 8');
  expect(shown(arithmetic.add(int(2147483647), int(1)))).toBe('long 2147483648');
  expect(shown(arithmetic.add(int(7), long(3)))).toBe('long 10');
  expect(shown(arithmetic.add(largest, int(1)))).toBe('double 9223372036854776000');
  expect(shown(arithmetic.add(long(1), double(0.5)))).toBe('double 1.5');
  expect(shown(arithmetic.subtract(largest, long('9223372036854775806')))).toBe('long 1');
  expect(shown(arithmetic.multiply(int(-2147483648), int(-1)))).toBe('long 2147483648');
  expect(shown(arithmetic.abs(int(-2147483648)))).toBe('long 2147483648');
});

test('$inc and $mul have no room beyond 64 bits', () => {
  expect(shown(arithmetic.addWithin64Bits(largest, int(1)))).toBe('none');
  expect(shown(arithmetic.multiplyWithin64Bits(long('4611686018427387904'), int(2)))).toBe('none');
});

test('decimals keep their trailing zeros, and doubles bring 15 digits', () => {
  expect(shown(arithmetic.add(decimal('1.50'), decimal('1.50')))).toBe('decimal 3.00');
  expect(shown(arithmetic.add(decimal('0.1'), double(2.5)))).toBe('decimal 2.60000000000000');
  expect(shown(arithmetic.add(double(0.1), decimal('2.50')))).toBe('decimal 2.600000000000000');
  expect(shown(arithmetic.subtract(decimal('3'), double(3)))).toBe('decimal 0E-14');
  expect(shown(arithmetic.multiply(decimal('1E+3'), decimal('2.50')))).toBe('decimal 2.50E+3');
});

test('decimals have 34 digits, the last one rounded to even', () => {
  expect(shown(arithmetic.add(decimal('1.000000000000000000000000000000001'), long('9223372036854775807')))).toBe('decimal 9223372036854775808.000000000000000');
  expect(shown(arithmetic.divide(decimal('0.1'), int(7)))).toBe('decimal 0.01428571428571428571428571428571429');
  expect(shown(arithmetic.multiply(decimal('9.999999999999999999999999999999999E+6144'), int(3)))).toBe('decimal Infinity');
  expect(shown(arithmetic.subtract(decimal('9.999999999999999999999999999999999E+6144'), int(1)))).toBe('decimal 9.999999999999999999999999999999999E+6144');
});

test('an exact quotient is written as short as the operands allow', () => {
  expect(shown(arithmetic.divide(int(7), decimal('2.50')))).toBe('decimal 2.8');
  expect(shown(arithmetic.divide(double(7), decimal('2.50')))).toBe('decimal 2.800000000000');
  expect(shown(arithmetic.divide(decimal('1E+3'), decimal('2.50')))).toBe('decimal 4E+2');
  expect(shown(arithmetic.divide(int(0), decimal('2.50')))).toBe('decimal 0E+2');
  expect(shown(arithmetic.divide(int(7), int(2)))).toBe('double 3.5');
});

test('a remainder has the sign of the dividend', () => {
  expect(shown(arithmetic.mod(int(-7), int(2)))).toBe('int -1');
  expect(shown(arithmetic.mod(int(-7), decimal('2.50')))).toBe('decimal -2.00');
  expect(shown(arithmetic.mod(double(7), double(2.5)))).toBe('double 2');
});

test('powers of whole numbers are whole where they can be', () => {
  expect(shown(arithmetic.pow(int(7), int(2)))).toBe('int 49');
  expect(shown(arithmetic.pow(int(2147483647), int(2)))).toBe('long 4611686014132420609');
  expect(shown(arithmetic.pow(int(-7), int(-1)))).toBe('double -0.14285714285714285');
  expect(shown(arithmetic.pow(int(3), decimal('2')))).toBe('decimal 9.000000000000000000000000000000000');
});

test('rounding ties go to the even neighbour', () => {
  expect([0.5, 1.5, 2.5, -2.5].map((value) => shown(arithmetic.round(double(value))))).toEqual(['double 0', 'double 2', 'double 2', 'double -2']);
  expect(shown(arithmetic.round(double(2.345), 2))).toBe('double 2.35');
  expect(shown(arithmetic.round(decimal('2.345'), 2))).toBe('decimal 2.34');
  expect(shown(arithmetic.round(int(2147483647), -1))).toBe('long 2147483650');
  expect(shown(arithmetic.round(decimal('123.456'), -1))).toBe('decimal 1.2E+2');
  expect(shown(arithmetic.trunc(int(-155), -1))).toBe('int -150');
  expect(shown(arithmetic.floor(decimal('-1E-10')))).toBe('decimal -1');
});

test('roots and logarithms of decimals are right to the last digit', () => {
  expect(shown(arithmetic.sqrt(decimal('2.5')))).toBe('decimal 1.581138830084189665999446772216359');
  expect(shown(arithmetic.sqrt(decimal('4')))).toBe('decimal 2');
  expect(shown(arithmetic.exp(decimal('0.1')))).toBe('decimal 1.105170918075647624811707826490247');
  expect(shown(arithmetic.ln(decimal('2.25')))).toBe('decimal 0.8109302162163287639560262309286983');
  expect(shown(arithmetic.log10(decimal('1E+3')))).toBe('decimal 3');
});

test.each([
  ['division by zero', () => arithmetic.divide(int(1), int(0)), 2],
  ['remainder by zero', () => arithmetic.mod(int(1), int(0)), 16610],
  ['the absolute value of the least long', () => arithmetic.abs(long('-9223372036854775808')), 28680],
  ['zero to a negative power', () => arithmetic.pow(int(0), int(-1)), 28764],
  ['the root of a negative number', () => arithmetic.sqrt(int(-1)), 28714],
  ['the logarithm of zero', () => arithmetic.ln(int(0)), 28766],
])('%s is refused with the code of the server', (_what, work, code) => {
  expect(work).toThrow(expect.objectContaining({ code }));
});

describe('the sum of $sum and $avg', () => {
  const sum = (...values: BsonNumber[]): string => {
    const summation = new arithmetic.Summation();
    for (const value of values) summation.add(value);
    return shown(summation.total());
  };

  test('carries the rounding errors of doubles along', () => {
    expect(sum(double(0.1), double(0.2), double(0.3))).toBe('double 0.6');
  });

  test('passes beyond 64 bits and comes back', () => {
    expect(sum(largest, largest, long('-9223372036854775807'))).toBe('long 9223372036854775807');
  });

  test('adds doubles exactly to decimals', () => {
    expect(sum(double(0.1), double(0.2), decimal('1'))).toBe('decimal 1.300000000000000016653345369377348');
  });
});
