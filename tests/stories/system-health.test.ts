import { Writable } from 'node:stream';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type EmbeddedMongoDb, startEmbeddedMongoDb } from '../../src/embedded-mongodb/index.js';
import { createLogger } from '../../src/platform/logger.js';
import { administrator, people, type Person, theApp, useApp } from '../testkit/index.js';
import { Line } from '../testkit/line.js';

const line = new Line();
const logged: string[] = [];
const log = createLogger('warn', new Writable({ write: (text: Buffer, _, done) => (logged.push(text.toString()), done()) }));
let embedded: EmbeddedMongoDb;

beforeAll(async () => {
  embedded = await startEmbeddedMongoDb({ log: () => undefined });
  await line.open(Number(new URL(embedded.uri).port));
});
afterAll(() => embedded.stop());
useApp(() => ({ mongodbUri: `mongodb://127.0.0.1:${line.port}/barter?directConnection=true&retryReads=false` }), log);

let gale: Person;
beforeAll(async () => {
  gale = await administrator();
});

const ready = async () => (await fetch(`${theApp().url}/ready`)).status;
const alive = async () => (await fetch(`${theApp().url}/health`)).status;

describe('the health of the system', () => {
  test('is told to administrators, in figures', async () => {
    const { ana } = await people('ana');
    const cursor = await ana.viewerCursor();
    await ana.updatesProfile({ name: 'Ana' });
    const everything = ana.followsEverything(cursor);
    await everything.next();

    // The change stream opens by itself, and what people cause, such as mail, takes its time.
    await expect.poll(() => gale.examinesTheSystem()).toMatchObject({
      process: { version: '0.1.0', nodeVersion: process.version, sockets: 1, subscriptions: 1 },
      database: { status: 'UP', embedded: false, replicaSet: 'rs0', members: [{ state: 'PRIMARY', healthy: true, lagMs: 0 }] },
      pool: { size: 50, waiting: 0 },
      outbox: { status: 'UP', backlog: 0, lagMs: 0 },
      reactions: { status: 'UP', waiting: 0, failed: 0, lagSeconds: 0 },
    });
    const { process: own, database, pool, outbox } = await gale.examinesTheSystem();
    expect(own.memoryMb).toBeGreaterThan(own.heapMb);
    expect(database.latencyMs).toBeGreaterThan(0);
    expect(database.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(pool.open).toBeGreaterThanOrEqual(pool.inUse);
    expect(Date.parse(outbox.newestEventAt!)).toBeLessThanOrEqual(Date.now());

    await ana.hangsUp();
    await expect.poll(async () => (await gale.examinesTheSystem()).process).toMatchObject({ sockets: 0, subscriptions: 0 });
  });

  test('is nobody else’s business', async () => {
    const { ana } = await people('ana');
    await expect(ana.examinesTheSystem()).rejects.toHaveCode('FORBIDDEN');
  });

  test('of a database that hangs is told all the same, and so is its coming back', async () => {
    line.hold();
    expect(await gale.examinesTheSystem()).toMatchObject({
      database: { status: 'DOWN', latencyMs: null, version: null, members: null },
      outbox: { newestEventAt: null, lagMs: null },
      reactions: { status: 'DOWN' },
    });
    expect([await ready(), await alive()]).toEqual([503, 200]);
    expect(logged.join('')).toContain('is down');
    line.release();
    await expect.poll(ready, { timeout: 20_000 }).toBe(200);
    await expect.poll(() => gale.examinesTheSystem()).toMatchObject({ database: { status: 'UP' } });
  });

  test('of a database that is gone, too; then events flow again', async () => {
    const { ana } = await people('ana');
    await line.cut();
    expect([await ready(), await alive()]).toEqual([503, 200]);
    expect(await gale.examinesTheSystem()).toMatchObject({ database: { status: 'DOWN' } });
    await expect.poll(async () => (await gale.examinesTheSystem()).outbox.status, { timeout: 20_000 }).toBe('DOWN');
    await line.open(Number(new URL(embedded.uri).port));
    await expect.poll(ready, { timeout: 20_000 }).toBe(200);
    await expect.poll(async () => (await gale.examinesTheSystem()).outbox.status, { timeout: 20_000 }).toBe('UP');
    const cursor = await ana.viewerCursor();
    const everything = ana.followsEverything(cursor);
    await ana.updatesProfile({ name: 'Ana' });
    expect(await everything.next()).toMatchObject({ viewerEvents: { kind: 'PROFILE_CHANGED' } });
    await ana.hangsUp();
  });
});
