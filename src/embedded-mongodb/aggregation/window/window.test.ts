import { describe, expect, test } from 'vitest';
import { aggregate } from '../over-arrays.testkit.js';

// What these tests expect was asked of a MongoDB server.

const HOUR = 3_600_000;
const readings = [
  { _id: 1, place: 'a', v: 1, at: new Date(0) }, { _id: 2, place: 'b', v: 4, at: new Date(HOUR) },
  { _id: 3, place: 'a', v: 4, at: new Date(2.5 * HOUR) }, { _id: 4, place: 'b', v: null, at: new Date(2.5 * HOUR) },
];

interface Options {
  sortBy?: object | null;
  partitionBy?: unknown;
}

/** The results of a window function, by `_id` of the documents in the order in which they come. */
function over(section: object, { sortBy = { _id: 1 }, partitionBy }: Options = {}): unknown {
  const stage = { ...(partitionBy === undefined ? {} : { partitionBy }), ...(sortBy === null ? {} : { sortBy }), output: { w: section } };
  return aggregate(readings, [{ $setWindowFields: stage }]).map((document) => (document as { w: unknown }).w);
}

const refusal = (section: object, options?: Options): number | undefined => {
  try {
    over(section, options);
  } catch (error) {
    return (error as { code?: number }).code;
  }
  return undefined;
};

describe('bounds', () => {
  test('without bounds the window is the partition', () => {
    expect(over({ $sum: '$v' }, { partitionBy: '$place' })).toEqual([5, 5, 4, 4]);
  });

  test('documents', () => {
    expect(over({ $push: '$_id', window: { documents: [-1, 'current'] } })).toEqual([[1], [1, 2], [2, 3], [3, 4]]);
    expect(over({ $push: '$_id', window: { documents: ['unbounded', -2] } })).toEqual([[], [], [1], [1, 2]]);
    expect(over({ $sum: '$v', window: { documents: [5, 6] } })).toEqual([0, 0, 0, 0]);
  });

  test('a range of numbers or of time', () => {
    expect(over({ $push: '$_id', window: { range: [-1, 0] } })).toEqual([[1], [1, 2], [2, 3], [3, 4]]);
    expect(over({ $push: '$_id', window: { range: [-2, 0], unit: 'hour' } }, { sortBy: { at: 1 } })).toEqual([[1], [1, 2], [2, 3, 4], [2, 3, 4]]);
    expect(over({ $push: '$_id', window: { range: ['unbounded', 'current'], unit: 'hour' } }, { sortBy: { at: 1 } })).toEqual([[1], [1, 2], [1, 2, 3], [1, 2, 3, 4]]);
  });

  test('refusals', () => {
    expect(refusal({ $sum: 1, window: { documents: [1, -1] } })).toBe(5339900);
    expect(refusal({ $sum: 1, window: { documents: [-1, 1] } }, { sortBy: null })).toBe(5339901);
    expect(refusal({ $sum: 1, window: { range: [-1, 1] } }, { sortBy: { at: 1 } })).toBe(5429413);
    expect(refusal({ $sum: 1, window: { range: [-1, 1] } }, { sortBy: { place: 1 } })).toBe(5429414);
    expect(refusal({ $sum: 1, window: { range: [-1, 1] } }, { sortBy: { _id: -1 } })).toBe(8947401);
    expect(refusal({ $sum: 1 }, { partitionBy: ['$place'] })).toBe(14);
    expect(refusal({ $bad: 1 })).toBe(9);
  });
});

test('ranks', () => {
  const sortBy = { v: -1 };
  expect(over({ $rank: {} }, { sortBy })).toEqual([1, 1, 3, 4]);
  expect(over({ $denseRank: {} }, { sortBy })).toEqual([1, 1, 2, 3]);
  expect(over({ $documentNumber: {} }, { sortBy })).toEqual([1, 2, 3, 4]);
  expect(refusal({ $rank: {} }, { sortBy: { v: 1, _id: 1 } })).toBe(5371602);
});

test('neighbours', () => {
  expect(over({ $shift: { output: '$v', by: -1, default: 'none' } })).toEqual(['none', 1, 4, 4]);
  expect(over({ $locf: '$v' })).toEqual([1, 4, 4, 4]);
  expect(over({ $linearFill: { $cond: [{ $in: ['$_id', [1, 4]] }, '$_id', null] } })).toEqual([1, 'double 2', 'double 3', 4]);
  expect(over({ $expMovingAvg: { input: '$v', N: 2 } })).toEqual(['double 1', 'double 3', 'double 3.6666666666666665', 'double 3.6666666666666665']);
});

test('slopes and areas', () => {
  expect(over({ $derivative: { input: '$_id' }, window: { documents: [-1, 0] } })).toEqual([null, 'double 1', 'double 1', 'double 1']);
  expect(over({ $derivative: { input: '$_id', unit: 'hour' }, window: { documents: [-1, 0] } }, { sortBy: { at: 1 } })).toEqual([null, 'double 0.9999999999999999', 'double 0.6666666666666666', null]);
  expect(over({ $integral: { input: '$_id' }, window: { documents: [-1, 0] } })).toEqual([0, 'double 1.5', 'double 2.5', 'double 3.5']);
  expect(refusal({ $derivative: { input: '$v' }, window: { documents: [-1, 0] } })).toBe(5624903);
  expect(refusal({ $derivative: { input: '$v', unit: 'month' }, window: { documents: [-1, 0] } })).toBe(5490710);
});

test('a field that is set may lie deep', () => {
  expect(aggregate([{ _id: 1, list: [{ a: 1 }, 2] }], [{ $setWindowFields: { output: { 'list.n': { $count: {} } } } }])).toEqual([{ _id: 1, list: [{ a: 1, n: 1 }, { n: 1 }] }]);
});
