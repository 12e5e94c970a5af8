import type { Collection, Db, Document } from 'mongodb';
import { Long, MongoClient } from 'mongodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EmbeddedMongoDb } from '../index.js';
import { startEmbeddedMongoDb } from '../index.js';

interface Thing extends Document {
  _id: number;
}

let server: EmbeddedMongoDb;
let client: MongoClient;
let db: Db;
let things: Collection<Thing>;
let databases = 0;

beforeAll(async () => {
  server = await startEmbeddedMongoDb();
  client = await MongoClient.connect(server.uri);
});

beforeEach(async () => {
  databases += 1;
  db = client.db(`d${databases}`);
  things = db.collection<Thing>('things');
  await things.insertMany(Array.from({ length: 10 }, (_, i) => ({ _id: i })));
});

afterAll(async () => {
  await client.close();
  await server.stop();
});

test('a result comes in batches, and the cursor goes when it is read', async () => {
  const { cursor } = await db.command({ find: 'things', batchSize: 4 });
  expect(cursor.firstBatch).toHaveLength(4);
  const second = await more(cursor.id, 4);
  expect(second).toMatchObject({ id: cursor.id, nextBatch: [{ _id: 4 }, { _id: 5 }, { _id: 6 }, { _id: 7 }] });
  const third = await more(cursor.id, 4);
  expect(third).toMatchObject({ nextBatch: [{ _id: 8 }, { _id: 9 }] });
  expect(third['id']).toBe(0);
  await expect(more(cursor.id)).rejects.toMatchObject({ code: 43, codeName: 'CursorNotFound' });
});

test('a cursor goes on to see what it saw at first', async () => {
  const { cursor } = await db.command({ find: 'things', batchSize: 2 });
  await things.deleteMany({ _id: { $gt: 5 } });
  await things.updateOne({ _id: 2 }, { $set: { changed: true } });
  await things.insertOne({ _id: 99 });
  const rest = (await more(cursor.id))['nextBatch'] as Thing[];
  expect(rest).toEqual([2, 3, 4, 5, 6, 7, 8, 9].map((_id) => ({ _id })));
});

test('a batch is no larger than a message may be', async () => {
  await things.insertMany(Array.from({ length: 5 }, (_, i) => ({ _id: 100 + i, text: 'x'.repeat(6_000_000) })));
  const { cursor } = await db.command({ find: 'things', filter: { _id: { $gte: 100 } } });
  expect(cursor.firstBatch).toHaveLength(2);
  expect(await things.find({ _id: { $gte: 100 } }).toArray()).toHaveLength(5);
});

test('cursors can be killed', async () => {
  const { cursor } = await db.command({ find: 'things', batchSize: 1 });
  const none = Long.fromNumber(42);
  expect(await db.command({ killCursors: 'things', cursors: [cursor.id, none] })).toMatchObject({ cursorsKilled: [cursor.id], cursorsNotFound: [42] });
  await expect(more(cursor.id)).rejects.toMatchObject({ code: 43 });
});

test('a cursor belongs to its session', async () => {
  await client.withSession(async (session) => {
    const { cursor } = await db.command({ find: 'things', batchSize: 1 }, { session });
    await expect(more(cursor.id)).rejects.toMatchObject({ code: 50738 });
    expect(await db.command({ getMore: cursor.id, collection: 'things' }, { session })).toMatchObject({ ok: 1 });
  });
});

test('a cursor of a transaction is read in that transaction, and ends with it', async () => {
  await client.withSession(async (session) => {
    session.startTransaction();
    const { cursor } = await db.command({ find: 'things', batchSize: 1 }, { session });
    await things.insertOne({ _id: 50 });
    const { cursor: next } = await db.command({ getMore: cursor.id, collection: 'things', batchSize: 2 }, { session });
    expect(next.nextBatch).toEqual([{ _id: 1 }, { _id: 2 }]);
    await session.abortTransaction();
    await expect(db.command({ getMore: cursor.id, collection: 'things' }, { session })).rejects.toMatchObject({ code: 43 });
  });
});

test('a cursor does not outlive its collection', async () => {
  const { cursor } = await db.command({ find: 'things', batchSize: 1 });
  await things.drop();
  await expect(more(cursor.id)).rejects.toMatchObject({ code: 175, codeName: 'QueryPlanKilled' });
});

test('a reader of a capped collection waits for what comes, and wakes at once', async () => {
  const log = await db.createCollection<Thing>('log', { capped: true, size: 100_000 });
  await log.insertOne({ _id: 1 });
  const reader = log.find({}, { tailable: true, awaitData: true, maxAwaitTimeMS: 5000 });
  expect(await reader.next()).toEqual({ _id: 1 });
  const next = reader.next();
  await new Promise((resolve) => { setTimeout(resolve, 50); });
  const started = performance.now();
  await log.insertOne({ _id: 2 });
  expect(await next).toEqual({ _id: 2 });
  expect(performance.now() - started).toBeLessThan(1000);
  await reader.close();
  await expect(things.find({}, { tailable: true }).next()).rejects.toMatchObject({ code: 2 });
});

test('a reader that waits can be killed', async () => {
  const log = await db.createCollection<Thing>('log', { capped: true, size: 100_000 });
  await log.insertOne({ _id: 1 });
  await client.withSession(async (session) => {
    const { cursor } = await db.command({ find: 'log', tailable: true, awaitData: true }, { session });
    const getMore = { getMore: cursor.id as Long, collection: 'log', maxTimeMS: 60_000 };
    const refused = expect(db.command(getMore, { session })).rejects.toMatchObject({ code: 237, codeName: 'CursorKilled' });
    await new Promise((resolve) => { setTimeout(resolve, 30); });
    await expect(db.command(getMore, { session })).rejects.toMatchObject({ code: 143, codeName: 'CursorInUse' });
    await db.command({ killCursors: 'log', cursors: [cursor.id] });
    await refused;
  });
});

test('reads of one snapshot agree with each other', async () => {
  await client.withSession({ snapshot: true }, async (session) => {
    expect(await things.countDocuments({}, { session })).toBe(10);
    await things.deleteMany({});
    expect(await things.find({}, { session }).toArray()).toHaveLength(10);
    expect(await things.distinct('_id', {}, { session })).toHaveLength(10);
  });
  expect(await things.countDocuments()).toBe(0);
});

/** Batches are asked for without the driver's own cursors, and without a session, where it does not add one. */
async function more(id: Long, batchSize?: number): Promise<Document> {
  const { cursor } = await db.command({ getMore: id, collection: 'things', ...(batchSize && { batchSize }) });
  return cursor as Document;
}
