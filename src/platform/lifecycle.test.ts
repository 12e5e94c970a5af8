import { expect, test } from 'vitest';

import { allows, assertMove, type Lifecycle } from './lifecycle.js';

const door: Lifecycle<'OPEN' | 'SHUT' | 'LOCKED'> = { OPEN: ['SHUT'], SHUT: ['OPEN', 'LOCKED'], LOCKED: ['SHUT'] };

test('a move that is in the table is allowed', () => {
  expect(allows(door, 'SHUT', 'LOCKED')).toBe(true);
  expect(() => assertMove(door, 'SHUT', 'LOCKED')).not.toThrow();
});

test('any other is refused, with where it is and where it was to go', () => {
  expect(() => assertMove(door, 'OPEN', 'LOCKED')).toThrow(
    expect.objectContaining({ code: 'ILLEGAL_TRANSITION', details: { from: 'OPEN', to: 'LOCKED' } }),
  );
});
