import { Double, Long } from 'bson';
import { describe, expect, test } from 'vitest';
import { collationOf } from '../bson/collation.js';
import { aggregate, asked, compile, read, shown } from './over-arrays.testkit.js';
import type { Case } from './over-arrays.testkit.js';
import { compileDocumentPipeline } from './pipeline.js';
import { Variables } from './variables.js';

// What these tests expect was asked of a MongoDB server.

const shop = [{ _id: 1, cat: 'a', qty: 2, tags: ['x', 'y'] }, { _id: 2, cat: 'b', qty: 5, tags: [] }, { _id: 3, cat: 'a', qty: 1 }];

const codeOf = (run: () => unknown): number | undefined => {
  try {
    run();
  } catch (error) {
    return (error as { code?: number }).code;
  }
  return undefined;
};
const refusal = (stages: unknown[], options?: Case): number | undefined => codeOf(() => compile(stages, options));
const failure = (stages: unknown[], options?: Case): number | undefined => codeOf(() => aggregate(shop, stages, options));

describe('what is refused before a document is read', () => {
  test.each([
    ['two names in a stage', [{ $match: {}, $limit: 1 }], 40323],
    ['an unknown stage', [{ $foo: 1 }], 40324],
    ['a filter that is none', [{ $match: 1 }], 15959],
    ['a limit of nothing', [{ $limit: 0 }], 15958],
    ['a limit that is no whole number', [{ $limit: 1.5 }], 5107201],
    ['$out before the end', [{ $out: 'o' }, { $match: {} }], 40601],
    ['$collStats after the beginning', [{ $limit: 1 }, { $collStats: {} }], 40602],
    ['a group without a key', [{ $group: { n: { $sum: 1 } } }], 15955],
    ['an unknown accumulator', [{ $group: { _id: null, n: { $bad: 1 } } }], 15952],
    ['$facet in $facet', [{ $facet: { a: [{ $facet: { b: [] } }] } }], 40600],
    ['$out in $lookup', [{ $lookup: { from: 'o', as: 'x', pipeline: [{ $out: 'o' }] } }], 51047],
    ['search indexes', [{ $search: {} }], 31082],
    ['a score that nobody gives', [{ $sort: { s: { $meta: 'textScore' } } }], 40218],
    ['more stages than are good', Array.from({ length: 1001 }, () => ({ $limit: 1 })), 7749501],
    ['an undefined variable', [{ $project: { x: '$$x' } }], 17276],
  ])('%s', (_name, stages, code) => {
    expect(refusal(stages)).toBe(code);
  });

  test('stages that name collections are looked at first, constants are evaluated last', () => {
    expect(refusal([{ $limit: 'x' }, { $lookup: 1 }])).toBe(9);
    expect(refusal([{ $limit: 'x' }, { $match: 1 }])).toBe(5107201);
    expect(refusal([{ $project: { x: { $divide: [1, 0] } } }, { $limit: 'x' }])).toBe(5107201);
    expect(refusal([{ $project: { x: { $divide: [1, 0] } } }])).toBe(2);
  });

  test('a pipeline on no collection must make its documents', () => {
    const more = { namespace: { database: 'db', collection: '' } };
    expect(refusal([{ $match: {} }], { more })).toBe(73);
    expect(refusal([], { more })).toBe(73);
    expect(aggregate([], [{ $documents: [{ x: { $add: [1, 1] } }] }], { more })).toEqual([{ x: 2 }]);
    expect(refusal([{ $documents: [] }])).toBe(73);
  });

  test('nothing is written inside a transaction', () => {
    expect(refusal([{ $out: 'o' }], { more: { inTransaction: true } })).toBe(263);
  });
});

