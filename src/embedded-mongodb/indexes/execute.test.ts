import { Double, Int32, Long, MaxKey, MinKey } from 'bson';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collationOf } from '../bson/collation.js';
import { encode } from '../bson/codec.js';
import type { Doc, Value } from '../bson/document.js';
import { doc } from '../bson/document.js';
import { compileFilter } from '../query/filter.js';
import { metadataOf } from '../query/metadata.js';
import { compileSort } from '../query/sort.js';
import type { Collection, Row } from '../storage/collection.js';
import { createCollection } from '../storage/create-collection.js';
import { COMMITTED, Store } from '../storage/store.js';
import type { Request } from './execute.js';
import { count, execute, planFor } from './execute.js';
import { Index } from './index.js';
import { normalizeSpec } from './spec/normalize.js';
import type { Stage } from './stages/stage.js';

// Whatever the planner chooses, answers are those of a walk through the whole collection.

const small = fc.integer({ min: 0, max: 4 });
const numbers = fc.oneof(small.map((n) => new Int32(n)), small.map((n) => new Double(n + 0.5)), small.map((n) => Long.fromNumber(n)));
const scalars: fc.Arbitrary<Value> = fc.oneof({ weight: 6, arbitrary: numbers }, { weight: 2, arbitrary: fc.constantFrom('a', 'A', 'ab', 'b') }, fc.constantFrom<Value>(null, true, new Double(NaN), new Date(5)));
const inner = (value: fc.Arbitrary<Value>): fc.Arbitrary<Value> => fc.dictionary(fc.constantFrom('x', 'y'), value, { maxKeys: 2 }).map((fields) => doc(fields));
const values: fc.Arbitrary<Value> = fc.oneof(
  { weight: 6, arbitrary: scalars }, { weight: 2, arbitrary: inner(fc.oneof(scalars, fc.array(scalars, { maxLength: 2 }))) },
  { weight: 2, arbitrary: fc.array(fc.oneof(scalars, inner(scalars), fc.array(scalars, { maxLength: 2 })), { maxLength: 3 }) },
);
const documents = fc.array(fc.dictionary(fc.constantFrom('a', 'b', 'c'), values, { maxKeys: 3 }).map((fields) => doc(fields)), { minLength: 1, maxLength: 25 });

const paths = fc.constantFrom('a', 'b', 'c', 'a.x', 'a.y', 'b.x', 'a.0', '_id');
const operand = fc.oneof({ weight: 5, arbitrary: scalars }, { weight: 1, arbitrary: values });
const conditions: fc.Arbitrary<Value> = fc.oneof(
  { weight: 3, arbitrary: operand },
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom('$eq', '$gt', '$gte', '$lt', '$lte', '$ne'), operand).map(([operator, value]) => doc({ [operator]: value })) },
  fc.tuple(operand, operand).map(([low, high]) => doc({ $gte: low, $lt: high })),
  fc.array(operand, { maxLength: 3 }).map((list) => doc({ $in: list })),
  fc.array(scalars, { maxLength: 2 }).map((list) => doc({ $nin: list })),
  fc.boolean().map((exists) => doc({ $exists: exists })),
  fc.constantFrom('number', 'string', 'null', 'array', 'object', 'bool').map((type) => doc({ $type: type })),
  fc.constantFrom<Doc>(doc({ $regex: '^a' }), doc({ $regex: 'b' }), doc({ $regex: '^A', $options: 'i' })),
  scalars.map((value) => doc({ $not: doc({ $gt: value }) })),
  fc.tuple(scalars, scalars).map(([low, high]) => doc({ $elemMatch: doc({ $gte: low, $lte: high }) })),
  fc.tuple(scalars, scalars).map(([x, y]) => doc({ $elemMatch: doc({ x, y: doc({ $gte: y }) }) })),
);
const oneField = fc.tuple(paths, conditions).map(([path, condition]) => doc({ [path]: condition }));
const filters: fc.Arbitrary<Doc> = fc.oneof(
  oneField, fc.tuple(oneField, oneField).map(([a, b]) => doc({ $and: [a, b] })), fc.tuple(oneField, oneField, oneField).map((all) => doc({ $and: all })),
  fc.tuple(oneField, oneField).map((branches) => doc({ $or: branches })), fc.tuple(oneField, oneField, oneField).map(([a, b, c]) => doc({ $and: [a, doc({ $or: [b, c] })] })),
);
const patterns = fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c', 'a.x', 'a.y', 'b.x', 'a.0'), fc.constantFrom(1, -1)), { minLength: 1, maxLength: 3, selector: ([path]) => path })
  .map((fields) => doc(Object.fromEntries(fields.map(([path, order]) => [path, new Int32(order)]))));
