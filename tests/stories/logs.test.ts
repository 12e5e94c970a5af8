import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';

import { parse } from 'graphql';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { openLogFile } from '../../src/platform/log-file.js';
import { createLogger } from '../../src/platform/logger.js';
import { anonymous, password, people, startProcess, theApp, useApp } from '../testkit/index.js';
import { hearsClosing } from '../testkit/socket.js';

const logged: string[] = [];
const log = createLogger('trace', new Writable({ write: (line: Buffer, _, done) => (logged.push(line.toString()), done()) }));

useApp({}, log);
beforeEach(() => void logged.splice(0));
afterEach(() => vi.restoreAllMocks());

type Entry = Readonly<Record<string, unknown>>;
const entries = () => logged.map((line) => JSON.parse(line) as Entry);
const refused = (work: Promise<unknown>) => work.then(() => expect.unreachable('was not refused'), (error: unknown) => error as { details: Entry });

describe('a line of the log', () => {
  test('says of a refusal which it was', async () => {
    await refused(anonymous().logsIn({ email: 'nobody@example.test', password }));
    expect(entries().filter(({ operation }) => operation === 'Login')).toMatchObject([{ level: 30, viewerId: null, errors: 1, codes: ['INVALID_CREDENTIALS'] }]);
  });

  test.each(['asks', 'asksOverSocket'] as const)('leads from the operation to what went wrong in it, for who %s', async (way) => {
    const { ana } = await people('ana');
    vi.spyOn(theApp().services.events, 'cursorOf').mockRejectedValue(new Error('the cellar is full of water'));
    const { details } = await refused(ana[way](parse('query ViewerCursor { viewerCursor }') as never, {}));
    const [line] = entries().filter(({ lookupIds }) => (lookupIds as string[] | undefined)?.includes(details['lookupId'] as string));
    expect(line).toMatchObject({ viewerId: ana.id, operation: 'ViewerCursor', codes: ['INTERNAL'], ms: expect.any(Number) as unknown });
    expect(entries().find(({ lookupId }) => lookupId === details['lookupId'])).toMatchObject({ level: 50, err: { message: 'the cellar is full of water' } });
    await ana.hangsUp();
  });
});

test('nothing that opens a door is in the log, whatever way it was said', async () => {
  const { ana } = await people('ana');
  const { token, refreshToken } = await anonymous().logsIn({ email: ana.email, password });
  const next = await anonymous().refreshes(refreshToken);
  const later = 'a later password, 42';
  const wrong = 'a wrong password, 41';
  const key = 'the-key-of-the-call';

  await refused(anonymous().logsIn({ email: ana.email, password: wrong }));
  await refused(anonymous().registers({ email: ana.email, password, name: 'Ana' }));
  await refused(anonymous().registers({ email: ana.email, password: 'short', name: 'Ana' }));
  await refused(anonymous().refreshes(`${refreshToken}x`));
  await refused(anonymous(`${token}x`).viewerCursor());
  await hearsClosing(theApp().url, `${token}x`);
  const everything = ana.followsEverything(await ana.viewerCursor());
  const headers = { authorization: `Bearer ${next.token}`, cookie: `__Host-access=${next.token}`, 'content-type': 'application/json' };
  const posted = async (body: string) => (await fetch(`${theApp().url}/graphql`, { method: 'POST', headers, body })).text();
  await posted(`{"query":"mutation { login(input: {email: \\"${ana.email}\\", password: 42}) { token } }"}`);
  await posted(`{"query":"mutation { nothing(password: \\"${wrong}\\") }"}`);
  await posted(`{"query": "${wrong}`);
  await posted(JSON.stringify({ query: `mutation { login(input: {email: "${ana.email}", password: "${password}"}, idempotencyKey: "${key}") { token } }` }));

  // And when it is the database that fails, with everything it was given at hand.
  const said = { email: ana.email, password: wrong, refreshToken, authorization: `Bearer ${token}`, cookie: `a=${token}` };
  const failure = Object.assign(new Error(`dup key: { emailKey: "${ana.email}" } for ${token}`), { keyValue: said, writeErrors: [{ op: { answer: said } }] });
  vi.spyOn(theApp().services.people, 'login').mockRejectedValue(failure);
  await refused(anonymous().logsIn({ email: ana.email, password }));
  vi.restoreAllMocks();
  await ana.changesPassword(password, later);
  await everything.next().catch(() => undefined);
  await ana.hangsUp();

  const all = logged.join('');
  expect(all).toContain('Something unexpected happened.');
  expect(logged.length).toBeGreaterThan(10);
  for (const secret of [password, later, wrong, ana.email, ana.token!, token!, refreshToken!, next.token!, next.refreshToken!, key]) expect(all).not.toContain(secret);
});

describe('the file of a log', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'log-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  test('is followed by the next when it is large, and the oldest go', async () => {
    const own = createLogger('info', await openLogFile({ path: join(directory, 'own.log'), frequency: 'daily', maxMb: 1, kept: 2 }));
    const half = 'x'.repeat(512 * 1024);
    const files = async () => (await readdir(directory)).sort();
    for (let n = 1; n <= 10; n++) {
      own.info({ n, half }, 'half a megabyte');
      if (n % 2 === 0) await expect.poll(files).toContain(`own.${n / 2 + 1}.log`);
    }
    await expect.poll(files).toEqual(['own.4.log', 'own.5.log', 'own.6.log']);
    const kept = (await readFile(join(directory, 'own.5.log'), 'utf8')).trim().split('\n');
    expect(kept.map((line) => (JSON.parse(line) as { n: number }).n)).toEqual([9, 10]);
  });

  test('is what LOG_FILE names, complete when the process has ended', { timeout: 60_000 }, async () => {
    const server = await startProcess(theApp().databaseUri, { LOG_LEVEL: 'info', LOG_FILE: join(directory, 'deep', 'barter.log') });
    const { ana } = await people('ana');
    await ana.asksAt(server.url).viewerCursor();
    await server.kill();
    const text = await readFile(join(directory, 'deep', 'barter.1.log'), 'utf8');
    expect(text.trim().split('\n').map((line) => JSON.parse(line) as Entry)).toContainEqual(expect.objectContaining({ viewerId: ana.id, operation: 'ViewerCursor' }));
    expect(text).not.toContain(ana.token);
  });
});
