import { afterEach, expect, test } from 'vitest';

import { setClock } from '../../platform/clock.js';
import { Role } from '../../platform/viewer.js';
import { Tokens } from './tokens.js';

const lifetimeSeconds = 60;
const tokens = new Tokens('a-secret-that-nobody-else-has-0123456789', lifetimeSeconds);
const issuedAt = new Date(1_800_000_000_000);
const later = (seconds: number) => setClock(() => new Date(issuedAt.getTime() + seconds * 1_000));
const token = tokens.sign({ _id: 'ana', roles: [Role.CUSTOMER] }, 'a session', issuedAt);

afterEach(() => setClock(() => new Date()));

test('a token says who it is, until it has run out, also when it was read before', () => {
  later(0);
  for (const _ of [1, 2]) expect(tokens.read(token)).toMatchObject({ id: 'ana', sessionId: 'a session', roles: [Role.CUSTOMER] });
  later(lifetimeSeconds - 1);
  expect(tokens.read(token)).toMatchObject({ id: 'ana' });
  later(lifetimeSeconds);
  expect(tokens.read(token)).toBeNull();
  expect(new Tokens('a-secret-that-nobody-else-has-0123456789', lifetimeSeconds).read(token)).toBeNull();
});

test('one that is like a known one is not known', () => {
  later(0);
  expect(tokens.read(token)).not.toBeNull();
  expect(tokens.read(`${token.slice(0, -2)}xx`)).toBeNull();
  expect(tokens.read(token.replace('.', '.x'))).toBeNull();
  expect(new Tokens('a-secret-that-somebody-else-has-01234567', lifetimeSeconds).read(token)).toBeNull();
});
