import { Decimal128, Double, Long } from 'bson';
import { expect, test } from 'vitest';
import { parseDecimal, parseDouble, parseInt32, parseLong, textOfNumber, toDecimal, toDouble, toInt, toLong } from './numbers.js';

const decimal = (text: string): Decimal128 => Decimal128.fromString(text);
const conversionFailure = expect.objectContaining({ code: 241 }) as Error;

test('what follows the point is cut off on the way to whole numbers', () => {
  expect(toInt(new Double(-2.5)).value).toBe(-2);
  expect(toInt(decimal('2147483647.9')).value).toBe(2147483647);
  expect(toLong(new Double(-9223372036854775808)).toString()).toBe('-9223372036854775808');
});

test.each([new Double(2147483648), Long.fromString('2147483648'), decimal('1E+3000'), new Double(NaN), decimal('Infinity')])('%s is no int', (value) => {
  expect(() => toInt(value)).toThrow(conversionFailure);
});

test('a decimal beyond the range of doubles is refused, at both ends', () => {
  expect(() => toDouble(decimal('1E+400'))).toThrow(conversionFailure);
  expect(() => toDouble(decimal('1E-400'))).toThrow(conversionFailure);
});

test.each([
  [0.1, '0.100000000000000'], [7, '7.00000000000000'], [1e18, '1.00000000000000E+18'], [-0, '-0'], [123456789.123, '123456789.123000'],
  [1 / 3, '0.333333333333333'], [5e-324, '4.94065645841247E-324'],
])('the double %d is the decimal %s', (value, text) => {
  expect(toDecimal(new Double(value)).toString()).toBe(text);
});

test.each([
  [1e15, '1000000000000000'], [1e16, '1e+16'], [1e-4, '0.0001'], [1e-5, '1e-05'], [-0, '-0'], [NaN, 'NaN'], [9.2e18, '9.2e+18'], [123456.7, '123456.7'],
])('the double %d is written %s', (value, text) => {
  expect(textOfNumber(new Double(value))).toBe(text);
});

test('numbers are read from text as strictly as the server reads them', () => {
  expect(parseInt32('+00012').value).toBe(12);
  expect(parseLong('-9223372036854775808').toString()).toBe('-9223372036854775808');
  expect(parseDouble('.5e1').value).toBe(5);
  expect(parseDouble('-inf').value).toBe(-Infinity);
  expect(parseDecimal('1.50').toString()).toBe('1.50');
  expect(parseDecimal('12345678901234567890123456789012345').toString()).toBe('1.234567890123456789012345678901234E+34');
  for (const text of ['', ' 1', '1 ', '0x10', '1e', '1_0', '-']) {
    for (const read of [parseInt32, parseLong, parseDouble, parseDecimal]) expect(() => read(text), text).toThrow(conversionFailure);
  }
  expect(() => parseInt32('1.0')).toThrow(conversionFailure);
  expect(() => parseDouble('1e400')).toThrow(conversionFailure);
});
