import { describe, expect, test } from 'vitest';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import { Heard, password, people, theApp, useApp } from '../testkit/index.js';

const page = 'https://app.example.test';

useApp({ corsOrigins: [page] });

interface Answer {
  readonly data?: Record<string, { token?: unknown; email?: string } | null>;
  readonly errors?: { extensions: { code: string } }[];
}

/** What a browser does with a page's calls: it keeps the cookies, and sends them along. */
class Browser {
  readonly jar = new Map<string, string>();
  lastCookies: string[] = [];

  constructor(private readonly url = () => theApp().url) {}

  get cookie(): string {
    return [...this.jar].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async calls(query: string, headers: Record<string, string> = { 'x-session': 'cookie' }): Promise<Answer> {
    const response = await fetch(`${this.url()}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: page, cookie: this.cookie, ...headers },
      body: JSON.stringify({ query }),
    });
    this.lastCookies = response.headers.getSetCookie();
    for (const line of this.lastCookies) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (value) this.jar.set(name!, value);
      else this.jar.delete(name!);
    }
    return (await response.json()) as Answer;
  }

  logsIn(email: string, key = 'null'): Promise<Answer> {
    return this.calls(
      `mutation { login(input: { email: "${email}", password: "${password}" }, idempotencyKey: ${key}) { token refreshToken user { id } } }`,
    );
  }
}

const whoAmI = '{ me { email } }';
const logout = 'mutation { logout { id } }';
const refresh = 'mutation { refreshSession { token refreshToken user { id } } }';
const codeOf = ({ errors }: Answer) => errors?.[0]?.extensions.code;

async function loggedIn(browser = new Browser()) {
  const { ana } = await people('ana');
  const answer = await browser.logsIn(ana.email);
  return { ana, browser, answer };
}

describe('a page that keeps its session in cookies', () => {
  test('is given no token that a script could read', async () => {
    const { ana, browser, answer } = await loggedIn();
    expect(answer).toEqual({ data: { login: { token: null, refreshToken: null, user: { id: ana.id } } } });
    expect(browser.lastCookies).toHaveLength(3);
    for (const cookie of browser.lastCookies) expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    expect(await browser.calls(whoAmI)).toEqual({ data: { me: { email: ana.email } } });
  });

  test('refreshes without knowing the token, and is given the cookies again when it repeats a call', async () => {
    const { ana, browser } = await loggedIn();
    const before = browser.cookie;
    expect(await browser.calls(refresh)).toMatchObject({ data: { refreshSession: { refreshToken: null, user: { id: ana.id } } } });
    expect(browser.cookie).not.toBe(before);
    const other = new Browser();
    await other.logsIn(ana.email, '"lost on its way"');
    const given = other.cookie;
    other.jar.clear();
    await other.logsIn(ana.email, '"lost on its way"');
    expect(other.cookie).toBe(given);
  });

  test('stays logged in when two of its tabs refresh at once, whichever cookie comes last', async () => {
    const { ana, browser } = await loggedIn();
    const before = browser.cookie;
    const answers = await Promise.all(Array.from({ length: 10 }, () => browser.calls(refresh)));
    for (const answer of answers) expect(answer).toMatchObject({ data: { refreshSession: { user: { id: ana.id } } } });
    expect(browser.cookie).not.toBe(before);
    expect(await browser.calls(refresh)).toMatchObject({ data: { refreshSession: { user: { id: ana.id } } } });
    expect(await browser.calls(whoAmI)).toEqual({ data: { me: { email: ana.email } } });
  });

  test('logs out, there and here', async () => {
    const { browser } = await loggedIn();
    const stolen = new Browser();
    for (const [name, value] of browser.jar) stolen.jar.set(name, value);
    await browser.calls(logout);
    expect([...browser.jar.keys()]).toEqual(['barter-device']);
    expect(codeOf(await stolen.calls(logout))).toBe('UNAUTHENTICATED');
    expect(codeOf(await stolen.calls(refresh))).toBe('UNAUTHENTICATED');
  });

  test('has its cookies for this host alone and over https alone, in production', async () => {
    const production = await theApp().another({ production: true });
    const { browser } = await loggedIn(new Browser(() => production.url));
    expect([...browser.jar.keys()].sort()).toEqual(['__Host-barter-access', '__Host-barter-device', '__Host-barter-refresh']);
    for (const cookie of browser.lastCookies) expect(cookie).toMatch(/Path=\/;.*Secure/);
    await production.stop();
  });
});

describe('another page', () => {
  test.each([
    ['as JSON without the header', { 'content-type': 'application/json' }, 'UNAUTHENTICATED'],
    ['as JSON with Apollo’s header alone', { 'apollo-require-preflight': 'yes' }, 'UNAUTHENTICATED'],
    ['as a form', { 'content-type': 'application/x-www-form-urlencoded' }, 'BAD_REQUEST'],
    ['as text', { 'content-type': 'text/plain' }, 'BAD_REQUEST'],
  ])('cannot call in its name %s', async (_, headers, code) => {
    const { browser, ana } = await loggedIn();
    for (const mutation of [
      logout,
      refresh,
      'mutation { endAllOtherSessions }',
      'mutation { updateProfile(input: { name: "eve" }) { id } }',
    ])
      expect(codeOf(await browser.calls(mutation, headers))).toBe(code);
    expect(await browser.calls(whoAmI)).toEqual({ data: { me: { email: ana.email } } });
  });

  test('is not allowed to send the header', async () => {
    const preflight = async (origin: string) => {
      const headers = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,x-session' };
      const answer = await fetch(`${theApp().url}/graphql`, { method: 'OPTIONS', headers });
      return [answer.headers.get('access-control-allow-origin'), answer.headers.get('access-control-allow-headers')];
    };
    expect(await preflight(page)).toEqual([page, 'content-type,x-session']);
    expect((await preflight('https://evil.example.test'))[0]).toBeNull();
  });
});

describe('a socket', () => {
  const connects = (cookie: string, origin?: string) =>
    new Promise<string | number>((resolve) => {
      const headers = { cookie, ...(origin && { origin }) };
      const socket = new WebSocket(`${theApp().url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', { headers });
      socket.on('open', () => socket.send('{"type":"connection_init"}'));
      socket.on('message', (message) => {
        resolve((JSON.parse(String(message)) as { type: string }).type);
        socket.close();
      });
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.on('close', (code) => resolve(code));
      socket.on('error', () => undefined);
    });

  test('takes the cookie of a page that may call, and of no other', async () => {
    const { browser } = await loggedIn();
    expect(await connects(browser.cookie, page)).toBe('connection_ack');
    expect(await connects(browser.cookie, 'https://evil.example.test')).toBe(403);
    expect(await connects(browser.cookie)).toBe(4403);
    await browser.calls(logout);
    expect(await connects(browser.cookie, page)).toBe(4403);
  });

  test('that was opened with a cookie is given no token either, also when it repeats a call', async () => {
    const { ana, browser } = await loggedIn();
    const key = '"sent again"';
    const again = `mutation { login(input: { email: "${ana.email}", password: "${password}" }, idempotencyKey: ${key}) { token refreshToken deviceToken user { id } } }`;
    await browser.calls(again);
    const client = createClient({
      url: `${theApp().url.replace(/^http/, 'ws')}/graphql`,
      webSocketImpl: class extends WebSocket {
        constructor(url: string, protocol: string) {
          super(url, protocol, { origin: page, headers: { cookie: browser.cookie } });
        }
      },
    });
    const heard = new Heard<{ login: object }>((sink) => client.subscribe({ query: again }, sink));
    expect((await heard.next()).login).toEqual({ token: null, refreshToken: null, deviceToken: null, user: { id: ana.id } });
    await client.dispose();
  });
});
