import { BSONRegExp, Decimal128, Double, Long, MaxKey, MinKey, serialize } from 'bson';
import { describe, expect, test } from 'vitest';
import { decode } from '../bson/codec.js';
import { collationOf } from '../bson/collation.js';
import type { Doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { compileFilter } from './filter.js';

// What is expected here was answered by the real engine.

type Plain = Record<string, unknown>;
const read = (value: Plain): Doc => decode(Buffer.from(serialize(value)));

/** Which of the values of `a` match, by their places. */
function matching(values: unknown[], filter: Plain): number[] {
  const compiled = compileFilter(read(filter));
  return values.flatMap((a, i) => (compiled.matches(read(a === MISSING ? {} : { a })) ? [i] : []));
}
const MISSING = Symbol('missing');

function codeOf(filter: Plain): number | string {
  try {
    compileFilter(read(filter));
    return 'accepted';
  } catch (error) {
    if (error instanceof MongoError) return error.code;
    throw error;
  }
}

describe('null, missing, NaN, MinKey and MaxKey', () => {
  const values = [MISSING, null, [], [null], {}, [{}], [{ b: null }], [1], [{ b: 1 }, 5], { b: null }, { b: [] }, new MinKey(), new MaxKey(), NaN, Decimal128.fromString('NaN'), [[]]];
  test.each([
    [{ a: null }, [0, 1, 3]],
    [{ a: { $gte: null } }, [0, 1, 3]],
    [{ a: { $gt: null } }, []],
    [{ 'a.b': null }, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15]],
    [{ 'a.b': { $exists: true } }, [6, 8, 9, 10]],
    [{ a: { $eq: new MinKey() } }, [11]],
    [{ a: { $gt: new MinKey() } }, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14, 15]],
    [{ a: { $lte: NaN } }, [13, 14]],
    [{ a: { $lt: 5 } }, [7]],
    [{ a: [] }, [2, 15]],
    [{ a: { $in: [[], null] } }, [0, 1, 2, 3, 15]],
  ])('%j', (filter, expected) => expect(matching(values, filter)).toEqual(expected));
});

describe('arrays on the path', () => {
  const values = [[[1, 2]], [5, [2, 4]], [[{ b: 1 }]], [{ b: 1 }, { b: 2 }], [{ 0: 7 }], { 0: 7 }, { 0: [7, 8] }, [7, 8], [[7, 8]], [[[7, 8]]], { 1: { b: 2 } }, [{ 1: { b: 2 } }, 5], [[0, { b: 2 }], 9]];
  test.each([
    [{ 'a.0': 1 }, []],
    [{ 'a.0.b': 1 }, [2, 3]],
    [{ 'a.b': 1 }, [3]],
    [{ 'a.0': 7 }, [4, 5, 6, 7]],
    [{ 'a.1.b': 2 }, [3, 10, 11]],
    [{ 'a.0.0': 7 }, [4, 6, 8]],
    [{ 'a.0': [7, 8] }, [6, 8]],
    [{ 'a.0': null }, [3, 10, 11]],
    [{ 'a.1': null }, [0, 2, 3, 4, 5, 6, 8, 9]],
    [{ 'a.0.b': null }, [0, 1, 3, 4, 5, 6, 7, 8, 10, 11, 12]],
    [{ 'a.0': { $size: 2 } }, [0, 6, 8, 12]],
    [{ 'a.b': { $ne: 1 } }, [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12]],
  ])('%j', (filter, expected) => expect(matching(values, filter)).toEqual(expected));
});

describe('numbers of different types', () => {
  const values = [1, new Double(1), Long.fromNumber(1), Decimal128.fromString('1.0'), 1.5, '1', true, Long.fromString('9007199254740993'), new Double(9007199254740992)];
  test.each([
    [{ a: Decimal128.fromString('1') }, [0, 1, 2, 3]],
    [{ a: { $gt: 1 } }, [4, 7, 8]],
    [{ a: Long.fromString('9007199254740993') }, [7]],
    [{ a: { $type: 'number' } }, [0, 1, 2, 3, 4, 7, 8]],
    [{ a: { $mod: [2, 1] } }, [0, 1, 2, 3, 4, 7]],
    [{ a: { $bitsAllSet: [0] } }, [0, 1, 2, 3, 7]],
  ])('%j', (filter, expected) => expect(matching(values, filter)).toEqual(expected));
});

