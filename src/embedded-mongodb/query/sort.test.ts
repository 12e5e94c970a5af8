import { Decimal128, Double, MaxKey, MinKey, serialize } from 'bson';
import { expect, test } from 'vitest';
import { decode } from '../bson/codec.js';
import { collationOf } from '../bson/collation.js';
import type { Doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { untilDeadline } from '../interruption.js';
import { firstInOrder } from './first-in-order.js';
import { compileSort, compileSortKey } from './sort.js';

// What is expected here was answered by the real engine.

type Plain = Record<string, unknown>;
const read = (value: Plain): Doc => decode(Buffer.from(serialize(value)));

function sorted(docs: Plain[], specification: Plain, collation?: Plain): number[] {
  const order = compileSort(read(specification), collationOf(collation && read(collation)));
  const rows = docs.map((doc, i) => ({ doc: read(doc), i }));
  return rows.sort((a, b) => order(a.doc, b.doc)).map(({ i }) => i);
}

test('an array sorts by its least element, and downwards by its greatest', () => {
  const docs = [{ a: [3, 1] }, { a: 2 }, { a: [] }, {}, { a: null }, { a: [[5, 6], 0] }, { a: { x: 1 } }, { a: [{ x: 2 }, { x: 0 }] }, { a: [{ x: 1 }, 5] }, { a: [[{ x: -1 }]] }];
  expect(sorted(docs, { a: 1 })).toEqual([2, 3, 4, 5, 0, 1, 8, 7, 6, 9]);
  expect(sorted(docs, { a: -1 })).toEqual([9, 5, 7, 6, 8, 0, 1, 3, 4, 2]);
  expect(sorted(docs, { 'a.x': 1 })).toEqual([0, 1, 2, 3, 4, 5, 8, 9, 7, 6]);
  expect(sorted(docs, { 'a.0': 1 })).toEqual([1, 2, 3, 4, 6, 0, 8, 7, 5, 9]);
});

test('types have an order of their own', () => {
  const docs = ['x', 5, true, new MaxKey(), null, new Date(0), { x: 1 }, new MinKey(), NaN].map((a) => ({ a }));
  expect(sorted(docs, { a: 1 })).toEqual([7, 4, 8, 1, 0, 6, 2, 5, 3]);
});

test('what is equal stays as it came', () => {
  const docs = [{ a: 1, i: 0 }, { a: new Double(1) }, { a: Decimal128.fromString('1.0') }, { a: 0 }];
  expect(sorted(docs, { a: -1 })).toEqual([0, 1, 2, 3]);
});

test('a collation sorts words as people do', () => {
  const docs = ['b', 'a', 'B', 'á', '10', '9'].map((a) => ({ a }));
  expect(sorted(docs, { a: 1 })).toEqual([4, 5, 2, 1, 0, 3]);
  expect(sorted(docs, { a: 1 }, { locale: 'en' })).toEqual([4, 5, 1, 3, 0, 2]);
  expect(sorted(docs, { a: 1 }, { locale: 'en', numericOrdering: true })).toEqual([5, 4, 1, 3, 0, 2]);
});

test('the sort key can be shown', () => {
  expect(compileSortKey(read({ a: -1, n: 1 }))(read({ a: [1, 3], n: 'x' }))).toEqual([expect.objectContaining({ value: 3 }), 'x']);
});

test('what is malformed is refused with the code of MongoDB', () => {
  const refused: [Plain, number][] = [
    [{ a: 0 }, 15975], [{ a: 'x' }, 15974], [{ a: {} }, 17312], [{ a: { $meta: 'foo' } }, 31138], [{ a: { $meta: 'textScore', x: 1 } }, 9], [{ $a: 1 }, 16410], [{ '': 1 }, 40352],
    [{ $natural: 2 }, 2], [{ $natural: 1, a: 1 }, 2],
  ];
  for (const [specification, code] of refused) expect(() => compileSort(read(specification))).toThrow(expect.objectContaining({ code }));
});

test('two arrays cannot be sorted by at once', () => {
  const order = compileSort(read({ a: 1, b: 1 }));
  const doc = read({ a: [1], b: [2] });
  expect(() => order(doc, doc)).toThrow(MongoError);
});

test('a sort ends when its time is over', () => {
  const numbers = Array.from({ length: 1000 }, (_, i) => i);
  expect(untilDeadline(Infinity, () => firstInOrder(numbers, (a, b) => b - a))[0]).toBe(999);
  expect(() => untilDeadline(0, () => firstInOrder(numbers, (a, b) => b - a))).toThrow(expect.objectContaining({ codeName: 'MaxTimeMSExpired' }));
});
