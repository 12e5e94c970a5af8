import { serialize } from 'bson';
import { expect, test } from 'vitest';
import { decode } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import { difference } from './difference.js';

const read = (value: Record<string, unknown>): Doc => decode(Buffer.from(serialize(value)));
const between = (before: Record<string, unknown>, after: Record<string, unknown>) => difference(read({ long, ...before }), read({ long, ...after }));
const long = 'a text that makes the document longer than any difference of these tests';

test('tells what is new, what is gone and what changed inside', () => {
  const found = between({ _id: 1, a: 1, o: { x: 1, kept: long } }, { _id: 1, o: { x: 2, kept: long } });
  expect(found).toMatchObject({ removed: ['a'], updated: [], inner: [['o', { kind: 'fields', updated: [['x', { value: 2 }]] }]] });
});

test('an array is told by its positions, and by its size where it became shorter', () => {
  const found = between({ arr: [long, 1, 2, 3] }, { arr: [long, 9] });
  expect(found?.inner).toMatchObject([['arr', { kind: 'elements', newSize: 2, updated: [[1, { value: 9 }]] }]]);
});

test('a small inner document is a new value, as its difference would be longer', () => {
  expect(between({ o: { x: 1 } }, { o: { x: 2 } })?.updated.map(([name]) => name)).toEqual(['o']);
});

test('a field put in the middle makes everything after it new', () => {
  expect(between({ a: 1, c: 3 }, { a: 1, b: 2, c: 3 })).toMatchObject({ removed: [], updated: [['b', {}], ['c', {}]] });
});

test('where nearly everything is different there is no difference to tell, but a new document', () => {
  expect(difference(read({ _id: 1, a: 1 }), read({ _id: 1, a: 2 }))).toBeUndefined();
});