const options = fc.oneof(
  { weight: 4, arbitrary: fc.constant(doc({})) }, fc.constant(doc({ sparse: true })), fc.constant(doc({ collation: doc({ locale: 'en', strength: new Int32(2) }) })),
  fc.constantFrom<Doc>(doc({ a: doc({ $exists: true }) }), doc({ a: doc({ $gte: new Int32(2) }) }), doc({ b: new Int32(1) }), doc({ 'a.x': doc({ $type: 'number' }) })).map((filter) => doc({ partialFilterExpression: filter })),
);
const one = new Int32(1);
const unusual = fc.constantFrom(doc({ '$**': one }), doc({ 'a.$**': new Int32(-1) }), doc({ a: 'hashed' }), doc({ 'a.x': 'hashed', b: one }), doc({ b: one, 'a.$**': one }), doc({ 'a.$**': one, c: one }))
  .map((key): [Doc, Doc] => [key, doc({})]);
const specs = fc.array(fc.oneof({ weight: 4, arbitrary: fc.tuple(patterns, options) }, { weight: 1, arbitrary: unusual }), { minLength: 1, maxLength: 3 });
const sorts = fc.option(fc.oneof({ weight: 1, arbitrary: fc.constant(doc({ _id: new Int32(-1) })) }, { weight: 4, arbitrary: patterns }), { nil: undefined });

function stored(all: readonly Doc[], indexes: readonly [Doc, Doc][]): Collection {
  const store = new Store();
  return store.inStatement(null, (transaction) => {
    const collection = createCollection(store, transaction, { database: 'd', collection: 'c' }, doc({}));
    const specsOf = indexes.map(([key, extra], i) => normalizeSpec(doc({ key, name: `i${i}`, ...extra }), undefined));
    for (const spec of specsOf) collection.addIndex(new Index(spec), transaction.view);
    all.forEach((fields, i) => {
      const document = doc({ _id: new Int32(i), ...fields });
      try {
        collection.insert(transaction, encode(document));
      } catch { /* parallel arrays, or a field that is both a name and a position */ }
    });
    return collection;
  }) as Collection;
}

const idOf = (row: Row): number => (row.decode()._id as Int32).value;

