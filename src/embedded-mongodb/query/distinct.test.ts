import { deserialize, serialize } from 'bson';
import { expect, test } from 'vitest';
import { decode, encode } from '../bson/codec.js';
import { doc } from '../bson/document.js';
import { distinct } from './distinct.js';

const docs = [
  { a: [1, 2, [3, 4]] }, { a: 2 }, { a: null }, {}, { a: [] }, { a: { b: 1 } }, { a: [{ b: 2 }, { b: [3, 4] }, 5, [{ b: 6 }]] }, { a: { 0: 'x' } }, { a: [{ 0: 'y' }, 'z'] }, { a: [[7, 8], [9]] },
].map((value) => decode(Buffer.from(serialize(value))));

// What is expected here was answered by the real engine.
test.each<[string, unknown[]]>([
  ['a', [null, 1, 2, 5, 'z', { b: 1 }, { b: 2 }, { 0: 'x' }, { 0: 'y' }, { b: [3, 4] }, [3, 4], [7, 8], [9], [{ b: 6 }]]],
  ['a.b', [1, 2, 3, 4]],
  ['a.0', [1, 7, 8, 'x', { b: 2 }, { 0: 'y' }]],
  ['a.0.0', [7, 'y']],
  ['a.2', [3, 4, 5]],
  ['a.3.b', [6]],
  ['zz', []],
])('%s', (key, expected) => {
  expect(deserialize(encode(doc({ values: distinct(docs, key) }))).values).toEqual(expected);
});
