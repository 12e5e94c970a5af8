import { expect, test } from 'vitest';

import { Sealed } from './sealed.js';

const secret = 'a secret of this test';
const value = { state: 'x', nested: ['y'] };

test('what was sealed is opened, for the same purpose and with the same secret', () => {
  const sealed = new Sealed(secret, 'letters').seal(value);
  expect(new Sealed(secret, 'letters').open(sealed)).toEqual(value);
  expect(new Sealed(secret, 'parcels').open(sealed)).toBeNull();
  expect(new Sealed('another secret', 'letters').open(sealed)).toBeNull();
});

test('what was changed anywhere is not opened', () => {
  const letters = new Sealed(secret, 'letters');
  const bytes = Buffer.from(letters.seal(value), 'base64url');
  for (let place = 0; place < bytes.length; place++) {
    const changed = Buffer.from(bytes);
    changed[place]! ^= 1;
    expect(letters.open(changed.toString('base64url')), `byte ${place}`).toBeNull();
  }
  for (const nonsense of ['', 'x', '{}', 'A'.repeat(100)]) expect(letters.open(nonsense)).toBeNull();
});

test('the same is sealed differently each time, and shows nothing of itself', () => {
  const letters = new Sealed(secret, 'letters');
  expect(letters.seal(value)).not.toBe(letters.seal(value));
  expect(Buffer.from(letters.seal(value), 'base64url').toString()).not.toContain('state');
});
