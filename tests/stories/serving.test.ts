import { Writable } from 'node:stream';

import mongoose from 'mongoose';
import { describe, expect, test, vi } from 'vitest';

import { errorCodes } from '../../src/platform/errors/index.js';
import { createLogger } from '../../src/platform/logger.js';
import { graphql } from '../generated/index.js';
import { anonymous, deferred, password, people, startProcess, theApp, useApp } from '../testkit/index.js';
import { upgradeFrom } from '../testkit/socket.js';

const logged: string[] = [];
const log = createLogger('info', new Writable({ write: (line: Buffer, _, done) => (logged.push(line.toString()), done()) }));

useApp({ corsOrigins: ['https://app.example.test'] }, log);

const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(`${theApp().url}/graphql`, { method: 'POST', headers, body });
const ask = async (query: string, headers = {}) => {
  const response = await post(JSON.stringify({ query }), { 'content-type': 'application/json', ...headers });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as { data?: unknown; errors?: { message: string; extensions: Record<string, unknown> }[] },
  };
};
const codeOf = async (query: string) => (await ask(query)).body.errors?.[0]?.extensions;

const Mirror = graphql(`
  query Mirror {
    me {
      email
    }
  }
`);

const ErrorCatalog = graphql(`
  query ErrorCatalog {
    errorCatalog {
      code
      meaning
      retryable
    }
  }
`);

test('the catalogue says of every code what it means and whether to try again', async () => {
  const { errorCatalog } = await anonymous().asks(ErrorCatalog, {});
  expect(errorCatalog.map(({ code }) => code)).toEqual(errorCodes);
  expect(errorCatalog.every(({ meaning }) => meaning.endsWith('.'))).toBe(true);
  expect(errorCatalog.filter(({ retryable }) => retryable).map(({ code }) => code)).toEqual(['RATE_LIMITED', 'TRY_AGAIN_LATER', 'INTERNAL']);
});

describe('a request that is none', () => {
  test.each([
    ['no JSON', '{"query":', { 'content-type': 'application/json' }, 400],
    ['too large', JSON.stringify({ query: `{ me { email } } # ${'x'.repeat(300_000)}` }), { 'content-type': 'application/json' }, 413],
    ['from a form of another page', '{"query":"{me{email}}"}', { 'content-type': 'text/plain' }, 400],
    ['several at once', '[{"query":"{me{email}}"}]', { 'content-type': 'application/json' }, 400],
    ['empty', '{}', { 'content-type': 'application/json' }, 400],
  ])('because it is %s gets an error of the catalogue', async (_, body, headers, status) => {
    const response = await post(body, headers as Record<string, string>);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toContain('json');
    const { errors } = (await response.json()) as { errors: { extensions: unknown }[] };
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_REQUEST' });
    expect(JSON.stringify(errors)).not.toMatch(/node_modules|at Object/);
  });

  test('to nowhere is told so', async () => {
    expect((await fetch(`${theApp().url}/wp-admin`)).status).toBe(404);
  });
});

describe('a document', () => {
  test('that is no GraphQL, or does not fit, is refused', async () => {
    expect(await codeOf('{ me {')).toEqual({ code: 'DOCUMENT_INVALID' });
    expect(await codeOf('{ nobody }')).toEqual({ code: 'DOCUMENT_INVALID' });
    expect(await codeOf('{ user(userId: {a: 1}) { id } }')).toEqual({ code: 'DOCUMENT_INVALID' });
    expect(await codeOf('query A { me { email } } query B { me { email } }')).toMatchObject({
      code: expect.stringMatching(/DOCUMENT_INVALID|BAD_REQUEST/) as unknown,
    });
  });

  test('that subscribes needs a socket', async () => {
    expect(await codeOf('subscription { viewerEvents { eventId } }')).toEqual({ code: 'BAD_REQUEST' });
  });

  test('that asks for too much is refused before anything runs', async () => {
    const aliases = Array.from({ length: 31 }, (_, n) => `a${n}: me { email }`).join(' ');
    expect(await codeOf(`{ ${aliases} }`)).toEqual({ code: 'QUERY_TOO_COMPLEX', limit: 'aliases', allowed: 30 });
    expect(await codeOf(`{ ${'me { email } '.repeat(1_000)} }`)).toMatchObject({ code: 'QUERY_TOO_COMPLEX', limit: 'tokens' });
  });

  test('over a socket meets the same limits, and the same words', async () => {
    const { ana } = await people('ana');
    await expect(ana.followsText('{ me {').next()).rejects.toHaveCode('DOCUMENT_INVALID');
    await expect(ana.followsText('{ nobody }').next()).rejects.toHaveCode('DOCUMENT_INVALID');
    await expect(ana.followsText(`{ ${Array.from({ length: 31 }, (_, n) => `a${n}: me { email }`).join(' ')} }`).next()).rejects.toHaveCode(
      'QUERY_TOO_COMPLEX',
      { limit: 'aliases' },
    );
    await expect(ana.followsText(`{ ${'me { email } '.repeat(1_000)} }`).next()).rejects.toHaveCode('QUERY_TOO_COMPLEX', {
      limit: 'tokens',
    });
    await expect(ana.followsText('query ($id: ID!) { user(userId: $id) { id } }', { id: {} }).next()).rejects.toHaveCode(
      'VALIDATION_FAILED',
      { paths: ['id'] },
    );
    await ana.hangsUp();
  });
});

