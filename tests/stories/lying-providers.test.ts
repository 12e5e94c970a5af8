import mongoose from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { anonymous, theApp, useApp } from '../testkit/index.js';
import { Browser } from '../testkit/browser.js';
import { type LyingProvider, startLyingProvider, type Statement } from '../testkit/lying-provider.js';
import { comesBackFrom, isBack, startOf } from '../testkit/sign-in.verbs.js';

let liar: LyingProvider;
beforeAll(async () => {
  liar = await startLyingProvider('liar');
});
useApp(() => ({ oidcProviders: [liar.settings] }));
afterAll(() => liar.stop());

const codes = () => mongoose.connection.collection('signInCodes').countDocuments();
const claiming = (claims: Statement['claims']) => (statement: Statement) => ({ ...statement, claims: { ...statement.claims, ...claims } });
const signing = (sign: Statement['sign']) => (statement: Statement) => ({ ...statement, sign });

test('who tells the truth is believed', async () => {
  liar.lie = (statement) => statement;
  const { user } = await anonymous().signsInWithCode(await comesBackFrom('liar'));
  expect(user.name).toBe('Somebody');
});

test.each([
  ['another issuer', claiming({ iss: 'https://evil.example.test' })],
  ['another audience', claiming({ aud: 'somebody-else' })],
  ['another audience beside ours, and acts for that one', claiming({ aud: ['barter', 'somebody-else'], azp: 'somebody-else' })],
  ['another nonce', claiming({ nonce: 'of-another-journey' })],
  ['no nonce', claiming({ nonce: undefined })],
  ['a token that ran out', claiming({ iat: 1_000, exp: 2_000 })],
  ['nobody', claiming({ sub: undefined })],
  ['a signature with a key that it has not published', signing('with another key')],
  ['a signature with the secret that we share', signing('with the client secret')],
  ['no signature', signing('with nothing')],
])('who comes with %s does not get in', async (_, lie) => {
  const before = await codes();
  liar.lie = lie;
  const back = await new Browser().goesTo(startOf('liar').url, isBack);
  expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'SIGN_IN_FAILED' });
  expect(await codes()).toBe(before);
});

const begins = async (at: string) => {
  const response = await new Browser().asks(startOf('liar', {}, at).url);
  if (response.status === 303) return 'begun';
  return [response.status, ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code];
};

test('nobody is sent to a provider that says it is another one, until it no longer does', async () => {
  const other = await theApp().another();
  liar.lie = (statement) => ({ ...statement, issuer: 'https://evil.example.test' });
  expect(await begins(other.url)).toEqual([503, 'TRY_AGAIN_LATER']);
  liar.lie = (statement) => statement;
  expect(await begins(other.url)).toBe('begun');
});

test('nobody is sent to a provider that is away', async () => {
  const other = await theApp().another({ oidcProviders: [{ ...liar.settings, issuer: 'http://localhost:1' }] });
  expect(await begins(other.url)).toEqual([503, 'TRY_AGAIN_LATER']);
});
