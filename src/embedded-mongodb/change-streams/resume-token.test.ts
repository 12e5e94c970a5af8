import { Binary } from 'bson';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { doc } from '../bson/document.js';
import { eventToken, highWaterMark, positionOf } from './resume-token.js';

const SECOND = 2 ** 20;

const places = fc.record({
  time: fc.integer({ min: 1_700_000_000, max: 1_700_000_003 }).chain((second) => fc.nat(3).map((i) => second * SECOND + i)),
  index: fc.oneof(fc.nat(3), fc.nat(100_000)),
  isInvalidate: fc.boolean(),
});

const uuid = new Binary(Buffer.alloc(16, 7), Binary.SUBTYPE_UUID);

test('a token remembers its place', () => {
  fc.assert(fc.property(places, fc.nat(9), (place, fragment) => {
    expect(positionOf(eventToken({ ...place, uuid, fragment }))).toMatchObject({ ...place, fragment, isHighWaterMark: false });
  }));
  expect(positionOf(highWaterMark(5 * SECOND + 1))).toMatchObject({ time: 5 * SECOND + 1, isHighWaterMark: true, index: 0 });
});

test('tokens sort as the places they stand for', () => {
  fc.assert(fc.property(places, places, (a, b) => {
    const order = Math.sign(a.time - b.time || a.index - b.index || Number(a.isInvalidate) - Number(b.isInvalidate));
    expect(compareTexts(textOf({ ...a }), textOf({ ...b }))).toBe(order);
  }));
});

test('a high-water mark stands before all that happened at its time', () => {
  fc.assert(fc.property(places, (place) => {
    const mark = highWaterMark(place.time)['_data'] as string;
    expect(compareTexts(mark, textOf(place))).toBe(-1);
    expect(compareTexts(textOf(place), highWaterMark(place.time + 1)['_data'] as string)).toBe(-1);
  }));
});

test.each([
  [doc({}), 40647], [doc({ _data: null }), 40647], [doc({ _data: 'xyz' }), 9], [doc({ _data: 'ABC' }), 9], [doc({ _data: '' }), 50811], [doc({ _data: '82AABB' }), 50811],
])('%o is no token', (token, code) => {
  expect(() => positionOf(token)).toThrow(expect.objectContaining({ code }) as Error);
});

function textOf(place: { time: number; index: number; isInvalidate: boolean }): string {
  return eventToken({ ...place, uuid, fragment: 0 })['_data'] as string;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
