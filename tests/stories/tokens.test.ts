import { createSecretKey, generateKeyPairSync } from 'node:crypto';

import jwt from 'jsonwebtoken';
import { beforeAll, describe, expect, test } from 'vitest';

import { readEnvironment } from '../../src/environment.js';
import { anonymous, password, people, theApp, useApp } from '../testkit/index.js';
import { hearsClosing } from '../testkit/socket.js';
import { claimsOf, signed, tokenOf, withHmac } from '../testkit/tokens.js';

useApp();

const secret = readEnvironment({}).jwtSecret;
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();

/** Each makes something else of a token that is good. */
const spoilt: { readonly [how: string]: (good: string, refreshToken: string) => string | null } = {
  none: () => null,
  'tampered with': (good) => `${good.slice(0, -4)}AAAA`,
  'of alg=none': (good) => `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${good.split('.')[1]}.`,
  'of alg=None, with the signature of another': (good) => `${Buffer.from('{"alg":"None"}').toString('base64url')}.${good.split('.').slice(1).join('.')}`,
  'signed by somebody else': (good) => signed(claimsOf(good), 'another secret'),
  'signed with an empty key': (good) => signed(claimsOf(good), ''),
  'signed with a key pair of their own': (good) => jwt.sign(claimsOf(good), privateKey, { algorithm: 'RS256' }),
  'signed with a public key as if it were a secret': (good) => signed(claimsOf(good), pem),
  'signed in a way that we do not sign': (good) => signed(claimsOf(good), secret, 'HS512'),
  'bringing its own key': (good) =>
    signed(claimsOf(good), 'mine', 'HS256', { jwk: createSecretKey(Buffer.from('mine')).export({ format: 'jwk' }), jku: 'https://eve.example.test/keys' }),
  'naming an empty file as its key': (good) => signed(claimsOf(good), '', 'HS256', { kid: '../../dev/null' }),
  'saying one algorithm and using another': (good) => withHmac({ alg: 'RS256', typ: 'JWT' }, claimsOf(good), secret),
  expired: (good) => tokenOf(good, { expiresIn: -1 }),
  'for ever': (good) => signed({ ...claimsOf(good), exp: undefined }),
  'not good yet': (good) => signed({ ...claimsOf(good), nbf: Math.floor(Date.now() / 1000) + 600 }),
  'of no session': (good) => signed({ ...claimsOf(good), sid: undefined }),
  'of a session that is a condition': (good) => signed({ ...claimsOf(good), sid: { $ne: null } }),
  'of nobody': (good) => signed({ ...claimsOf(good), sub: undefined }),
  'of whoever fits a condition': (good) => signed({ ...claimsOf(good), sub: { $ne: null } }),
  'of a role that is no list': (good) => signed({ ...claimsOf(good), roles: 'ADMIN' }),
  'a refresh token': (_, refreshToken) => refreshToken,
  'nothing but dots': () => '..',
};

describe('a token', () => {
  let email: string, good: string, refreshToken: string;
  beforeAll(async () => {
    ({ email } = (await people('ana')).ana);
    ({ token: good, refreshToken } = await anonymous().logsIn({ email, password }));
  });

  test('as the server signs it admits its owner, also when a test writes it', async () => {
    for (const token of [good, signed(claimsOf(good))]) expect(await anonymous(token).looksInTheMirror()).toMatchObject({ email });
  });

  test.each(Object.entries(spoilt))('that is %s admits nobody, over HTTP and over a socket', async (_, spoil) => {
    const stranger = anonymous(spoil(good, refreshToken));
    await expect(stranger.updatesProfile({ name: 'eve' })).rejects.toHaveCode('UNAUTHENTICATED');
    await expect(stranger.viewerCursor()).rejects.toHaveCode('UNAUTHENTICATED');
    expect(await stranger.looksInTheMirror()).toBeNull();
    expect(await hearsClosing(theApp().url, stranger.token)).toMatchObject({ code: 4403 });
    expect(await anonymous(good).looksInTheMirror()).toMatchObject({ user: { name: 'ana' } });
  });

  test('says who one is; a role in it that nobody knows is none', async () => {
    expect(claimsOf(good)).toMatchObject({ roles: ['CUSTOMER'] });
    const claimed = anonymous(signed({ ...claimsOf(good), roles: ['EMPEROR'] }));
    expect((await claimed.looksInTheMirror())?.roles).toEqual(['CUSTOMER']);
  });

  test('that is good for calls refreshes nothing', async () => {
    await expect(anonymous().refreshes(good)).rejects.toHaveCode('VALIDATION_FAILED');
    await expect(anonymous().refreshes(refreshToken.replace(/\.\d+\./, '.7.'))).rejects.toHaveCode('UNAUTHENTICATED');
    expect((await anonymous().refreshes(refreshToken)).refreshToken).not.toBe(refreshToken);
  });
});
