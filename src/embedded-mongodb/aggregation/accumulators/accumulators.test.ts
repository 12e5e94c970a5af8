import { Decimal128, Double, Long } from 'bson';
import { describe, expect, test } from 'vitest';
import { aggregate } from '../over-arrays.testkit.js';

// What these tests expect was asked of a MongoDB server.

/** What an accumulator makes of the values of one group; `undefined` is a missing value. */
function gathered(values: unknown[], accumulator: (input: string) => unknown): unknown {
  const documents = values.map((v, i) => (v === undefined ? { i } : { i, v }));
  return (aggregate(documents, [{ $group: { _id: null, result: accumulator('$v') } }])[0] as { result: unknown }).result;
}

const unary = (name: string) => (input: string) => ({ [name]: input });
const long = (value: number): Long => Long.fromNumber(value);

describe('$sum and $avg', () => {
  test.each([
    ['ints stay ints', [1, 2], 3],
    ['a long makes a long', [1, long(2)], 'long 3'],
    ['a double makes a double', [1, new Double(2)], 'double 3'],
    ['a decimal makes a decimal', [1, new Double(0.5), Decimal128.fromString('2.25')], 'decimal 3.75'],
    ['too much for an int is a long', [2147483647, 1], 'long 2147483648'],
    ['too much for a long is a double', [Long.MAX_VALUE, 1], 'double 9223372036854776000'],
    ['what is no number is left out', ['x', null, undefined, 1], 1],
  ])('%s', (_name, values, expected) => {
    expect(gathered(values, unary('$sum'))).toBe(expected);
  });

  test('small parts do not get lost beside large ones', () => {
    expect(gathered([1e16, 1, -1e16, 0.1].map((v) => new Double(v)), unary('$sum'))).toBe('double 1.1');
  });

  test('an average is a double, and null of nothing', () => {
    expect(gathered([1, 2], unary('$avg'))).toBe('double 1.5');
    expect(gathered(['x', undefined], unary('$avg'))).toBe(null);
  });
});

describe('choosing', () => {
  test('$min and $max leave out null, and keep the first of equal values', () => {
    expect(gathered([null, 3, new Double(3), undefined], unary('$min'))).toBe(3);
    expect(gathered([2, 'x', null], unary('$max'))).toBe('x');
    expect(gathered([null], unary('$max'))).toBe(null);
  });

  test('$first and $last take what comes, missing as null', () => {
    expect(gathered([undefined, 1], unary('$first'))).toBe(null);
    expect(gathered([1, undefined], unary('$last'))).toBe(null);
  });

  test('$firstN, $lastN, $minN and $maxN', () => {
    const several = (name: string, n: unknown) => (input: string) => ({ [name]: { input, n } });
    expect(gathered([3, undefined, 1], several('$firstN', 2))).toEqual([3, null]);
    expect(gathered([3, 2, 1], several('$lastN', 2))).toEqual([2, 1]);
    expect(gathered([3, null, 1, 2], several('$minN', 2))).toEqual([1, 2]);
    expect(gathered([3, null, 1, 2], several('$maxN', 9))).toEqual([3, 2, 1]);
    expect(() => gathered([1], several('$maxN', 0))).toThrow(expect.objectContaining({ code: 5787908 }) as Error);
    expect(() => gathered([1], several('$maxN', 'x'))).toThrow(expect.objectContaining({ code: 5787902 }) as Error);
  });

  test('of equal values of different types the server keeps those that its heap keeps', () => {
    const ones = [Decimal128.fromString('1'), 1, new Double(1), long(1), 2, 0];
    const least = (n: number): unknown => gathered(ones, (input) => ({ $minN: { input, n } }));
    expect(least(3)).toEqual([0, 'double 1', 1]);
    expect(least(6)).toEqual([0, 1, 'long 1', 'decimal 1', 'double 1', 2]);
  });

  test('$top, $topN, $bottom and $bottomN sort first', () => {
    const ranked = (name: string, more = {}) => (input: string) => ({ [name]: { output: [input, '$i'], sortBy: { v: 1 }, ...more } });
    expect(gathered([2, 1, 3], ranked('$top'))).toEqual([1, 1]);
    expect(gathered([2, 1, 3], ranked('$bottom'))).toEqual([3, 2]);
    expect(gathered([2, 1, 3], ranked('$topN', { n: 2 }))).toEqual([[1, 1], [2, 0]]);
    expect(gathered([2, 1, 3], ranked('$bottomN', { n: 2 }))).toEqual([[2, 0], [3, 2]]);
  });

  test('n may depend on the group', () => {
    const documents = [{ k: 1, v: 1 }, { k: 1, v: 2 }, { k: 2, v: 3 }, { k: 2, v: 4 }];
    expect(aggregate(documents, [{ $group: { _id: { k: '$k' }, all: { $firstN: { input: '$v', n: '$k' } } } }])).toEqual([{ _id: { k: 1 }, all: [1] }, { _id: { k: 2 }, all: [3, 4] }]);
  });
});

describe('collecting', () => {
  test('$push and $addToSet leave out what is missing', () => {
    expect(gathered([1, undefined, null, 1], unary('$push'))).toEqual([1, null, 1]);
    expect(gathered([1, new Double(1), undefined, null], unary('$addToSet'))).toEqual([1, null]);
  });

  test('$mergeObjects, $concatArrays and $setUnion want their types', () => {
    expect(gathered([{ a: 1, b: 1 }, null, { b: 2 }], unary('$mergeObjects'))).toEqual({ a: 1, b: 2 });
    expect(gathered([[1], undefined, [1, 2]], unary('$concatArrays'))).toEqual([1, 1, 2]);
    expect(() => gathered([1], unary('$mergeObjects'))).toThrow(expect.objectContaining({ code: 40400 }) as Error);
    expect(() => gathered([1], unary('$setUnion'))).toThrow(expect.objectContaining({ code: 14 }) as Error);
  });
});

test('deviations and percentiles', () => {
  expect(gathered([1, 5, 'x'], unary('$stdDevPop'))).toBe('double 2');
  expect(gathered([1, 5], unary('$stdDevSamp'))).toBe('double 2.8284271247461903');
  expect(gathered([1], unary('$stdDevSamp'))).toBe(null);
  expect(gathered([1, 5, 9, 'x'], (input) => ({ $percentile: { input, p: [0, 0.5, 1], method: 'approximate' } }))).toEqual(['double 1', 'double 5', 'double 9']);
  expect(gathered(['x'], (input) => ({ $median: { input, method: 'approximate' } }))).toBe(null);
});