describe('what the planner is asked', () => {
  test('filters, a sort, a skip and a limit at the front', () => {
    const { front, rest } = compile([{ $match: { a: 1 } }, { $match: { b: 2 } }, { $sort: { a: 1 } }, { $skip: 2 }, { $limit: 5 }, { $limit: 3 }, { $count: 'n' }]);
    expect({ ...front, filter: shown(front.filter), sort: shown(front.sort) }).toEqual({ filter: { $and: [{ a: 1 }, { b: 2 }] }, sort: { a: 1 }, skip: 2, limit: 3 });
    expect(rest.map(shown)).toEqual([{ $count: 'n' }]);
  });

  test('a condition moves past stages that leave its fields alone, and no further', () => {
    const { front } = compile([{ $addFields: { x: '$a' } }, { $sort: { a: 1 } }, { $match: { a: 1, x: 2 } }]);
    expect(shown(front.filter)).toEqual({ a: 1 });
    expect(compile([{ $limit: 1 }, { $match: { a: 1 } }]).front).toEqual({ limit: 1 });
    expect(compile([{ $group: { _id: '$a' } }, { $match: { a: 1 } }]).front).toEqual({});
  });

  test('so a field is not computed for documents that are filtered out', () => {
    const failing = { $addFields: { x: { $add: ['$cat', 1] } } };
    expect(failure([failing])).toBe(14);
    expect(aggregate(shop, [failing, { $match: { cat: 'z' } }])).toEqual([]);
  });

  test('running without the planner gives the same', () => {
    const stages = [{ $match: { cat: 'a' } }, { $sort: { qty: 1 } }, { $limit: 1 }, { $project: { qty: 1 } }];
    expect(aggregate(shop, stages)).toEqual([{ _id: 3, qty: 1 }]);
  });
});

