import { deserialize, serialize } from 'bson';
import { describe, expect, test } from 'vitest';
import { decode, encode } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { compileFilter } from './filter.js';
import { compileProjection } from './projection.js';

// What is expected here was answered by the real engine.

type Plain = Record<string, unknown>;
const read = (value: Plain): Doc => decode(Buffer.from(serialize(value)));

const whole = { _id: 0, z: 1, a: 1, b: { c: 1, d: 2 }, arr: [1, 2, 3], it: [{ k: 'a', v: 1 }, { k: 'b', v: 2 }, 5, [{ k: 'c', v: 3 }, 7]] };

/** As JSON, so that the order of fields counts. */
function projected(projection: Plain, filter: Plain = {}, purpose: 'find' | 'aggregate' = 'find'): string {
  const compiled = compileFilter(read(filter));
  const project = compileProjection(read(projection), { filter: compiled, purpose });
  return JSON.stringify(deserialize(encode(project(read(whole)))));
}

function without(...fields: string[]): Plain {
  return Object.fromEntries(Object.entries(whole).filter(([name]) => !fields.includes(name)));
}

describe('find', () => {
  test.each<[Plain, Plain]>([
    [{ a: 1, z: 1 }, { _id: 0, z: 1, a: 1 }],
    [{ a: 0, _id: 0 }, without('a', '_id')],
    [{ 'b.d': 1 }, { _id: 0, b: { d: 2 } }],
    [{ 'it.k': 1 }, { _id: 0, it: [{ k: 'a' }, { k: 'b' }, [{ k: 'c' }]] }],
    [{ 'it.k': 0 }, { ...whole, it: [{ v: 1 }, { v: 2 }, 5, [{ v: 3 }, 7]] }],
    [{ 'a.x': 1 }, { _id: 0 }],
    [{ x: '$a', a: 1, z: 1 }, { _id: 0, z: 1, a: 1, x: 1 }],
    [{ 'it.x': '$a', z: 1 }, { _id: 0, z: 1, it: [{ x: 1 }, { x: 1 }, { x: 1 }, [{ x: 1 }, { x: 1 }]] }],
    [{ 'b.x': '$a', 'b.c': 1 }, { _id: 0, b: { c: 1, x: 1 } }],
    [{ 'zz.x': '$nope' }, { _id: 0, zz: {} }],
    [{ _id: '$a', z: 1 }, { z: 1, _id: 1 }],
    [{ arr: { $slice: -2 } }, { ...whole, arr: [2, 3] }],
    [{ arr: { $slice: [1, 1] }, a: 1 }, { _id: 0, a: 1, arr: [2] }],
    [{ it: { $elemMatch: { k: 'b' } }, z: 1 }, { _id: 0, z: 1, it: [{ k: 'b', v: 2 }] }],
    [{ it: { $elemMatch: { k: 'zz' } } }, { _id: 0 }],
    [{ it: { $elemMatch: { k: 'a' } }, arr: { $slice: 1 } }, { ...whole, arr: [1], it: [{ k: 'a', v: 1 }] }],
  ])('%j', (projection, expected) => expect(projected(projection)).toBe(JSON.stringify(expected)));
});

test('the positional $ gives the element that the filter found', () => {
  expect(projected({ 'arr.$': 1 }, { arr: { $gt: 1 } })).toBe('{"_id":0,"arr":[2]}');
  expect(projected({ 'it.k.$': 1 }, { 'it.k': 'b' })).toBe('{"_id":0,"it":[{"k":"b"}]}');
  expect(() => projected({ 'arr.$': 1 }, { a: 1 })).toThrow(expect.objectContaining({ code: 51246 }));
  expect(() => projected({ 'arr.$': 1 }, { $expr: true })).toThrow(expect.objectContaining({ code: 224 }));
});

test('what is malformed is refused with the code of MongoDB', () => {
  const refused: [Plain, number][] = [
    [{ a: 1, b: 0 }, 31254], [{ a: 0, b: 1 }, 31253], [{ a: 1, 'a.b': 1 }, 31249], [{ 'a.b': 1, a: 1 }, 31250], [{ a: {} }, 51270], [{ a: { $bad: 1 } }, 31325],
    [{ b: 0, a: 'x' }, 31310], [{ b: 0, a: { $add: [1, 1] } }, 31252], [{ 'a.$': 1, 'b.$': 1 }, 31276], [{ 'a.$.b': 1 }, 31394], [{ 'a.$': 0 }, 31395],
    [{ 'a.b': { $elemMatch: {} } }, 31275], [{ 'a.$': 1, b: { $elemMatch: {} } }, 31255], [{ a: { $slice: 'x' } }, 28667], [{ a: { b: 1, $gt: 1 } }, 16410],
    [{ '': 1 }, 40352], [{ 'a.': 1 }, 40353], [{ a: { $meta: 'textScore' } }, 40218], [{ a: { $meta: 'sortKey' } }, 2],
  ];
  for (const [projection, code] of refused) expect([projection, codeOf(projection, 'find')]).toEqual([projection, code]);
});

test('$project has neither the positional $ nor $elemMatch', () => {
  expect(codeOf({ 'a.$': 1 }, 'aggregate')).toBe(31324);
  expect(codeOf({ a: { $elemMatch: {} } }, 'aggregate')).toBe(168);
});

function codeOf(projection: Plain, purpose: 'find' | 'aggregate'): number | undefined {
  try {
    projected(projection, {}, purpose);
    return undefined;
  } catch (error) {
    if (error instanceof MongoError) return error.code;
    throw error;
  }
}
