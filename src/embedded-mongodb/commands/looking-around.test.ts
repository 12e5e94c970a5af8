import type { Document } from 'mongodb';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EmbeddedMongoDb } from '../index.js';
import { startEmbeddedMongoDb } from '../index.js';

// What mongosh and Compass ask a server that they do not know yet.

let server: EmbeddedMongoDb;
let client: MongoClient;

beforeAll(async () => {
  server = await startEmbeddedMongoDb();
  client = await MongoClient.connect(server.uri);
  await client.db('shop').collection('items').insertMany([{ name: 'lamp', price: 3 }, { name: 'rug', price: 7 }]);
  await client.db('shop').collection('items').createIndex({ name: 1 });
});

afterAll(async () => {
  await client.close();
  await server.stop();
});

test.each<[string, Document]>([
  ['admin', { hello: 1 }], ['admin', { isMaster: 1 }], ['admin', { ismaster: 1 }], ['admin', { ping: 1 }], ['admin', { buildInfo: 1 }], ['test', { buildinfo: 1 }],
  ['admin', { getParameter: 1, featureCompatibilityVersion: 1 }], ['admin', { getParameter: '*' }], ['admin', { getCmdLineOpts: 1 }], ['admin', { hostInfo: 1 }],
  ['admin', { connectionStatus: 1, showPrivileges: true }], ['admin', { getLog: 'startupWarnings' }], ['admin', { getLog: 'global' }], ['admin', { getLog: '*' }],
  ['admin', { whatsmyuri: 1 }], ['admin', { serverStatus: 1 }], ['admin', { top: 1 }], ['admin', { currentOp: 1 }], ['admin', { listCommands: 1 }],
  ['admin', { replSetGetStatus: 1 }], ['admin', { replSetGetConfig: 1 }], ['admin', { getDefaultRWConcern: 1 }], ['admin', { listDatabases: 1, nameOnly: true }],
  ['admin', { listDatabases: 1, filter: { name: 'shop' } }], ['shop', { listCollections: 1, nameOnly: true, authorizedCollections: true }], ['shop', { listIndexes: 'items' }],
  ['shop', { usersInfo: 1 }], ['shop', { rolesInfo: 1, showBuiltinRoles: true }], ['shop', { profile: -1 }], ['shop', { count: 'items' }],
  ['shop', { dbStats: 1 }], ['shop', { collStats: 'items' }], ['shop', { validate: 'items' }], ['shop', { explain: { find: 'items' } }],
  ['shop', { find: 'system.profile' }], ['local', { listCollections: 1 }], ['config', { find: 'settings' }],
  ['shop', { aggregate: 'items', pipeline: [{ $collStats: { storageStats: {}, count: {}, latencyStats: { histograms: true } } }], cursor: {} }],
  ['shop', { aggregate: 'items', pipeline: [{ $indexStats: {} }], cursor: {} }], ['shop', { aggregate: 'items', pipeline: [{ $sample: { size: 2 } }], cursor: {} }],
  ['admin', { aggregate: 1, pipeline: [{ $currentOp: { allUsers: true, idleConnections: false } }], cursor: {} }],
  ['shop', { aggregate: 'items', pipeline: [{ $planCacheStats: {} }], cursor: {} }],
])('on %s, %o is answered', async (database, command) => {
  expect(await client.db(database).command(command)).toMatchObject({ ok: 1 });
});

test.each<[string, Document]>([['admin', { atlasVersion: 1 }], ['admin', { getFreeMonitoringStatus: 1 }], ['admin', { configureFailPoint: 'failCommand', mode: 'off' }]])(
  'on %s, %o is not known', async (database, command) => {
    await expect(client.db(database).command(command)).rejects.toMatchObject({ code: 59, codeName: 'CommandNotFound' });
  },
);

test('it is the primary of a replica set of one, of a current release', async () => {
  const hello = await client.db('admin').command({ hello: 1 });
  const host = new URL(server.uri).host;
  expect(hello).toMatchObject({ isWritablePrimary: true, setName: 'rs0', hosts: [host], primary: host, me: host, logicalSessionTimeoutMinutes: 30, maxWireVersion: 25 });
  expect((await client.db('admin').command({ buildInfo: 1 }))['version']).toMatch(/^8\.0\./);
});

test('a hello that knows the topology waits for news of it', async () => {
  const { topologyVersion } = await client.db('admin').command({ hello: 1 });
  const started = performance.now();
  await client.db('admin').command({ hello: 1, topologyVersion, maxAwaitTimeMS: 60 });
  expect(performance.now() - started).toBeGreaterThan(50);
});

test('it starts quickly and stops while clients wait', async () => {
  const started = performance.now();
  const other = await startEmbeddedMongoDb();
  expect(performance.now() - started).toBeLessThan(200);
  const waiting = await MongoClient.connect(other.uri, { serverSelectionTimeoutMS: 100 });
  const stream = waiting.db('d').collection('c').watch();
  const next = stream.next().catch((error: unknown) => error);
  await new Promise((resolve) => { setTimeout(resolve, 50); });
  await other.stop();
  expect(await next).toBeInstanceOf(Error);
  await waiting.close();
});

test('a monitor that takes several answers goes on getting them', async () => {
  const monitored = await MongoClient.connect(server.uri, { heartbeatFrequencyMS: 500, serverMonitoringMode: 'stream' });
  const heartbeats: string[] = [];
  monitored.on('serverHeartbeatSucceeded', ({ awaited }) => heartbeats.push(`succeeded, ${awaited ? 'awaited' : 'asked'}`));
  monitored.on('serverHeartbeatFailed', () => heartbeats.push('failed'));
  await new Promise((resolve) => { setTimeout(resolve, 1800); });
  await monitored.close();
  expect(heartbeats.filter((line) => line === 'succeeded, awaited').length).toBeGreaterThanOrEqual(2);
  expect(heartbeats).not.toContain('failed');
});

test('a port that is taken is an error, and stopping twice is none', async () => {
  const port = Number(new URL(server.uri).port);
  await expect(startEmbeddedMongoDb({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  const other = await startEmbeddedMongoDb();
  await other.stop();
  await other.stop();
});
