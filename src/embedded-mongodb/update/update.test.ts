import { Decimal128, Double, Int32, Long, serialize } from 'bson';
import { describe, expect, test } from 'vitest';
import { Variables } from '../aggregation/variables.js';
import { decode, encode } from '../bson/codec.js';
import type { Doc, Value } from '../bson/document.js';
import { compileFilter } from '../query/filter.js';
import type { UpdateOptions } from './index.js';
import { checkUpsertFilter, compileUpdate, documentForUpsert } from './index.js';

// What these tests expect was asked of a MongoDB server.

type Plain = Record<string, unknown>;
const read = (value: Plain): Doc => decode(Buffer.from(serialize(value, { ignoreUndefined: false })));
const valueOf = (value: unknown): Value => read({ value }).value;

/** Values as one may compare them, numbers with their types: `int 1`. */
function shown(value: Value): unknown {
  if (Array.isArray(value)) return value.map(shown);
  if (value instanceof Int32 || value instanceof Double || value instanceof Long || value instanceof Decimal128) {
    return `${value._bsontype.replace(/32|128/, '').toLowerCase()} ${value.toString()}`;
  }
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shown(inner as Value)]));
}

/** Without types, where they do not matter. */
function plain(value: Value): unknown {
  return JSON.parse(JSON.stringify(shown(value)).replace(/"(?:int|double|long) ([^"]*)"/g, '$1'));
}

interface Case extends UpdateOptions { query?: Plain; filters?: Plain[] }

function apply(before: Plain, update: unknown, { query, filters, ...options }: Case = {}): { document: Doc; isModified: boolean } {
  const compiled = compileUpdate(valueOf(update), { ...options, ...(filters && { arrayFilters: filters.map(read) }) });
  const document = read(before);
  const bytes = encode(document);
  const after = compiled.apply(document, query ? compileFilter(read(query)) : null);
  expect(encode(document).equals(bytes), 'the original is left alone').toBe(true);
  return { document: after, isModified: after !== document };
}

const becomes = (before: Plain, update: unknown, options?: Case): unknown => plain(apply(before, update, options).document);
const refused = (before: Plain, update: unknown, options?: Case) => expect(() => apply(before, update, options));
const withCode = (code: number): Error => expect.objectContaining({ code }) as Error;

const example = { _id: 1, n: 1, s: 'a', arr: [1, 2], objs: [{ v: 2 }, { v: 1, w: 1 }], o: { x: 1 }, z: null };

describe('fields and paths', () => {
  test('new fields come in the order of their names, numbers among them by size', () => {
    const { document } = apply({ _id: 1 }, { $set: { z: 1, a: 1, 'q.b10': 1, 'q.b9': 1, 'q.a': 1 }, $inc: { m: 1 } });
    expect(Object.keys(document)).toEqual(['_id', 'a', 'm', 'q', 'z']);
    expect(Object.keys(document.q as Doc)).toEqual(['a', 'b10', 'b9']);
  });

  test('a far element of an array is reached over nulls', () => {
    expect(becomes({ _id: 1, arr: [1] }, { $set: { 'arr.3.y': 1 } })).toEqual({ _id: 1, arr: [1, null, null, { y: 1 }] });
    refused({ _id: 1, arr: [1] }, { $set: { 'arr.1500002': 1 } }).toThrow(withCode(34));
  });

  test('where nothing is, a number is a name', () => {
    expect(becomes({ _id: 1 }, { $set: { 'a.0': 1 } })).toEqual({ _id: 1, a: { 0: 1 } });
  });

  test.each([
    [{ $set: { '': 1 } }, 56], [{ $set: { 'a..b': 1 } }, 56], [{ $set: { 's.x': 1 } }, 28], [{ $set: { 'arr.x': 1 } }, 28], [{ $set: { 'objs.v': 1 } }, 28],
    [{ $set: { $a: 1 } }, 52], [{ $set: { _id: 2 } }, 66], [{ $unset: { _id: 1 } }, 66], [{ $set: { a: 1 }, $inc: { a: 1 } }, 40], [{ $set: { 'o.x': 1, o: 2 } }, 40],
    [{ $foo: { a: 1 } }, 9], [{ $set: 5 }, 9], [{ $set: { a: 1 }, b: 2 }, 9], [{ b: 2, $set: { a: 1 } }, 52], [5, 9], [{ $set: { 'a.$.b.$': 1 } }, 2], [{ $set: { 'a.$': 1 } }, 2],
  ])('%j is refused with %i', (update, code) => {
    refused(example, update).toThrow(withCode(code));
  });

  test('a document nested deeper than 180 levels is refused', () => {
    const nested = (depth: number): Plain => (depth === 0 ? {} : { a: nested(depth - 1) });
    expect(apply({ _id: 1 }, { $set: { x: nested(150) } }).isModified).toBe(true);
    refused({ _id: 1 }, { $set: { x: nested(181) } }).toThrow(withCode(15));
  });
});