test('$all, $elemMatch and $size look at arrays', () => {
  const values = [[1, 2], [2], 2, [[2]], [{ k: 'a', v: 1 }, { k: 'b', v: 2 }], []];
  expect(matching(values, { a: { $all: [2] } })).toEqual([0, 1, 2]);
  expect(matching(values, { a: { $all: [] } })).toEqual([]);
  expect(matching(values, { a: { $elemMatch: { $gte: 2 } } })).toEqual([0, 1]);
  expect(matching(values, { a: { $elemMatch: { $elemMatch: { $eq: 2 } } } })).toEqual([3]);
  expect(matching(values, { a: { $elemMatch: { k: 'a', v: 2 } } })).toEqual([]);
  expect(matching(values, { a: { $elemMatch: { $or: [{ k: 'c' }, { v: 2 }] } } })).toEqual([4]);
  expect(matching(values, { a: { $not: { $size: 2 } } })).toEqual([1, 2, 3, 5]);
});

test('a regular expression also equals itself', () => {
  const values = ['abc', ['x', 'ab'], new BSONRegExp('^a', ''), new BSONRegExp('^a', 'i'), 1];
  expect(matching(values, { a: new BSONRegExp('^a') })).toEqual([0, 1, 2]);
  expect(matching(values, { a: { $in: [new BSONRegExp('^A', 'i'), 1] } })).toEqual([0, 1, 4]);
  expect(matching(values, { a: { $eq: new BSONRegExp('^a') } })).toEqual([2]);
});

test('a collation decides which strings are equal, also within documents', () => {
  const strings = collationOf(read({ locale: 'en', strength: 2 }));
  const matches = (filter: Plain, doc: Plain): boolean => compileFilter(read(filter), { strings }).matches(read(doc));
  expect(matches({ a: 'ANA' }, { a: ['x', 'ana'] })).toBe(true);
  expect(matches({ a: { b: 'ANA' } }, { a: { b: 'ana' } })).toBe(true);
  expect(matches({ a: { $in: ['ANA'] } }, { a: 'ána' })).toBe(false);
  expect(matches({ a: { $regex: 'ANA' } }, { a: 'ana' })).toBe(false);
});

describe('the position that $ stands for', () => {
  const position = (filter: Plain): number | undefined => compileFilter(read(filter)).position(read({ a: [{ b: [1, 2] }, { b: [3, 4] }], b: [5, 6, 7], n: [1, 2, 3], c: 1 }));
  test.each([
    [{ b: 6 }, 1],
    [{ 'a.b': 3 }, 1],
    [{ b: 6, n: 3 }, 2],
    [{ n: { $in: [1, 9] }, b: { $gt: 6 } }, 0],
    [{ b: { $elemMatch: { $gt: 5 } }, n: 3 }, 2],
    [{ $or: [{ b: 7 }, { b: 6 }] }, 1],
    [{ $or: [{ b: 7 }, { n: 9 }] }, undefined],
    [{ b: { $not: { $gt: 8 } } }, undefined],
    [{ 'b.1': 6 }, undefined],
    [{ b: { $all: [7, 6] } }, 1],
  ])('%j is %j', (filter, expected) => expect(position(filter)).toBe(expected));
});

test('what is malformed is refused with the code of MongoDB', () => {
  const refused: [Plain, number | string][] = [
    [{ $bad: 1 }, 2], [{ a: { $bad: 1 } }, 2], [{ a: { $gt: 1, b: 1 } }, 2], [{ a: { b: 1, $gt: 1 } }, 'accepted'], [{ $and: [] }, 2], [{ $where: '1' }, 6108304],
    [{ a: { $gt: new BSONRegExp('x') } }, 2], [{ a: { $not: {} } }, 2], [{ a: { $in: [{ $gt: 1 }] } }, 2], [{ a: { $all: [5, { $elemMatch: {} }] } }, 2],
    [{ a: { $type: [] } }, 9], [{ a: { $type: null } }, 14], [{ a: { $type: 'missing' } }, 2], [{ a: { $size: 1.5 } }, 2], [{ a: { $size: new Double(1) } }, 'accepted'],
    [{ a: { $mod: [0, 1] } }, 2], [{ a: { $regex: '[' } }, 51091], [{ a: { $regex: 'x', $options: 'q' } }, 51108], [{ a: { $regex: new BSONRegExp('x', 'i'), $options: 'i' } }, 51075],
    [{ a: { $bitsAllSet: -1 } }, 9], [{ a: { $bitsAllSet: [-1] } }, 2], [{ $alwaysTrue: 2 }, 9], [{ a: { $elemMatch: { $expr: true } } }, 2],
    [{ $jsonSchema: { bad: 1 } }, 9], [{ a: { $ref: 'x' } }, 2], [{ a: { $ref: 'x', $id: 1 } }, 'accepted'],
  ];
  for (const [filter, code] of refused) expect([filter, codeOf(filter)]).toEqual([filter, code]);
});
