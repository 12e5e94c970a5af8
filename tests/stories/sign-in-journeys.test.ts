import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';

import { anonymous, backToNow, later, race, theApp } from '../testkit/index.js';
import { Browser } from '../testkit/browser.js';
import { challengeOf, comesBackFrom, isBack, startOf } from '../testkit/sign-in.verbs.js';
import { account, club, count, useTwoProviders, work } from '../testkit/two-providers.js';

useTwoProviders();

describe('a code', () => {
  test('is good once, of ten who send it', async () => {
    work.sits(account());
    const code = await comesBackFrom('work');
    const { won, lost } = await race(10, () => anonymous().signsInWithCode(code));
    expect(won).toHaveLength(1);
    expect(lost).toEqual(Array(9).fill('SIGN_IN_FAILED'));
  });

  test('is worth nothing without what the page kept, and nothing after ten minutes', async () => {
    work.sits(account());
    const { code, codeVerifier } = await comesBackFrom('work');
    const before = await count();
    const stolen = anonymous().signsInWithCode({ code, codeVerifier: 'x'.repeat(43) });
    await expect(stolen).rejects.toHaveCode('SIGN_IN_FAILED');
    await later(11 * 60);
    await expect(anonymous().signsInWithCode({ code, codeVerifier })).rejects.toHaveCode('SIGN_IN_FAILED');
    expect(await count()).toEqual(before);
    await backToNow();
    await anonymous().signsInWithCode({ code, codeVerifier });
  });

  test('is not in the database, nor is anything else that opens', async () => {
    work.sits(account());
    const { code, codeVerifier } = await comesBackFrom('work');
    const kept = JSON.stringify(await mongoose.connection.collection('signInCodes').find().toArray());
    expect(kept).toContain(challengeOf(codeVerifier));
    for (const secret of [code, codeVerifier]) expect(kept).not.toContain(secret);
  });
});

