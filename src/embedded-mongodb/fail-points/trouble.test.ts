import type { Collection, Document } from 'mongodb';
import { MongoClient } from 'mongodb';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EmbeddedMongoDb } from '../index.js';
import { startEmbeddedMongoDb } from '../index.js';
import { RawClient, RawSession } from '../sessions/raw-client.testkit.js';

let server: EmbeddedMongoDb;
let admin: MongoClient;
let client: MongoClient;
let things: Collection<{ _id: number }>;
let collections = 0;

beforeAll(async () => {
  server = await startEmbeddedMongoDb({ failPoints: true });
  admin = await MongoClient.connect(server.uri);
  client = await MongoClient.connect(server.uri, { appName: 'shop', retryReads: false, retryWrites: false });
});

beforeEach(() => {
  collections += 1;
  things = client.db('trouble').collection(`c${collections}`);
});

afterEach(async () => {
  for (const name of ['failCommand', 'onPrimaryTransactionalWrite', 'failGetMoreAfterCursorCheckout']) await configure(name, 'off');
});

afterAll(async () => {
  await client.close();
  await admin.close();
  await server.stop();
});

test('a command fails as often as it was told to', async () => {
  await configure('failCommand', { times: 2 }, { failCommands: ['find'], errorCode: 2 });
  for (let i = 0; i < 2; i += 1) await expect(things.findOne()).rejects.toMatchObject({ code: 2, codeName: 'BadValue' });
  expect(await things.findOne()).toBeNull();
});

test('only the application that is meant is met', async () => {
  await configure('failCommand', 'alwaysOn', { failCommands: ['ping'], errorCode: 2, appName: 'shop' });
  await expect(client.db().command({ ping: 1 })).rejects.toMatchObject({ code: 2 });
  expect(await admin.db().command({ ping: 1 })).toMatchObject({ ok: 1 });
});

test('errors have the labels that the server would give them, or those that were asked for', async () => {
  const retrying = await MongoClient.connect(server.uri);
  await configure('failCommand', { times: 2 }, { failCommands: ['insert'], errorCode: 91 });
  const error = await retrying.db('trouble').collection<{ _id: number }>('labels').insertOne({ _id: 1 }).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 91 });
  expect((error as { errorLabels: string[] }).errorLabels).toContain('RetryableWriteError');
  await configure('failCommand', { times: 1 }, { failCommands: ['insert'], errorCode: 91, errorLabels: ['Mine'] });
  const mine = await retrying.db('trouble').collection<{ _id: number }>('labels').insertOne({ _id: 1 }).catch((reason: unknown) => reason);
  expect((mine as { errorLabels: string[] }).errorLabels).toContain('Mine');
  expect((mine as { errorLabels: string[] }).errorLabels).not.toContain('RetryableWriteError');
  await retrying.close();
});

test('a connection closes before the command runs', async () => {
  await configure('failCommand', { times: 1 }, { failCommands: ['insert'], closeConnection: true });
  await expect(things.insertOne({ _id: 1 })).rejects.toThrow(/closed/);
  expect(await things.countDocuments()).toBe(0);
});

test('a retryable write whose answer is lost is applied once', async () => {
  const retrying = await MongoClient.connect(server.uri);
  const counters = retrying.db('trouble').collection<{ _id: number; n: number }>('counters');
  await counters.insertOne({ _id: 1, n: 0 });
  await configure('onPrimaryTransactionalWrite', { times: 1 });
  expect(await counters.updateOne({ _id: 1 }, { $inc: { n: 1 } })).toMatchObject({ modifiedCount: 1 });
  expect(await counters.findOne()).toEqual({ _id: 1, n: 1 });
  await configure('onPrimaryTransactionalWrite', { times: 1 }, { failBeforeCommitExceptionCode: 2, closeConnection: false });
  await expect(counters.updateOne({ _id: 1 }, { $inc: { n: 1 } })).rejects.toMatchObject({ code: 2 });
  expect(await counters.findOne()).toEqual({ _id: 1, n: 1 });
  await retrying.close();
});

test('a command waits before it runs', async () => {
  await configure('failCommand', { times: 1 }, { failCommands: ['insert'], blockConnection: true, blockTimeMS: 80 });
  const started = performance.now();
  const inserted = things.insertOne({ _id: 1 });
  expect(await admin.db('trouble').collection(things.collectionName).countDocuments()).toBe(0);
  await inserted;
  expect(performance.now() - started).toBeGreaterThan(70);
});

test('a command whose client goes while it waits does not run, and begins no transaction that nobody would end', async () => {
  await things.insertOne({ _id: 1 });
  await configure('failCommand', { times: 1 }, { failCommands: ['findAndModify'], blockConnection: true, blockTimeMS: 60_000 });
  const raw = new RawSession(await RawClient.open(server.uri));
  void raw.start({ findAndModify: things.collectionName, query: { _id: 1 }, update: { $set: { late: true } } }, 'trouble');
  const isWaiting = async () => (await admin.db('admin').aggregate([{ $currentOp: {} }, { $match: { 'command.findAndModify': things.collectionName } }]).toArray()).length > 0;
  await expect.poll(isWaiting).toBe(true);
  raw.client.close();
  await expect.poll(isWaiting).toBe(false);
  expect(await things.updateOne({ _id: 1 }, { $set: { free: true } }, { maxTimeMS: 500 })).toMatchObject({ modifiedCount: 1 });
  expect(await things.findOne()).toEqual({ _id: 1, free: true });
});

test('a write concern error comes beside a write that has happened', async () => {
  const writeConcernError = { code: 64, codeName: 'WriteConcernFailed', errmsg: 'waiting for replication timed out' };
  await configure('failCommand', { times: 1 }, { failCommands: ['insert'], writeConcernError });
  await expect(things.insertOne({ _id: 1 })).rejects.toMatchObject({ code: 64 });
  expect(await things.countDocuments()).toBe(1);
});

test('a write concern that one member cannot fulfil is an error beside the write, too', async () => {
  await expect(things.insertOne({ _id: 1 }, { writeConcern: { w: 2 } })).rejects.toMatchObject({ code: 100 });
  await expect(things.insertOne({ _id: 2 }, { writeConcern: { w: 'elsewhere' as 'majority' } })).rejects.toMatchObject({ code: 79 });
  expect(await things.countDocuments()).toBe(2);
});

test('a getMore fails once it has its cursor, and a change stream recovers', async () => {
  const stream = things.watch([], { maxAwaitTimeMS: 50 });
  await stream.tryNext();
  await configure('failGetMoreAfterCursorCheckout', { times: 1 }, { errorCode: 6, closeConnection: false });
  await things.insertOne({ _id: 1 });
  expect(await stream.next()).toMatchObject({ operationType: 'insert' });
  await stream.close();
});

test('a fail point that does not exist, or makes no sense, is refused', async () => {
  await expect(configure('failEverything', 'alwaysOn')).rejects.toMatchObject({ code: 82 });
  await expect(configure('failCommand', 'sometimes')).rejects.toMatchObject({ code: 2 });
  await expect(client.db('trouble').command({ configureFailPoint: 'failCommand', mode: 'off' })).rejects.toMatchObject({ code: 13 });
});

function configure(name: string, mode: Document | string, data?: Document): Promise<Document> {
  return admin.db('admin').command({ configureFailPoint: name, mode, ...(data && { data }) });
}