describe('queries and mutations', () => {
  test('run over a socket as over HTTP', async () => {
    const { ana } = await people('ana');
    expect(await ana.asksOverSocket(Mirror, {})).toEqual(await ana.asks(Mirror, {}));
    await ana.hangsUp();
  });
});

describe('what is unexpected', () => {
  test('is masked, over HTTP and over a socket, with an id that the log has too', async () => {
    const { ana } = await people('ana');
    const broken = vi.spyOn(theApp().services.people, 'find').mockRejectedValue(new Error('E11000 duplicate key: the secret of the house'));
    const refused = [
      await ana.asks(Mirror, {}).catch((error: unknown) => error),
      await ana.asksOverSocket(Mirror, {}).catch((error: unknown) => error),
    ] as { code: string; message: string; details: { lookupId: string } }[];
    broken.mockRestore();
    for (const { code, message, details } of refused) {
      expect(code).toBe('INTERNAL');
      expect(message).not.toContain('secret');
      const line = logged.find((entry) => entry.includes(details.lookupId));
      expect(line).toContain('the secret of the house');
    }
    await ana.hangsUp();
  });
});

describe('the log', () => {
  test('has a line for each operation, with who and how long, and no secret', async () => {
    const { ana } = await people('ana');
    const requestId = 'story-of-the-log-1';
    await ana.asks(Mirror, {}, { headers: { 'x-request-id': requestId } });
    const line = JSON.parse(logged.find((entry) => entry.includes(requestId))!) as Record<string, unknown>;
    expect(line).toMatchObject({ requestId, viewerId: ana.id, operation: 'Mirror', ms: expect.any(Number) as unknown, errors: 0 });
    expect(logged.join('')).not.toContain(ana.token);
    expect(logged.join('')).not.toContain(password);
  });
});

describe('headers', () => {
  test.each(['/health', '/ready', '/nowhere', '/explorer', '/graphql?query=%7B__typename%7D'])('that protect are on %s', async (path) => {
    const { headers } = await fetch(`${theApp().url}${path}`, { headers: { 'apollo-require-preflight': 'yes' } });
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBeTruthy();
    expect(headers.get('strict-transport-security')).toBeTruthy();
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-request-id')).toBeTruthy();
  });

  test('keep a request id that is one, and make one otherwise', async () => {
    expect((await fetch(`${theApp().url}/health`, { headers: { 'x-request-id': 'abcdef-123456' } })).headers.get('x-request-id')).toBe(
      'abcdef-123456',
    );
    expect((await fetch(`${theApp().url}/health`, { headers: { 'x-request-id': 'a b<script>' } })).headers.get('x-request-id')).toMatch(
      /^[0-9a-f]{24}$/,
    );
  });
});