describe('the way back', () => {
  test('leads to a page of ours or one that may call, with everything else in its address', async () => {
    const other = await theApp().another({ corsOrigins: ['https://app.example.test'] });
    work.sits(account());
    const { url } = startOf('work', { returnTo: 'https://app.example.test/in?from=home#top' }, other.url);
    const back = await new Browser().goesTo(url, ({ host }) => host === 'app.example.test');
    expect(back.href).toMatch(/^https:\/\/app\.example\.test\/in\?from=home&code=[\w-]{43}#top$/);
  });

  test.each(['https://evil.example.test', '//evil.example.test', '/\\evil.example.test', 'javascript:alert(1)'])('does not lead to %s', async (returnTo) => {
    const response = await new Browser().asks(startOf('work', { returnTo }).url);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'VALIDATION_FAILED', paths: ['returnTo'] } }] });
    expect(response.headers.get('location')).toBeNull();
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test('is not begun without a challenge, nor from an unknown provider', async () => {
    const codes = [startOf('work', { codeChallenge: 'short' }), startOf('nobody')].map(async ({ url }) => {
      const response = await new Browser().asks(url);
      return [response.status, ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code];
    });
    expect(await Promise.all(codes)).toEqual([[400, 'VALIDATION_FAILED'], [400, 'NOT_FOUND']]);
  });

  test('is not begun by somebody who does nothing else', async () => {
    const other = await theApp().another({ rateLimits: { seconds: 60, perPerson: 1_000, perAddress: 25 } });
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await new Browser().asks(startOf('work', {}, other.url).url)).status);
    expect(statuses).toEqual([303, 303, 429]);
  });

  test('of somebody who did not want to leads to the page, with the reason', async () => {
    work.sits(null);
    const before = await count();
    const back = await new Browser().goesTo(startOf('work').url, isBack);
    expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'SIGN_IN_FAILED' });
    expect(await count()).toEqual(before);
  });

  /** Up to the last step, which a test takes in its own way. */
  const atTheDoor = async (browser: Browser, provider = 'work') => {
    const { url } = startOf(provider);
    return { callback: await browser.goesTo(url, ({ pathname }) => pathname === `/auth/${provider}/callback`), cookies: new Map(browser.jarOf(url)) };
  };
  const outcomeOf = async (response: Response) => {
    const location = response.headers.get('location');
    if (location !== null) return new URL(location).searchParams.get('error');
    return ((await response.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code;
  };

  test('keeps what it must remember where no script can read it, for ten minutes', async () => {
    const response = await new Browser().asks(startOf('work').url);
    expect(response.headers.getSetCookie()).toEqual([expect.stringMatching(/^barter-sign-in-[\da-f]{16}=[\w-]+; Max-Age=600; .*HttpOnly; SameSite=Lax$/)]);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const sent = new URL(response.headers.get('location')!).searchParams;
    expect(Object.fromEntries(sent)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', scope: 'openid email profile' });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(sent.get(name)).toMatch(/^[\w-]{43}$/);
  });

  test('is gone once', async () => {
    work.sits(account());
    const browser = new Browser();
    const { callback, cookies } = await atTheDoor(browser);
    expect(await outcomeOf(await browser.asks(callback))).toBeNull();
    const before = await count();
    expect(await outcomeOf(await browser.asks(callback))).toBe('SIGN_IN_FAILED');
    for (const [name, value] of cookies) browser.jarOf(callback).set(name, value);
    expect(await outcomeOf(await browser.asks(callback))).toBe('SIGN_IN_FAILED');
    expect(await count()).toEqual(before);
  });

  test('is gone in the browser that left, with the state that it left with, and in time', async () => {
    work.sits(account());
    const [browser, other] = [new Browser(), new Browser()];
    const [mine, theirs] = [await atTheDoor(browser), await atTheDoor(other)];
    const before = await count();
    expect(await outcomeOf(await new Browser().asks(mine.callback))).toBe('SIGN_IN_FAILED');
    expect(await outcomeOf(await other.asks(mine.callback))).toBe('SIGN_IN_FAILED');
    const mixedUp = new URL(mine.callback);
    mixedUp.searchParams.set('code', theirs.callback.searchParams.get('code')!);
    expect(await outcomeOf(await browser.asks(mixedUp))).toBe('SIGN_IN_FAILED');
    const late = await atTheDoor(browser);
    await later(11 * 60);
    expect(await outcomeOf(await browser.asks(late.callback))).toBe('SIGN_IN_FAILED');
    expect(await count()).toEqual(before);
  });

  test('from one provider is not gone as if from another', async () => {
    [work, club].forEach((provider) => provider.sits(account()));
    const browser = new Browser();
    const { callback } = await atTheDoor(browser);
    const before = await count();
    const elsewhere = new URL(callback);
    elsewhere.pathname = '/auth/club/callback';
    expect(await outcomeOf(await browser.asks(elsewhere))).toBe('SIGN_IN_FAILED');
    const claimed = await atTheDoor(browser);
    claimed.callback.searchParams.set('iss', club.settings.issuer);
    expect(await outcomeOf(await browser.asks(claimed.callback))).toBe('SIGN_IN_FAILED');
    expect(await count()).toEqual(before);
  });
});

test('a page that keeps its session in cookies is given it in cookies', async () => {
  work.sits(account());
  const { code, codeVerifier } = await comesBackFrom('work');
  const response = await fetch(`${theApp().url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-session': 'cookie' },
    body: JSON.stringify({ query: `mutation { signInWithCode(input: { code: "${code}", codeVerifier: "${codeVerifier}" }) { token refreshToken } }` }),
  });
  expect(await response.json()).toEqual({ data: { signInWithCode: { token: null, refreshToken: null } } });
  expect(response.headers.getSetCookie().map((cookie) => cookie.split('=')[0])).toEqual(['barter-access', 'barter-refresh', 'barter-device']);
});
