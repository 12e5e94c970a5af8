import { expect, test } from 'vitest';

import { cursorAt, seqOf } from './cursor.js';
import { streamKind } from './stream.js';

const stream = streamKind('well', { find: (id) => Promise.resolve(id), mayListen: () => true })('7');

test('a cursor leads back to its place', () => {
  expect(seqOf(stream, cursorAt(stream.name, 42))).toBe(42);
});

test.each([
  '',
  'nonsense',
  cursorAt('well:8', 1),
  Buffer.from('well:7#-1').toString('base64url'),
  Buffer.from('well:7#1e3').toString('base64url'),
])('anything else is refused: %j', (cursor) => {
  expect(() => seqOf(stream, cursor)).toThrow(expect.objectContaining({ code: 'VALIDATION_FAILED' }));
});