describe('what counts as a change', () => {
  test.each([
    [{ $set: { n: 1 } }, false], [{ $set: { n: new Double(1) } }, true], [{ $inc: { n: 0 } }, false], [{ $inc: { n: new Double(0) } }, true], [{ $max: { n: new Double(1) } }, false],
    [{ $addToSet: { arr: new Double(1) } }, false], [{ $pull: { arr: 9 } }, false], [{ $unset: { zz: 1 } }, false], [{ $push: { arr: { $each: [] } } }, false],
    [{ $push: { arr: { $each: [], $sort: 1 } } }, true], [{ $setOnInsert: { n: 9 } }, false], [{ $pop: { zz: 1 } }, false], [{ $set: { _id: 1 } }, false], [example, false],
  ])('%j: %s', (update, isModified) => {
    expect(apply(example, update).isModified).toBe(isModified);
  });
});

describe('$inc and $mul', () => {
  test.each([
    [{ $inc: { n: 2147483647 } }, 'long 2147483648'], [{ $inc: { n: new Double(0.5) } }, 'double 1.5'], [{ $inc: { n: Decimal128.fromString('2.50') } }, 'decimal 3.50'],
    [{ $mul: { n: Long.fromString('2') } }, 'long 2'],
  ])('%j', (update, result) => {
    expect(shown(apply(example, update).document.n)).toBe(result);
  });

  test('a field that was not there is made, by $mul as a zero of the same type', () => {
    expect(shown(apply(example, { $inc: { q: Long.fromString('2') }, $mul: { r: Decimal128.fromString('2.50') } }).document)).toMatchObject({ q: 'long 2', r: 'decimal 0.00' });
  });

  test.each([[{ $inc: { s: 1 } }, 14], [{ $inc: { n: 'x' } }, 14], [{ $inc: { z: 1 } }, 14], [{ $mul: { 's.x': 1 } }, 28]])('%j is refused with %i', (update, code) => {
    refused(example, update).toThrow(withCode(code));
  });

  test('a sum beyond 64 bits is refused', () => {
    refused({ _id: 1, l: Long.fromString('5') }, { $inc: { l: Long.fromString('9223372036854775807') } }).toThrow(withCode(2));
  });
});

describe('$rename', () => {
  test('moves a field, over another one if need be', () => {
    expect(becomes({ _id: 1, n: 1, o: { x: 2 } }, { $rename: { n: 'o.x' } })).toEqual({ _id: 1, o: { x: 1 } });
    expect(becomes({ _id: 1, n: 1, s: 'a' }, { $rename: { n: 'new.a', s: 'new.b', zz: 'y' } })).toEqual({ _id: 1, new: { a: 1, b: 'a' } });
  });

  test.each([
    [{ n: 'n' }, 2], [{ n: 'n.x' }, 2], [{ n: 's', s: 'n' }, 40], [{ 'arr.0': 'q' }, 2], [{ n: 'arr.0' }, 2], [{ n: 5 }, 2], [{ n: '' }, 56], [{ 's.x': 'q' }, 28], [{ n: 's.x' }, 28],
    [{ 'arr.$[]': 'q' }, 2], [{ n: '_id' }, 66],
  ])('%j is refused with %i', (renames, code) => {
    refused(example, { $rename: renames }).toThrow(withCode(code));
  });
});

