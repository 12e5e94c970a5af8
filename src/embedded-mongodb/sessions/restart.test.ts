import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Document } from 'bson';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { RawClient, RawSession } from './raw-client.testkit.js';

let directory: string;
let server: ChildProcess;

beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'embedded-mongodb-')); });

afterEach(() => {
  server.kill('SIGKILL');
  rmSync(directory, { recursive: true, force: true });
});

/** A server of its own, as it can be killed. */
async function start(): Promise<RawClient> {
  const main = join(import.meta.dirname, '../main.ts');
  server = spawn(process.execPath, ['--import', '@oxc-node/core/register', main, '--data', directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(server.stdout!, 'data')) as [Buffer];
  return RawClient.open(line.toString().replace('READY ', '').trim());
}

async function killAndRestart(): Promise<RawClient> {
  server.kill('SIGKILL');
  await once(server, 'exit');
  return start();
}

const insert = (id: string): Document => ({ insert: 'accounts', documents: [{ _id: id }] });

async function ids(client: RawClient): Promise<unknown[]> {
  const { cursor } = await client.run({ find: 'accounts', sort: { _id: 1 } });
  return (cursor as Document).firstBatch.map(({ _id }: Document) => _id as unknown);
}

test('a client that asks again after a crash is answered as before, and not served twice', async () => {
  const session = new RawSession(await start());
  const add = { findAndModify: 'accounts', query: { _id: 'counter' }, update: { $inc: { value: 1 } }, upsert: true, new: true };
  const first = await session.write(1, add);
  session.client = await killAndRestart();
  expect(await session.write(1, add)).toMatchObject({ value: first.value as Document, retriedStmtId: 0 });
  expect((await session.write(2, add)).value).toMatchObject({ value: 2 });
});

test('a transaction whose commit was acknowledged is there after a crash, and may be committed again; an open one is gone', async () => {
  const client = await start();
  const [committed, open] = [new RawSession(client), new RawSession(client)];
  await committed.start(insert('a'));
  await committed.continue(insert('b'));
  await committed.end('commitTransaction');
  await open.start(insert('c'));
  const after = await killAndRestart();
  committed.client = open.client = after;
  expect(await ids(after)).toEqual(['a', 'b']);
  expect(await committed.end('commitTransaction')).toMatchObject({ ok: 1 });
  await expect(open.end('commitTransaction')).rejects.toMatchObject({ name: 'NoSuchTransaction' });
});

test('a change stream resumes where it was before the crash', async () => {
  const client = await start();
  const session = new RawSession(client);
  const watch = { aggregate: 'accounts', pipeline: [{ $changeStream: {} }], cursor: {} };
  const { cursor } = await session.run(watch);
  await client.run(insert('a'));
  await client.run(insert('b'));
  const { nextBatch } = (await session.run({ getMore: cursor.id as unknown, collection: 'accounts' })).cursor as Document;
  const token = nextBatch[0]._id as unknown;
  session.client = await killAndRestart();
  const resumed = await session.run({ ...watch, pipeline: [{ $changeStream: { resumeAfter: token } }] });
  const more = (resumed.cursor as Document).firstBatch as Document[];
  expect(more.map(({ operationType, documentKey }) => [operationType, documentKey])).toEqual([['insert', { _id: 'b' }]]);
});