describe('pages of others', () => {
  const preflight = (origin: string) =>
    fetch(`${theApp().url}/graphql`, {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });

  test('may call when they are listed', async () => {
    expect((await preflight('https://app.example.test')).headers.get('access-control-allow-origin')).toBe('https://app.example.test');
    expect(await upgradeFrom(theApp().url, 'https://app.example.test')).toBe(101);
  });

  test('may not when they are not', async () => {
    expect((await preflight('https://evil.example.test')).headers.get('access-control-allow-origin')).toBeNull();
    expect(await upgradeFrom(theApp().url, 'https://evil.example.test')).toBe(403);
  });

  test('are not what programs and our own pages are', async () => {
    expect(await upgradeFrom(theApp().url, undefined)).toBe(101);
    expect(await upgradeFrom(theApp().url, theApp().url)).toBe(101);
  });
});

describe('pages of ours', () => {
  test('GET /graphql in a browser is Apollo Sandbox', async () => {
    const response = await fetch(`${theApp().url}/graphql`, { headers: { accept: 'text/html' } });
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('content-security-policy')).toContain('apollographql');
  });

  test('/explorer comes from our own files', async () => {
    const page = await (await fetch(`${theApp().url}/explorer`)).text();
    const [script] = /[\w./-]+\.js/.exec(page) ?? [];
    expect(page).toContain('/graphql');
    expect(page).not.toMatch(/src="https?:/);
    expect((await fetch(new URL(script!, `${theApp().url}/explorer/`))).status).toBe(200);
  });

  test('are closed in production, and so is introspection', async () => {
    const production = await theApp().another({ production: true, explorer: false, introspection: false });
    expect((await fetch(`${production.url}/explorer`)).status).toBe(404);
    expect((await fetch(`${production.url}/graphql`, { headers: { accept: 'text/html' } })).status).toBe(400);
    const response = await fetch(`${production.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ __schema { types { name } } }"}',
    });
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['DOCUMENT_INVALID']));
    const { ana } = await people('ana');
    const there = ana.asksAt(production.url);
    await expect(there.followsText('{ __schema { types { name } } }').next()).rejects.toHaveCode('DOCUMENT_INVALID');
    await expect(there.followsText('{ mee { email } }').next()).rejects.not.toThrow(/Did you mean/);
    await there.hangsUp();
    await production.stop();
  });
});

describe('stopping', () => {
  test('is announced, finishes what is under way, and closes sockets with a reason', async () => {
    const app = await theApp().another();
    const { ana } = await people('ana');
    const cursor = await ana.viewerCursor();
    const there = ana.asksAt(app.url);
    const everything = there.followsEverything(cursor);
    await ana.updatesProfile({ name: 'Ana' });
    await everything.next();
    expect((await fetch(`${app.url}/ready`)).status).toBe(200);
    const [arrived, mayGoOn] = [deferred(), deferred()];
    const login = app.services.people.login.bind(app.services.people);
    vi.spyOn(app.services.people, 'login').mockImplementation(async (...credentials) => {
      arrived.resolve();
      await mayGoOn.promise;
      return login(...credentials);
    });
    const underWay = anonymous().asksAt(app.url).logsIn({ email: ana.email, password });
    await arrived.promise;
    const stopping = app.stop();
    await expect(everything.next()).rejects.toMatchObject({ code: 1001, reason: expect.stringContaining('stopping') as unknown });
    mayGoOn.resolve();
    await expect(underWay).resolves.toMatchObject({ user: { id: ana.id } });
    await stopping;
    await expect(fetch(`${app.url}/health`)).rejects.toThrow();
  });
});

test('a process that is asked to stop ends by itself, also when somebody listens', { timeout: 60_000 }, async () => {
  const server = await startProcess(theApp().databaseUri);
  const { ana } = await people('ana');
  const listening = ana.asksAt(server.url).followsEverything(await ana.viewerCursor());
  await ana.updatesProfile({ name: 'Ana' });
  await listening.next();
  expect(await server.stop()).toBe(0);
  await expect(listening.next()).rejects.toMatchObject({ code: 1001 });
});

describe('readiness', () => {
  test('is lost with the database, life is not', async () => {
    expect((await fetch(`${theApp().url}/ready`)).status).toBe(200);
    const lost = vi.spyOn(mongoose.connection.db!, 'command').mockRejectedValue(new Error('away'));
    expect((await fetch(`${theApp().url}/ready`)).status).toBe(503);
    expect((await fetch(`${theApp().url}/health`)).status).toBe(200);
    lost.mockRestore();
  });
});