describe('stages', () => {
  test('documents that enter are never changed', () => {
    const document = read({ _id: 1, a: { b: [1, 2] }, items: [{ v: 1 }] });
    const before = JSON.stringify(shown(document));
    const stages = [{ $addFields: { 'a.c': 1, 'items.w': 2 } }, { $unset: 'a.b' }, { $lookup: { from: 'o', as: 'a.j', localField: 'x', foreignField: 'y' } }, { $unwind: '$items' }];
    expect([...compile(stages).run([document])].map(shown)).toEqual([{ _id: 1, a: { c: 1, j: [] }, items: { v: 1, w: 2 } }]);
    expect(JSON.stringify(shown(document))).toBe(before);
  });

  test('$addFields sets fields in each element of an array, and a missing value removes', () => {
    const [result] = aggregate([{ _id: 1, list: [{ a: 1 }, 5], gone: 1 }], [{ $addFields: { 'list.x': '$_id', gone: '$nowhere', 'new.deep': '$nowhere' } }]);
    expect(result).toEqual({ _id: 1, list: [{ a: 1, x: 1 }, { x: 1 }], new: {} });
  });

  test('$group takes equal numbers of different types, null and missing for one key each', () => {
    const documents = [{ k: 1 }, { k: new Double(1) }, { k: Long.fromNumber(1) }, { k: null }, {}];
    expect(aggregate(documents, [{ $group: { _id: '$k', n: { $sum: 1 } } }])).toEqual([{ _id: 1, n: 3 }, { _id: null, n: 2 }]);
    expect(aggregate([{}], [{ $group: { _id: { a: '$x' } } }])).toEqual([{ _id: { a: null } }]);
    expect(aggregate([{}], [{ $group: { _id: { a: '$x', b: 'y' } } }])).toEqual([{ _id: { b: 'y' } }]);
  });

  test('$group compares texts as the collation does', () => {
    const strings = collationOf(read({ locale: 'en', strength: 2 }))!;
    expect(aggregate([{ k: 'a' }, { k: 'A' }, { k: 'b' }], [{ $group: { _id: '$k', n: { $sum: 1 } } }], { strings })).toEqual([{ _id: 'a', n: 2 }, { _id: 'b', n: 1 }]);
  });

  test('fields of $group that rank alike come last', () => {
    const top = { $top: { output: '$_id', sortBy: { qty: 1 } } };
    const [result] = aggregate(shop, [{ $group: { _id: null, first: top, n: { $sum: 1 }, again: top } }]);
    expect(Object.keys(result as object)).toEqual(['_id', 'n', 'first', 'again']);
  });

  test('$unwind drops, keeps and numbers', () => {
    expect(aggregate(shop, [{ $unwind: '$tags' }, { $project: { tags: 1 } }])).toEqual([{ _id: 1, tags: 'x' }, { _id: 1, tags: 'y' }]);
    const kept = aggregate(shop, [{ $unwind: { path: '$tags', preserveNullAndEmptyArrays: true, includeArrayIndex: 'i' } }, { $project: { i: 1, tags: 1 } }]);
    expect(kept).toEqual([{ _id: 1, tags: 'x', i: 'long 0' }, { _id: 1, tags: 'y', i: 'long 1' }, { _id: 2, i: null }, { _id: 3, i: null }]);
  });

  test('$bucket and $bucketAuto', () => {
    expect(aggregate(shop, [{ $bucket: { groupBy: '$qty', boundaries: [0, 2, 4], default: 'more' } }])).toEqual([{ _id: 0, count: 1 }, { _id: 2, count: 1 }, { _id: 'more', count: 1 }]);
    expect(aggregate(shop, [{ $bucketAuto: { groupBy: '$qty', buckets: 2 } }])).toEqual([{ _id: { min: 1, max: 5 }, count: 2 }, { _id: { min: 5, max: 5 }, count: 1 }]);
    expect(aggregate([{ n: 1 }, { n: 5 }], [{ $bucketAuto: { groupBy: '$n', buckets: 2, granularity: 'R5' } }]))
      .toEqual([{ _id: { min: 'double 0.63', max: 'double 1.6' }, count: 1 }, { _id: { min: 'double 1.6', max: 'double 6.300000000000001' }, count: 1 }]);
  });

  test('$facet gives each pipeline all documents', () => {
    expect(aggregate(shop, [{ $facet: { n: [{ $count: 'n' }], page: [{ $sort: { qty: 1 } }, { $limit: 1 }, { $project: { qty: 1 } }] } }]))
      .toEqual([{ n: [{ n: 3 }], page: [{ _id: 3, qty: 1 }] }]);
  });

  test('$redact decides level by level', () => {
    const documents = [{ _id: 1, level: 1, in: { level: 5, x: 1 }, list: [{ level: 1, y: 1 }, { level: 9 }, 3] }];
    expect(aggregate(documents, [{ $redact: { $cond: [{ $gt: ['$level', 4] }, '$$PRUNE', '$$DESCEND'] } }])).toEqual([{ _id: 1, level: 1, list: [{ level: 1, y: 1 }, 3] }]);
    expect(failure([{ $redact: '$cat' }])).toBe(17053);
  });

  test('$replaceRoot wants a document', () => {
    expect(aggregate([{ a: { b: 1 } }], [{ $replaceRoot: { newRoot: '$a' } }])).toEqual([{ b: 1 }]);
    expect(failure([{ $replaceWith: '$nowhere' }])).toBe(40228);
  });

  test('$densify fills gaps, $fill fills fields', () => {
    expect(aggregate([{ n: 1 }, { n: 4 }], [{ $densify: { field: 'n', range: { step: 2, bounds: 'full' } } }])).toEqual([{ n: 1 }, { n: 3 }, { n: 4 }]);
    const documents = [{ _id: 1, v: 2 }, { _id: 2 }, { _id: 3, v: 4 }];
    expect(aggregate(documents, [{ $fill: { sortBy: { _id: 1 }, output: { v: { method: 'linear' } } } }])).toEqual([{ _id: 1, v: 2 }, { _id: 2, v: 'double 3' }, { _id: 3, v: 4 }]);
    expect(aggregate(documents, [{ $fill: { output: { v: { value: 0 } } } }])).toEqual([{ _id: 1, v: 2 }, { _id: 2, v: 0 }, { _id: 3, v: 4 }]);
  });
});