describe('an index changes nothing but the speed', () => {
  test('of finding', () => {
    fc.assert(fc.property(documents, specs, filters, fc.boolean(), (all, indexes, filter, ignoresCase) => {
      const collection = stored(all, indexes);
      const collation = ignoresCase ? doc({ locale: 'en', strength: new Int32(2) }) : undefined;
      const compiled = compileFilter(filter, { strings: collationOf(collation) });
      const expected = [...collection.rows(COMMITTED)].filter((row) => compiled.matches(row.decode())).map(idOf);
      const request: Request = { filter: compiled, collation };
      const found = [...execute(collection, COMMITTED, request)].map(idOf).sort((a, b) => a - b);
      expect(found).toEqual(expected);
      expect(count(collection, COMMITTED, request)).toBe(expected.length);
      for (const index of collection.indexes.filter(({ isSparse, partial, wildcard }) => !isSparse && partial === null && wildcard === null)) {
        expect([...execute(collection, COMMITTED, { ...request, hint: index.name })].map(idOf).sort((a, b) => a - b)).toEqual(expected);
      }
    }), { numRuns: 800 });
  });

  test('of sorting', () => {
    fc.assert(fc.property(documents, specs, filters, sorts, small, small, (all, indexes, filter, sort, skip, limit) => {
      const collection = stored(all, indexes);
      const compiled = compileFilter(filter);
      const order = sort === undefined ? (): number => 0 : compileSort(sort);
      const rows = [...collection.rows(COMMITTED)].filter((row) => compiled.matches(row.decode()));
      let expected: Row[];
      try {
        for (const row of rows) order(row.decode(), row.decode());
        expected = rows.sort((a, b) => order(a.decode(), b.decode()));
      } catch {
        return;
      }
      const cut = (list: Row[]): Row[] => list.slice(skip, limit === 0 ? undefined : skip + limit);
      const found = [...execute(collection, COMMITTED, { filter: compiled, sort, skip, limit })];
      // Rows that the sort does not tell apart may come in any order.
      expect(found).toHaveLength(cut(expected).length);
      if (sort !== undefined) found.forEach((row, i) => expect(order(row.decode(), cut(expected)[i]!.decode())).toBe(0));
      expect(new Set(found.map(idOf)).size).toBe(found.length);
    }), { numRuns: 800 });
  });

  test('of merging what is sorted', () => {
    const lists = fc.array(scalars, { minLength: 1, maxLength: 4 });
    const branches = fc.tuple(fc.constantFrom('a', 'b'), scalars).map(([path, value]) => doc({ [path]: value }));
    const several = fc.oneof(
      fc.tuple(lists, lists).map(([a, b]) => doc({ a: doc({ $in: a }), b: doc({ $in: b }) })), lists.map((a) => doc({ a: doc({ $in: a }) })),
      fc.tuple(branches, branches).map((each) => doc({ $or: each })), fc.tuple(branches, lists, branches).map(([x, a, y]) => doc({ $or: [x, doc({ a: doc({ $in: a }) }), y] })),
    );
    const compound = fc.tuple(fc.constantFrom(1, -1), fc.constantFrom(1, -1)).map(([b, c]): [Doc, Doc][] => [
      [doc({ a: one, b: new Int32(b), c: new Int32(c) }), doc({})], [doc({ b: one, c: new Int32(c) }), doc({})], [doc({ a: one, c: new Int32(b) }), doc({})],
    ]);
    let merged = 0;
    fc.assert(fc.property(documents, compound, several, fc.constantFrom('b', 'c'), fc.constantFrom(1, -1), small, (all, indexes, filter, path, direction, limit) => {
      const collection = stored(all, indexes);
      const sort = doc({ [path]: new Int32(direction) });
      const compiled = compileFilter(filter);
      const order = compileSort(sort);
      const expected = [...collection.rows(COMMITTED)].filter((row) => compiled.matches(row.decode())).sort((x, y) => order(x.decode(), y.decode()));
      const { root } = planFor(collection, { filter: compiled, sort, limit });
      const found = [...root.run({ collection, view: COMMITTED })];
      expect(found).toHaveLength(limit === 0 ? expected.length : Math.min(limit, expected.length));
      found.forEach((row, i) => expect(order(row.decode(), expected[i]!.decode())).toBe(0));
      expect(new Set(found.map(idOf)).size).toBe(found.length);
      if (stagesOf(root).includes('SORT_MERGE')) merged += 1;
    }), { numRuns: 800 });
    expect(merged).toBeGreaterThan(100);
  });
});

function stagesOf(stage: Stage): string[] {
  return [stage.name, ...stage.inputs.flatMap(stagesOf)];
}

test('reads the index that has the least to look at, and says so', () => {
  const all = Array.from({ length: 100 }, (_, i) => doc({ a: new Int32(i % 2), b: new Int32(i % 50), c: new Int32(i) }));
  const collection = stored(all, [[doc({ a: new Int32(1) }), doc({})], [doc({ b: new Int32(1) }), doc({})], [doc({ a: new Int32(1), c: new Int32(-1) }), doc({})]]);
  const explained = (filter: Doc, sort?: Doc, limit?: number): string => {
    const { root } = planFor(collection, { filter: compileFilter(filter), sort, limit });
    const rows = [...root.run({ collection, view: COMMITTED })];
    const names: string[] = [];
    for (let stage: typeof root | undefined = root; stage; [stage] = stage.inputs) names.push('index' in stage ? `${stage.name} ${(stage.index as Index).name}` : stage.name);
    return `${names.join(' < ')}: ${root.totalKeysExamined} keys, ${root.totalDocsExamined} documents, ${rows.length} rows`;
  };
  expect(explained(doc({ a: new Int32(1), b: new Int32(7) }))).toBe('FETCH < IXSCAN i1: 2 keys, 2 documents, 2 rows');
  expect(explained(doc({ a: new Int32(1) }), doc({ c: new Int32(1) }), 3)).toBe('LIMIT < FETCH < IXSCAN i2: 3 keys, 3 documents, 3 rows');
  expect(explained(doc({ c: new Int32(7) }))).toBe('COLLSCAN: 0 keys, 100 documents, 1 rows');
  expect(explained(doc({ _id: new Int32(7) }))).toBe('EXPRESS_IXSCAN: 1 keys, 1 documents, 1 rows');
  expect(explained(doc({ $or: [doc({ b: new Int32(7) }), doc({ _id: new Int32(3) })] }))).toBe('FETCH < OR < IXSCAN i1: 3 keys, 3 documents, 3 rows');
  expect(explained(doc({ a: doc({ $in: [new Int32(0), new Int32(1)] }) }), doc({ c: new Int32(-1) }), 4)).toBe('LIMIT < FETCH < SORT_MERGE < IXSCAN i2: 5 keys, 4 documents, 4 rows');
  expect(explained(doc({ $or: [doc({ a: new Int32(0) }), doc({ b: new Int32(7) })] }), doc({ c: new Int32(1) }))).toBe('SORT < FETCH < OR < IXSCAN i0: 52 keys, 52 documents, 52 rows');
  expect(explained(doc({}), doc({ b: new Int32(1) }), 5)).toBe('LIMIT < FETCH < IXSCAN i1: 5 keys, 5 documents, 5 rows');
});