describe('arrays', () => {
  test.each([
    [{ $push: { arr: [5] } }, [1, 2, [5]]], [{ $push: { arr: { $each: [7, 8], $position: -1 } } }, [1, 7, 8, 2]], [{ $push: { arr: { $each: [0, 3], $sort: -1, $slice: 3 } } }, [3, 2, 1]],
    [{ $push: { arr: { $each: [3], $slice: -2 } } }, [2, 3]], [{ $addToSet: { arr: { $each: [2, 3, 3, new Double(1)] } } }, [1, 2, 3]], [{ $pop: { arr: 1 } }, [1]], [{ $pop: { arr: -1 } }, [2]],
    [{ $pull: { arr: { $gte: 2 } } }, [1]], [{ $pullAll: { arr: [1, 5] } }, [2]], [{ $unset: { 'arr.0': 1 } }, [null, 2]],
  ])('%j', (update, result) => {
    expect(becomes(example, update)).toMatchObject({ arr: result });
  });

  test('$push sorts documents by fields; what has none is like null', () => {
    const result = becomes({ _id: 1, o: [{ v: 2 }, 5, { v: -1 }, {}] }, { $push: { o: { $each: [{ v: null }], $sort: { v: 1 } } } });
    expect(result).toEqual({ _id: 1, o: [5, {}, { v: null }, { v: -1 }, { v: 2 }] });
  });

  test('$pull takes a document as a filter on documents', () => {
    expect(becomes(example, { $pull: { objs: { v: { $gt: 1 } } } })).toMatchObject({ objs: [{ v: 1, w: 1 }] });
    expect(becomes({ _id: 1, o: [{ a: 1, b: 2 }, { a: 1 }, 1] }, { $pull: { o: { b: 2, a: 1 } } })).toMatchObject({ o: [{ a: 1 }, 1] });
  });

  test.each([
    [{ $push: { s: 1 } }, 2], [{ $push: { arr: { $each: 1 } } }, 2], [{ $push: { arr: { $each: [1], $slice: 1.5 } } }, 2], [{ $push: { arr: { $each: [1], x: 1 } } }, 2],
    [{ $addToSet: { n: 1 } }, 2], [{ $addToSet: { arr: { $each: 'x' } } }, 14], [{ $pop: { n: 1 } }, 14], [{ $pop: { arr: 2 } }, 9], [{ $pop: { 's.x': 1 } }, 28], [{ $pull: { n: 1 } }, 2],
    [{ $pull: { arr: { $expr: true } } }, 224], [{ $pullAll: { arr: 1 } }, 2], [{ $bit: { n: { and: 1.5 } } }, 2], [{ $bit: { s: { and: 1 } } }, 2], [{ $currentDate: { d: 1 } }, 2],
  ])('%j is refused with %i', (update, code) => {
    refused(example, update).toThrow(withCode(code));
  });
});

describe('positions', () => {
  test('$ is the element that the query matched', () => {
    expect(becomes(example, { $set: { 'objs.$.v': 9, 'objs.1.w': 2 } }, { query: { 'objs.w': 1 } })).toMatchObject({ objs: [{ v: 2 }, { v: 9, w: 2 }] });
    refused(example, { $set: { 'arr.$': 9, 'arr.0': 8 } }, { query: { arr: 1 } }).toThrow(withCode(40));
  });

  test('$[] is every element and $[name] those that a filter chooses', () => {
    expect(becomes(example, { $inc: { 'arr.$[]': 1 } })).toMatchObject({ arr: [2, 3] });
    const chosen = { $set: { 'objs.$[i].tags.$[t]': 'hit' } };
    const before = { _id: 1, objs: [{ k: 1, tags: ['x', 'y'] }, { k: 2, tags: ['x'] }] };
    expect(becomes(before, chosen, { filters: [{ 'i.k': 1 }, { t: 'x' }] })).toMatchObject({ objs: [{ k: 1, tags: ['hit', 'y'] }, { k: 2, tags: ['x'] }] });
  });

  test('two filters may choose the same element, but not the same field', () => {
    const filters = [{ 'e.v': 2 }, { 'f.v': { $gt: 1 } }];
    expect(becomes(example, { $set: { 'objs.$[e].a': 1, 'objs.$[f].b': 2 } }, { filters })).toMatchObject({ objs: [{ v: 2, a: 1, b: 2 }, { v: 1, w: 1 }] });
    refused(example, { $set: { 'objs.$[e].a': 1, 'objs.$[f].a': 2 } }, { filters }).toThrow(withCode(40));
  });

  test.each([
    [[], 2], [[{ e: 1 }, { f: 1 }], 9], [[{ e: 1 }, { e: 2 }], 9], [[{}], 9], [[{ E: 1 }], 2], [[{ e: 1, f: 1 }], 9], [[{ e: { $bad: 1 } }], 2], [[{ $expr: true }], 224],
  ])('the filters %j are refused with %i', (filters, code) => {
    refused(example, { $set: { 'arr.$[e]': 1 } }, { filters }).toThrow(withCode(code));
  });

  test.each([[{ $set: { 'q.$[]': 9 } }, 2], [{ $set: { 'n.$[]': 9 } }, 2], [{ $set: { 'arr.$[]': 1, 'arr.0': 1 } }, 40]])('%j is refused with %i', (update, code) => {
    refused(example, update).toThrow(withCode(code));
  });
});