describe('other collections', () => {
  const others = { sellers: [{ _id: 'a', name: 'Ann', pays: 3 }, { _id: 'b', name: 'Bob', pays: 1 }, { _id: null, name: 'Nil', pays: 1 }] };
  const names = (result: unknown[]): unknown[] => result.map((document) => (document as { s: { name: string }[] }).s.map(({ name }) => name));

  test('$lookup by fields: what is missing equals null, an array stands for its elements', () => {
    const stage = { $lookup: { from: 'sellers', localField: 'by', foreignField: '_id', as: 's' } };
    expect(names(aggregate([{ by: 'a' }, { by: ['a', 'b'] }, {}, { by: 'z' }], [stage], { others }))).toEqual([['Ann'], ['Ann', 'Bob'], ['Nil'], []]);
  });

  test('$lookup asks the planner for the joined documents only', () => {
    asked.length = 0;
    aggregate([{ by: 'a' }], [{ $lookup: { from: 'sellers', localField: 'by', foreignField: '_id', as: 's', pipeline: [{ $match: { pays: 3 } }, { $limit: 1 }] } }], { others });
    expect(asked.map(({ filter, limit }) => ({ filter: shown(filter), limit }))).toEqual([{ filter: { $and: [{ _id: { $eq: 'a' } }, { pays: 3 }] }, limit: 1 }]);
  });

  test('$lookup by pipeline sees its variables, which hide those of the command', () => {
    const stage = { $lookup: { from: 'sellers', let: { q: '$qty' }, pipeline: [{ $match: { $expr: { $gte: ['$pays', '$$q'] } } }, { $addFields: { q: '$$q' } }], as: 's' } };
    const results = aggregate([{ qty: 3 }, { qty: 9 }], [stage, { $addFields: { q: '$$q' } }], { others, let: { q: 'outer' } });
    expect(results).toEqual([{ qty: 3, s: [{ _id: 'a', name: 'Ann', pays: 3, q: 3 }], q: 'outer' }, { qty: 9, s: [], q: 'outer' }]);
  });

  test('a view is its pipeline', () => {
    const views = { cheap: { on: 'sellers', pipeline: [{ $match: { pays: 1 } }] }, cheapest: { on: 'cheap', pipeline: [{ $sort: { name: -1 } }, { $limit: 1 }] } };
    expect(names(aggregate([{}], [{ $lookup: { from: 'cheapest', pipeline: [], as: 's' } }], { others, views }))).toEqual([['Nil']]);
    expect(names(aggregate([{ by: 'a' }], [{ $lookup: { from: 'cheap', localField: 'by', foreignField: '_id', as: 's' } }], { others, views }))).toEqual([[]]);
  });

  test('$unionWith appends', () => {
    expect(aggregate([{ _id: 1 }], [{ $unionWith: { coll: 'sellers', pipeline: [{ $match: { pays: 3 } }, { $project: { _id: 1 } }] } }], { others })).toEqual([{ _id: 1 }, { _id: 'a' }]);
    expect(aggregate([{ _id: 1 }], [{ $unionWith: 'nowhere' }], { others })).toEqual([{ _id: 1 }]);
  });

  test('$graphLookup finds each document once, at its least depth', () => {
    const people = [{ _id: 1, boss: 2 }, { _id: 2, boss: 3 }, { _id: 3, boss: 1 }];
    const stage = { from: 'people', startWith: '$boss', connectFromField: 'boss', connectToField: '_id', as: 'up', depthField: 'depth' };
    expect(aggregate([people[0]!], [{ $graphLookup: stage }], { others: { people } }))
      .toEqual([{ _id: 1, boss: 2, up: [{ _id: 2, boss: 3, depth: 'long 0' }, { _id: 3, boss: 1, depth: 'long 1' }, { _id: 1, boss: 2, depth: 'long 2' }] }]);
    expect(aggregate([people[0]!], [{ $graphLookup: { ...stage, maxDepth: 0 } }], { others: { people } })).toMatchObject([{ up: [{ _id: 2 }] }]);
  });
});