test('counts by keys alone where one range of them answers', () => {
  const all = Array.from({ length: 100 }, (_, i) => doc({ a: new Int32(i % 4), tags: [new Int32(i % 3), new Int32(i % 5)] }));
  const collection = stored(all, [[doc({ a: new Int32(1), b: new Int32(-1) }), doc({})], [doc({ tags: new Int32(1) }), doc({})]]);
  const counted = (filter: Doc): [string, number, Value] => {
    const { root } = planFor(collection, { filter: compileFilter(filter) }, true);
    return [stagesOf(root).join(' < '), [...root.run({ collection, view: COMMITTED })].length, root.explain('plan').indexBounds];
  };
  expect(counted(doc({ a: new Int32(1) }))).toEqual(['COUNT_SCAN', 25, doc({
    startKey: doc({ a: new Int32(1), b: new MaxKey() }), startKeyInclusive: true, endKey: doc({ a: new Int32(1), b: new MinKey() }), endKeyInclusive: true,
  })]);
  expect(counted(doc({ tags: doc({ $gt: new Int32(1) }) }))).toEqual(['COUNT_SCAN', all.filter(({ tags }) => (tags as Int32[]).some(({ value }) => value > 1)).length, doc({
    startKey: doc({ tags: new Int32(1) }), startKeyInclusive: false, endKey: doc({ tags: new Double(Infinity) }), endKeyInclusive: true,
  })]);
  expect(counted(doc({ a: doc({ $in: [new Int32(1), new Int32(2)] }) })).slice(0, 2)).toEqual(['IXSCAN', 50]);
  expect(counted(doc({ a: null })).slice(0, 2)).toEqual(['FETCH < IXSCAN', 0]);
});

test('gives the keys that led to documents', () => {
  const collection = stored([doc({ a: [new Int32(3), new Int32(1)], b: 'x' }), doc({ a: new Int32(2) })], [[doc({ a: new Int32(1), b: new Int32(-1) }), doc({})]]);
  const keysFor = (filter: Doc): Value[] => [...execute(collection, COMMITTED, { filter: compileFilter(filter), returnKey: true })].map((row) => metadataOf(row.decode())?.indexKey);
  expect(keysFor(doc({ a: doc({ $gt: new Int32(0) }) }))).toEqual([doc({ a: new Int32(1), b: 'x' }), doc({ a: new Int32(2), b: null })]);
  expect(keysFor(doc({ _id: new Int32(1) }))).toEqual([doc({ _id: new Int32(1) })]);
  expect(keysFor(doc({ b: 'x' }))).toEqual([undefined]);
});

test('reads wildcard and hashed indexes where they help', () => {
  const all = Array.from({ length: 50 }, (_, i) => doc({ h: new Int32(i), o: doc({ p: new Int32(i), q: [new Int32(i), 'x'] }) }));
  const collection = stored(all, [[doc({ 'o.$**': new Int32(1) }), doc({})], [doc({ h: 'hashed' }), doc({})]]);
  const keysFor = (filter: Doc): string => {
    const { root } = planFor(collection, { filter: compileFilter(filter) });
    const rows = [...root.run({ collection, view: COMMITTED })];
    return `${root.totalKeysExamined} keys, ${root.totalDocsExamined} documents, ${rows.length} rows`;
  };
  expect(keysFor(doc({ 'o.p': new Int32(7) }))).toBe('1 keys, 1 documents, 1 rows');
  expect(keysFor(doc({ 'o.q': doc({ $lt: new Int32(3) }) }))).toBe('3 keys, 3 documents, 3 rows');
  expect(keysFor(doc({ 'o.p': null }))).toBe('0 keys, 50 documents, 0 rows');
  expect(keysFor(doc({ h: doc({ $in: [new Int32(1), new Int32(2)] }) }))).toBe('2 keys, 2 documents, 2 rows');
  expect(keysFor(doc({ h: doc({ $gt: new Int32(47) }) }))).toBe('0 keys, 50 documents, 2 rows');
});