describe('replacements', () => {
  test('keep the _id', () => {
    expect(becomes(example, { n: 2 })).toEqual({ _id: 1, n: 2 });
    refused(example, { _id: 2, n: 2 }).toThrow(withCode(66));
    refused(example, { n: 2 }, { multi: true }).toThrow(withCode(9));
  });
});

describe('pipelines', () => {
  const failing = [{ $set: { x: { $switch: { branches: [{ case: false, then: 1 }] } } } }];

  test('a constant part that fails is the fault of a document, so without one there is none', () => {
    const update = compileUpdate(valueOf(failing));
    expect(() => update.apply(read({ _id: 1 }), null)).toThrow(withCode(40066));
  });

  test('the clock and the constants of the command are known', () => {
    const update = [{ $set: { at: { $type: '$$NOW' }, v: { $add: ['$$v', 1] } } }];
    expect(plain(apply({ _id: 1 }, update, { constants: read({ v: 2 }), variables: Variables.none.with('NOW', new Date()) }).document)).toEqual({ _id: 1, at: 'date', v: 3 });
  });

  test('what is malformed is refused at once', () => {
    expect(() => compileUpdate(valueOf([{ $set: { x: { $subtract: [1] } } }]))).toThrow(withCode(16020));
  });
});

describe('upserts', () => {
  const made = (filter: Plain, update: Plain): Doc => documentForUpsert(read(filter), compileUpdate(read(update)));

  test.each([
    [{ _id: 5, s: 'a', n: { $gt: 1 } }, { $set: { x: 1 } }, { _id: 5, s: 'a', x: 1 }],
    [{ _id: 5, $and: [{ s: 'x1' }, { n: { $eq: 7 } }], 'o.x': 1 }, { $inc: { n: 1 } }, { _id: 5, s: 'x1', n: 8, o: { x: 1 } }],
    [{ _id: { $in: [60] }, s: { $all: ['t'] }, $or: [{ m: 2 }] }, { $setOnInsert: { c: 1 } }, { _id: 60, s: 't', m: 2, c: 1 }],
    [{ _id: 5, s: 1 }, { n: 1 }, { _id: 5, n: 1 }],
    [{ s: 1 }, { $set: { _id: 6 } }, { _id: 6, s: 1 }],
  ])('of %j with %j', (filter, update, result) => {
    const document = made(filter, update);
    expect(plain(document)).toEqual(result);
    expect(Object.keys(document)[0]).toBe('_id');
  });

  test('an _id is made where none is given', () => {
    expect(made({ s: 1 }, { $set: { n: 1 } })._id).toMatchObject({ _bsontype: 'ObjectId' });
  });

  test.each([
    [{ $and: [{ s: 1 }, { s: 2 }] }, { $set: { n: 1 } }, 54], [{ o: { x: 1 }, 'o.x': 1 }, { $set: { n: 1 } }, 54], [{ _id: 5 }, { $set: { _id: 6 } }, 66],
    [{ _id: 5 }, { _id: 6 }, 66], [{ '_id.a': 1 }, { x: 1 }, 111], [{ _id: [1] }, { $set: { a: 1 } }, 53], [{ s: 1 }, { $set: { 's.x': 1 } }, 28],
  ])('of %j with %j is refused with %i', (filter, update, code) => {
    expect(() => made(filter, update)).toThrow(withCode(code));
  });

  test('$expr says nothing about the fields of a new document', () => {
    expect(() => { checkUpsertFilter(read({ $and: [{ $expr: true }] })); }).toThrow(withCode(224));
  });
});
