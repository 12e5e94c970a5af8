import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collated, keyOf } from './key.js';
import type { Entry } from './sorted-keys.js';
import { SortedKeys } from './sorted-keys.js';

const everything = { from: '', to: '\uffff' };
const key = (n: number): string => String(n).padStart(4, '0');
const steps = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 60 })), { minLength: 0, maxLength: 1500 });

test('holds what a sorted list would hold', () => {
  fc.assert(fc.property(steps, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), (moves, low, high) => {
    const tree = new SortedKeys();
    const model = new Set<string>();
    for (const [adds, n, id] of moves) {
      const pair = `${key(n)} ${key(id)}`;
      expect(adds ? tree.add(key(n), id) : tree.remove(key(n), id)).toBe(adds ? !model.has(pair) : model.has(pair));
      if (adds) model.add(pair);
      else model.delete(pair);
    }
    const list = (entries: Iterable<Entry>): string[] => [...entries].map(({ key: k, recordId }) => `${k} ${key(recordId)}`);
    const expected = [...model].sort();
    expect(tree.size).toBe(expected.length);
    expect(list(tree.ascending(everything))).toEqual(expected);
    expect(list(tree.descending(everything))).toEqual([...expected].reverse());
    const within = expected.filter((pair) => pair.slice(0, 4) >= key(low) && pair.slice(0, 4) < key(high));
    expect(list(tree.ascending({ from: key(low), to: key(high) }))).toEqual(within);
    expect(tree.countIn({ from: key(low), to: key(high) }, Infinity)).toBe(within.length);
    expect(tree.recordsWith(key(low))).toHaveLength(expected.filter((pair) => pair.startsWith(key(low))).length);
    expect(list(tree.descending({ from: key(low), to: key(high) }))).toEqual([...within].reverse());
  }), { numRuns: 100 });
});

test.each([1, -1])('a walk in direction %d keeps its place while others add and remove', (direction) => {
  const tree = new SortedKeys();
  for (let i = 0; i < 5000; i += 1) tree.add(key(i), i);
  const seen: number[] = [];
  for (const { recordId } of direction === 1 ? tree.ascending(everything) : tree.descending(everything)) {
    seen.push(recordId);
    const behind = recordId - 3 * direction;
    tree.remove(key(behind), behind);
    tree.remove(key(recordId), recordId);
    tree.add(key(recordId) + 'x', recordId + 100_000 * -direction);
    const ahead = recordId + direction;
    if (ahead % 10 === 0) tree.remove(key(ahead), ahead);
  }
  const original = seen.filter((id) => id >= 0 && id < 5000);
  expect(original.length).toBeGreaterThanOrEqual(4500);
  expect(original).toEqual([...original].sort((a, b) => (a - b) * direction));
});

test('keeps spellings apart that are equal under a collation', () => {
  const strings = new Intl.Collator('en', { sensitivity: 'accent' }).compare;
  const of = (text: string): string => keyOf([text], [false], strings);
  const tree = new SortedKeys(collated(strings));
  for (const [id, text] of ['b', 'A', 'a', 'B', 'a', 'C'].entries()) tree.add(of(text), id);
  const found = (text: string): number[] => [...tree.ascending({ from: of(text), to: of(text) + '\xff' })].map(({ recordId }) => recordId).sort();
  expect(found('a')).toEqual([1, 2, 4]);
  expect(found('A')).toEqual([1, 2, 4]);
  expect(found('b')).toEqual([0, 3]);
  expect(tree.remove(of('a'), 1)).toBe(false);
});
