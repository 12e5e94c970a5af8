import { Writable } from 'node:stream';

import { parse } from 'graphql';
import mongoose from 'mongoose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { readEnvironment } from '../../src/environment.js';
import { createLogger } from '../../src/platform/logger.js';
import { anonymous, type App, later, people, race, theApp, useApp } from '../testkit/index.js';
import { freePort } from '../testkit/free-port.js';
import { hasRedis, type RedisServer, startRedis } from '../testkit/redis.js';

useApp();

const rateLimits = { seconds: 60, perPerson: 100, perAddress: 100 };
const waits = { retryAfter: expect.toSatisfy((seconds: number) => seconds >= 1 && seconds <= 60) as unknown };

const stores = [
  ['in the database', { inRedis: false, available: true }],
  [hasRedis ? 'in Redis' : 'in Redis (skipped: there is no redis-server here)', { inRedis: true, available: hasRedis }],
] as const;

describe.each(stores)('what is counted %s', (_, { inRedis, available }) => {
  let redis: RedisServer | undefined;
  let one: App, other: App;

  beforeAll(async () => {
    if (inRedis && available) redis = await startRedis();
  });
  afterAll(() => redis?.stop());
  beforeEach(async () => {
    if (!available) return;
    const limited = { rateLimits, redisUrl: redis?.url ?? null };
    [one, other] = [await theApp().another(limited), await theApp().another(limited)];
  });
  afterEach(async () => {
    await mongoose.connection.collection('counters').deleteMany({});
    for (const app of [one, other]) await app?.stop();
  });

  test.skipIf(!available)('is what a person asks for, in all processes and by all tokens together', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const [here, there] = [ana.asksAt(one.url), ana.asksAt(other.url)];
    const { won, lost } = await race(150, (runner) => (runner % 2 ? here : there).viewerCursor());
    expect(won).toHaveLength(100);
    expect(lost).toEqual(Array(50).fill('RATE_LIMITED'));
    await expect(there.viewerCursor()).rejects.toHaveCode('RATE_LIMITED', waits);
    await ben.asksAt(one.url).viewerCursor();
  });

  test.skipIf(!available)('is by the work it makes: twenty aliases count as twenty', async () => {
    const { ana } = await people('ana');
    const twenty = parse(`{ ${Array.from({ length: 20 }, (_, n) => `a${n}: viewerCursor`).join(' ')} }`) as never;
    for (let times = 0; times < 5; times++) await ana.asksAt(one.url).asks(twenty, {});
    await expect(ana.asksAt(one.url).asks(twenty, {})).rejects.toHaveCode('RATE_LIMITED', waits);
  });

  test.skipIf(!available)('is by address for those who are nobody, and leaves those alone who are somebody', async () => {
    const { ana } = await people('ana');
    const { won, lost } = await race(110, (runner) => anonymous().asksAt([one, other][runner % 2]!.url).looksInTheMirror());
    // The question takes two points to read.
    expect([won.length, new Set(lost)]).toEqual([50, new Set(['RATE_LIMITED'])]);
    await ana.asksAt(one.url).viewerCursor();
  });
});

describe('whoever has asked for too much', () => {
  let app: App;
  beforeEach(async () => {
    app = await theApp().another({ rateLimits });
  });
  afterEach(async () => {
    await app.stop();
    await mongoose.connection.collection('counters').deleteMany({});
  });

  const post = (query: string) =>
    fetch(`${app.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });

  test('is told so with a status and a header, for as long as it lasts', async () => {
    while ((await post('{ __typename }')).status === 200);
    const refused = await post('{ __typename }');
    expect(refused.status).toBe(429);
    const { errors } = (await refused.json()) as { errors: { extensions: { code: string; retryAfter: number } }[] };
    expect(errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', ...waits } }]);
    expect(refused.headers.get('retry-after')).toBe(String(errors[0]!.extensions.retryAfter));

    await mongoose.connection.collection('counters').updateMany({}, { $set: { expire: new Date(0) } });
    await later(61);
    expect((await post('{ __typename }')).status).toBe(200);
  });

  test('is told so at the point where it becomes too much, too', async () => {
    const { ana } = await people('ana');
    const there = ana.asksAt(app.url);
    await there.asks(parse('{ me { email user { id } } }') as never, {});
    const page = parse('{ items(first: 49) { edges { node { id } } } }') as never;
    const response = await fetch(`${app.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${ana.token}` },
      body: JSON.stringify({ query: '{ items(first: 49) { edges { node { id } } } }' }),
    });
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, expect.stringMatching(/^\d+$/) as unknown]);
    await expect(there.asks(page, {})).rejects.toHaveCode('RATE_LIMITED', waits);
  });

  test('is told so over a socket, for queries and for subscriptions', async () => {
    const { ana } = await people('ana');
    const there = ana.asksAt(app.url);
    const hundred = `{ ${Array.from({ length: 25 }, (_, n) => `a${n}: viewerCursor`).join(' ')} }`;
    for (let times = 0; times < 4; times++) await there.followsText(hundred).next();
    await expect(there.followsText('{ viewerCursor }').next()).rejects.toHaveCode('RATE_LIMITED', waits);
    await expect(there.followsEverything().next()).rejects.toHaveCode('RATE_LIMITED', waits);
    await there.hangsUp();
  });

  test('has paid for what was refused as well', async () => {
    const outcomes = [];
    for (let times = 0; times < 101; times++) outcomes.push((await post('{ nobody }')).status);
    expect(outcomes).toEqual([...Array<number>(100).fill(400), 429]);
  });

  test('may still ask whether the server lives and can serve', async () => {
    while ((await post('{ __typename }')).status === 200);
    for (const path of ['/health', '/ready']) expect((await fetch(`${app.url}${path}`)).status).toBe(200);
  });
});

describe('without a store that answers', () => {
  test('nobody is turned away, each process counts for itself, and the log says so', async () => {
    const lines: string[] = [];
    const log = createLogger('warn', new Writable({ write: (line: Buffer, _, done) => (lines.push(String(line)), done()) }));
    const app = await theApp().another({ rateLimits, redisUrl: `redis://127.0.0.1:${await freePort()}` }, log);
    const { ana } = await people('ana');
    const { won, lost } = await race(110, () => ana.asksAt(app.url).viewerCursor());
    expect([won.length, lost]).toEqual([100, Array(10).fill('RATE_LIMITED')]);
    expect(lines.join('')).toContain('Redis was not reached');
    expect(lines.filter((line) => line.includes('counts for itself'))).toHaveLength(1);
    await app.stop();
  });
});

test('limits can be turned off', async () => {
  expect(readEnvironment({ RATE_LIMIT: 'off' }).rateLimits).toBeNull();
  const { ana } = await people('ana');
  expect((await race(150, () => ana.viewerCursor())).lost).toEqual([]);
});
