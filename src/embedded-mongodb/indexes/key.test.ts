import { Binary, BSONRegExp, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare } from '../bson/compare.js';
import type { Value } from '../bson/document.js';
import { Doc, doc } from '../bson/document.js';
import { collated, complement, endOfValue, keyOf } from './key.js';

const small = fc.integer({ min: -3, max: 3 });
const numbers = fc.oneof(
  fc.oneof(small, fc.integer()).map((n) => new Int32(n)),
  fc.oneof(fc.double(), small, small.map((n) => n / 10), small.map((n) => 2 ** 53 + n * 2), fc.constantFrom(2 ** 52, -(2 ** 52), 5e-324, 0.1)).map((n) => new Double(n)),
  fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), small.map((n) => 2n ** 53n + BigInt(n)), small.map((n) => 2n ** 52n + BigInt(n)), small.map(BigInt))
    .map((n) => Long.fromBigInt(n)),
  fc.oneof(
    fc.tuple(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: -12, max: 12 })).map(([n, e]) => `${n}E${e}`),
    fc.constantFrom('NaN', 'Infinity', '-Infinity', '0', '-0', '0.1', '1.0', '9007199254740993', '9007199254740993.5', '1E-6176', '9.999E6144', '-1E400', '1E-330', '4503599627370496.5'),
  ).map((text) => Decimal128.fromString(text)),
);
const texts = fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('a', 'A', 'b', 'B', 'é', 'a\0', 'a\0b', '\u{1f600}', '\uffee'), fc.string({ unit: 'grapheme', maxLength: 4 }));
const scalars: fc.Arbitrary<Value> = fc.oneof(
  { weight: 4, arbitrary: numbers },
  { weight: 3, arbitrary: texts },
  fc.constantFrom<Value>(null, undefined, true, false, new MinKey(), new MaxKey()),
  fc.integer({ min: -8.64e15, max: 8.64e15 }).map((n) => new Date(n)),
  fc.uint8Array({ minLength: 12, maxLength: 12 }).map((bytes) => new ObjectId(bytes)),
  fc.tuple(fc.uint8Array({ maxLength: 3 }), fc.constantFrom(0, 4, 128)).map(([bytes, subtype]) => new Binary(bytes, subtype)),
  fc.tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), small.map((n) => n + 3)).map(([t, i]) => new Timestamp({ t, i })),
  fc.tuple(fc.constantFrom('a', 'ab', '^x'), fc.constantFrom('', 'i', 'im')).map(([pattern, options]) => new BSONRegExp(pattern, options)),
);
const values = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, scalars, fc.array(tie('value'), { maxLength: 3 }), fc.array(fc.tuple(fc.constantFrom('a', 'b', 'ab'), tie('value')), { maxLength: 3 })
    .map((fields) => Object.assign(new Doc(), Object.fromEntries(fields)) as Value)),
})).value;

const plain = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

describe('keys sort as the values that they stand for', () => {
  test('one field, both directions', () => {
    fc.assert(fc.property(values, values, (a, b) => {
      const order = Math.sign(compare(a, b)) || 0;
      expect(plain(keyOf([a], [false]), keyOf([b], [false]))).toBe(order);
      expect(plain(keyOf([a], [true]), keyOf([b], [true]))).toBe(-order || 0);
    }), { numRuns: 4000 });
  });

  test('numbers of all types', () => {
    fc.assert(fc.property(numbers, numbers, (a, b) => plain(keyOf([a], [false]), keyOf([b], [false])) === Math.sign(compare(a, b))), { numRuns: 4000 });
  });

  test('two fields', () => {
    fc.assert(fc.property(values, values, values, values, fc.boolean(), fc.boolean(), (a, b, c, d, first, second) => {
      const order = Math.sign(compare(a, c)) * (first ? -1 : 1) || Math.sign(compare(b, d)) * (second ? -1 : 1);
      expect(plain(keyOf([a, b], [first, second]), keyOf([c, d], [first, second]))).toBe(order || 0);
    }), { numRuns: 2000 });
  });

  test('a key never begins another key', () => {
    fc.assert(fc.property(values, values, (a, b) => {
      const x = keyOf([a], [false]);
      const y = keyOf([b], [false]);
      return x === y || (!x.startsWith(y) && !y.startsWith(x));
    }), { numRuns: 1000 });
  });

  test('a compound key comes apart again', () => {
    const strings = new Intl.Collator('en').compare;
    fc.assert(fc.property(values, values, fc.boolean(), fc.boolean(), (a, b, descending, collates) => {
      const order = collates ? strings : undefined;
      const first = keyOf([a], [descending], order);
      expect(endOfValue(keyOf([a, b], [descending, false], order), 0, descending)).toBe(first.length);
      expect(complement(keyOf([a], [false], order))).toBe(keyOf([a], [true], order));
    }), { numRuns: 1000 });
  });

  test('under a collation', () => {
    const strings = new Intl.Collator('en', { sensitivity: 'accent' }).compare;
    const inOrder = collated(strings);
    fc.assert(fc.property(values, values, values, values, fc.boolean(), (a, b, c, d, descending) => {
      const turn = descending ? -1 : 1;
      const order = turn * Math.sign(compare(a, c, strings)) || turn * Math.sign(compare(b, d, strings));
      const directions = [descending, descending];
      expect(Math.sign(inOrder(keyOf([a, b], directions, strings), keyOf([c, d], directions, strings)))).toBe(order || 0);
    }), { numRuns: 2000 });
  });
});

test('equal numbers of four types share a key, near neighbours do not', () => {
  const key = (value: Value): string => keyOf([value], [false]);
  const one = [new Int32(1), new Double(1), Long.fromNumber(1), Decimal128.fromString('1.0')].map(key);
  expect(new Set(one).size).toBe(1);
  expect(key(Long.fromString('9007199254740993')) > key(new Double(2 ** 53))).toBe(true);
  expect(key(Decimal128.fromString('0.1')) < key(new Double(0.1))).toBe(true);
  expect(key(doc({ a: new Int32(1) }))).toBe(key(doc({ a: new Double(1) })));
});