describe('writing', () => {
  test('$out names its collection, and its documents are what the pipeline gives', () => {
    const { output, run } = compile([{ $match: {} }, { $out: { db: 'other', coll: 'o' } }]);
    expect(output).toEqual({ stage: '$out', namespace: { database: 'other', collection: 'o' } });
    expect([...run([read({ _id: 1 })])].map(shown)).toEqual([{ _id: 1 }]);
  });

  const writesOf = (merge: unknown, document: Record<string, unknown>): unknown => {
    const { output } = compile([{ $merge: merge }], { more: { collections: { read: () => [], view: () => undefined, hasUniqueIndex: () => true } } });
    const write = output?.stage === '$merge' ? output.writeOf(read(document)) : undefined;
    return write && Object.fromEntries(Object.entries(write).map(([field, value]) => [field, Array.isArray(value) || typeof value === 'object' ? shown(value) : value]));
  };

  test('$merge says what becomes of each document', () => {
    expect(writesOf('o', { _id: 1, a: 2 })).toMatchObject({ kind: 'update', filter: { _id: { $eq: 1 } }, update: { $set: { _id: 1, a: 2 } }, otherwise: 'insert' });
    expect(writesOf({ into: 'o', whenMatched: 'keepExisting' }, { _id: 1 })).toMatchObject({ update: { $setOnInsert: { _id: 1 } } });
    expect(writesOf({ into: 'o', whenMatched: 'replace', whenNotMatched: 'fail' }, { _id: 1 })).toMatchObject({ update: { _id: 1 }, otherwise: 'fail' });
    expect(writesOf({ into: 'o', whenMatched: 'fail' }, { _id: 1 })).toEqual({ kind: 'insert', document: { _id: 1 } });
    expect(writesOf({ into: 'o', let: { v: '$a' }, whenMatched: [{ $set: { x: '$$v' } }] }, { _id: 1, a: 2 })).toMatchObject({ update: [{ $set: { x: '$$v' } }], constants: { v: 2, new: { _id: 1, a: 2 } } });
    expect(codeOf(() => writesOf({ into: 'o', on: 'k' }, { k: [1] }))).toBe(51185);
    expect(refusal([{ $merge: { into: 'o', on: 'k' } }])).toBe(51183);
  });
});

describe('pipelines of updates', () => {
  const apply = (stages: Record<string, unknown>[]) => shown(compileDocumentPipeline(read({ stages }).stages as never, { purpose: 'update', variables: Variables.of({ v: 'let' }) })(read({ _id: 1, a: 1 })));

  test('turn one document into another', () => {
    expect(apply([{ $set: { b: { $add: ['$a', 1] }, v: '$$v' } }, { $unset: 'a' }])).toEqual({ _id: 1, b: 2, v: 'let' });
    expect(apply([{ $replaceWith: { c: '$a' } }])).toEqual({ c: 1 });
  });

  test('have no other stages', () => {
    expect(codeOf(() => apply([{ $match: {} }]))).toBe(72);
    expect(codeOf(() => apply([{ $foo: {} }]))).toBe(40324);
  });
});

describe('what is read of the documents', () => {
  test.each<[unknown[], string[] | null]>([
    [[{ $group: { _id: 1, n: { $sum: 1 } } }], []],
    [[{ $group: { _id: { c: '$cat', d: { $add: ['$a.b', 1] } }, n: { $push: { x: '$$ROOT.q' } }, t: { $top: { sortBy: { 's.t': 1 }, output: '$o' } } } }], ['cat', 'a.b', 'q', 's.t', 'o']],
    [[{ $group: { _id: null, all: { $push: '$$ROOT' } } }], null],
    [[{ $group: { _id: null, all: { $push: { $getField: 'a' } } } }], null],
    [[{ $group: { _id: null, keys: { $push: { $meta: 'indexKey' } } } }], null],
    [[{ $match: { 'x.y': 1 } }, { $unwind: '$tags' }, { $set: { n: { $size: '$list' } } }, { $match: { n: 1 } }, { $count: 'n' }], ['tags', 'list', 'n']],
    [[{ $project: { a: 1, 'b.c': '$d', e: { f: 1 } } }], ['_id', 'a', 'b.c', 'e', 'd']],
    [[{ $project: { a: 0 } }, { $count: 'n' }], []],
    [[{ $project: { a: { b: 0 } } }], null],
    [[{ $unwind: '$tags' }], null],
    [[{ $sortByCount: '$cat' }], ['cat']],
    [[{ $facet: { a: [{ $count: 'n' }] } }], null],
  ])('by %j', (stages, fields) => {
    const { reads } = compile(stages);
    expect(reads && [...reads].sort()).toEqual(fields && [...fields].sort());
  });
});
