import type { ChangeStream, ChangeStreamDocument, ChangeStreamOptions, Collection, Db, Document } from 'mongodb';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EmbeddedMongoDb } from '../index.js';
import { startEmbeddedMongoDb } from '../index.js';

interface Person extends Document {
  _id: number;
  tags?: string[];
}

let server: EmbeddedMongoDb;
let client: MongoClient;
let db: Db;
let people: Collection<Person>;
let databases = 0;

beforeAll(async () => {
  server = await startEmbeddedMongoDb();
  client = await MongoClient.connect(server.uri);
});

beforeEach(async () => {
  databases += 1;
  db = client.db(`d${databases}`);
  people = await db.createCollection<Person>('people');
});

afterAll(async () => {
  await client.close();
  await server.stop();
});

test('a watcher hears what happens to documents, in order', async () => {
  const heard = await listen(people);
  await people.insertOne({ _id: 1, name: 'Ana', tags: ['a'] });
  await people.updateOne({ _id: 1 }, { $set: { name: 'Eva' }, $push: { tags: 'b' } as never, $unset: { none: 1 } });
  await people.replaceOne({ _id: 1 }, { name: 'Ida' });
  await people.deleteOne({ _id: 1 });
  const [inserted, updated, replaced, deleted] = await heard.take(4);
  const ns = { db: db.databaseName, coll: 'people' };
  expect(inserted).toMatchObject({ operationType: 'insert', ns, documentKey: { _id: 1 }, fullDocument: { _id: 1, name: 'Ana' } });
  expect(updated).toMatchObject({
    operationType: 'update', ns, documentKey: { _id: 1 },
    updateDescription: { updatedFields: { name: 'Eva', 'tags.1': 'b' }, removedFields: [], truncatedArrays: [] },
  });
  expect(updated).not.toHaveProperty('fullDocument');
  expect(replaced).toMatchObject({ operationType: 'replace', ns, fullDocument: { _id: 1, name: 'Ida' } });
  expect(deleted).toMatchObject({ operationType: 'delete', ns, documentKey: { _id: 1 } });
  for (const event of [inserted, updated, replaced, deleted]) expect(event).toMatchObject({ wallTime: expect.any(Date) as Date });
});

test('an update that changes nothing is no event', async () => {
  await people.insertOne({ _id: 1, a: 1 });
  const heard = await listen(people);
  await people.updateOne({ _id: 1 }, { $set: { a: 1 } });
  await people.updateOne({ _id: 1 }, { $set: { a: 2 } });
  expect(await heard.take(1)).toMatchObject([{ updateDescription: { updatedFields: { a: 2 } } }]);
});

test('it wakes at once', async () => {
  const heard = await listen(people);
  const next = heard.take(1);
  await pause(50);
  const started = performance.now();
  await people.insertOne({ _id: 1 });
  await next;
  expect(performance.now() - started).toBeLessThan(500);
});

test("a transaction's changes come together, at its commit, with its session", async () => {
  const heard = await listen(people);
  const other = client.startSession();
  await client.withSession(async (session) => {
    session.startTransaction();
    await people.insertOne({ _id: 1 }, { session });
    await people.insertOne({ _id: 2 });
    await people.updateOne({ _id: 1 }, { $set: { a: 1 } }, { session });
    await session.commitTransaction();
    other.startTransaction();
    await people.insertOne({ _id: 3 }, { session: other });
    await other.abortTransaction();
  });
  await other.endSession();
  await people.insertOne({ _id: 4 });
  const events = await heard.take(4);
  expect(events.map((event) => [event.operationType, keyOf(event)])).toEqual([['insert', 2], ['insert', 1], ['update', 1], ['insert', 4]]);
  expect(events[1]!.clusterTime).toEqual(events[2]!.clusterTime);
  expect(events[1]).toMatchObject({ txnNumber: 1, lsid: { id: expect.anything() as unknown } });
  expect(events[0]).not.toHaveProperty('txnNumber');
});

test('a watcher of a database hears all its collections, a watcher of the deployment all databases', async () => {
  const inDatabase = await listen(db);
  const everywhere = await listen(client);
  await people.insertOne({ _id: 1 });
  await client.db(`${db.databaseName}other`).collection<Person>('c').insertOne({ _id: 2 });
  await db.collection<Person>('pets').insertOne({ _id: 3 });
  expect((await inDatabase.take(2)).map(keyOf)).toEqual([1, 3]);
  expect((await everywhere.take(3)).map(keyOf)).toEqual([1, 2, 3]);
});

test('whoever was away goes on where they were', async () => {
  const heard = await listen(people);
  await people.insertMany([{ _id: 1 }, { _id: 2 }, { _id: 3 }]);
  const [first] = await heard.take(1);
  await heard.stop();
  const resumed = await listen(people, [], { resumeAfter: first!._id });
  expect((await resumed.take(2)).map(keyOf)).toEqual([2, 3]);
});

test('one can go on in the middle of a transaction', async () => {
  const heard = await listen(people);
  await client.withSession((session) => session.withTransaction(async () => {
    for (const _id of [1, 2, 3]) await people.insertOne({ _id }, { session });
  }));
  const [, second] = await heard.take(2);
  const resumed = await listen(people, [], { startAfter: second!._id });
  expect((await resumed.take(1)).map(keyOf)).toEqual([3]);
});

test('one can go on from a time, or from where nothing happened', async () => {
  const heard = await listen(people);
  await pause(30);
  const quiet = heard.stream.resumeToken;
  await people.insertOne({ _id: 1 });
  const [event] = await heard.take(1);
  await people.insertOne({ _id: 2 });
  const fromTime = await listen(people, [], { startAtOperationTime: event!.clusterTime! });
  expect((await fromTime.take(2)).map(keyOf)).toEqual([1, 2]);
  const fromQuiet = await listen(people, [], { resumeAfter: quiet });
  expect((await fromQuiet.take(2)).map(keyOf)).toEqual([1, 2]);
});

test('resume tokens sort in the order of events', async () => {
  const heard = await listen(people);
  await people.insertMany(Array.from({ length: 20 }, (_, i) => ({ _id: i })));
  const tokens = (await heard.take(20)).map((event) => (event._id as { _data: string })._data);
  expect([...tokens].sort()).toEqual(tokens);
});

test('the lookup gives the document as it is now, or null', async () => {
  await people.insertMany([{ _id: 1 }, { _id: 2 }]);
  const session = client.startSession();
  await session.withTransaction(async () => {
    await people.updateMany({}, { $set: { a: 1 } }, { session });
  });
  await session.endSession();
  const start = (await db.command({ hello: 1 }))['operationTime'];
  await people.updateMany({}, { $set: { a: 2 } });
  await people.updateOne({ _id: 1 }, { $set: { a: 3 } });
  await people.deleteOne({ _id: 2 });
  const heard = await listen(people, [{ $match: { operationType: 'update' } }], { fullDocument: 'updateLookup', startAtOperationTime: start });
  const events = (await heard.take(5)) as { fullDocument?: unknown }[];
  expect(events.map((event) => event.fullDocument)).toEqual([{ _id: 1, a: 3 }, null, { _id: 1, a: 3 }, null, { _id: 1, a: 3 }]);
});

test('images from before and after are shown where the collection keeps them', async () => {
  const kept = await db.createCollection<Person>('kept', { changeStreamPreAndPostImages: { enabled: true } });
  const heard = await listen(kept, [], { fullDocument: 'required', fullDocumentBeforeChange: 'required' });
  await kept.insertOne({ _id: 1, a: 1 });
  await kept.updateOne({ _id: 1 }, { $set: { a: 2 } });
  await kept.deleteOne({ _id: 1 });
  const [, updated, deleted] = await heard.take(3);
  expect(updated).toMatchObject({ fullDocument: { _id: 1, a: 2 }, fullDocumentBeforeChange: { _id: 1, a: 1 } });
  expect(deleted).toMatchObject({ fullDocumentBeforeChange: { _id: 1, a: 2 } });

  const wanting = await listen(people, [], { fullDocumentBeforeChange: 'required' });
  await people.insertOne({ _id: 1 });
  await people.deleteOne({ _id: 1 });
  await wanting.take(1);
  await expect(wanting.take(1)).rejects.toMatchObject({ code: 47 });
});

test('a pipeline chooses and shapes events, but must leave their tokens alone', async () => {
  const heard = await listen(people, [{ $match: { 'fullDocument.age': { $gte: 18 } } }, { $project: { name: '$fullDocument.name' } }]);
  const broken = await listen(people, [{ $project: { _id: 0 } }]);
  await people.insertMany([{ _id: 1, name: 'Kim', age: 7 }, { _id: 2, name: 'Ana', age: 30 }]);
  expect(await heard.take(1)).toEqual([{ _id: expect.anything() as unknown, name: 'Ana' }]);
  await expect(broken.take(1)).rejects.toMatchObject({ code: 280 });
  await expect(listen(people, [{ $group: { _id: 1 } }])).rejects.toMatchObject({ code: 20 });
});

test('a collection that goes ends the stream of its watchers, and a new one can be watched from there', async () => {
  const heard = await listen(people);
  const inDatabase = await listen(db);
  await people.insertOne({ _id: 1 });
  await people.drop();
  await people.insertOne({ _id: 2 });
  const events = await heard.take(3);
  expect(events.map(({ operationType }) => operationType)).toEqual(['insert', 'drop', 'invalidate']);
  const invalidated = events[2]!._id;
  await expect(listen(people, [], { resumeAfter: invalidated })).rejects.toMatchObject({ code: 260 });
  const again = await listen(people, [], { startAfter: invalidated });
  expect((await again.take(1)).map(keyOf)).toEqual([2]);
  expect((await inDatabase.take(3)).map(({ operationType }) => operationType)).toEqual(['insert', 'drop', 'insert']);
});

test('renaming ends the stream of either name', async () => {
  const pets = await db.createCollection<Person>('pets');
  const from = await listen(people);
  const to = await listen(pets);
  await people.rename('pets', { dropTarget: true });
  for (const heard of [from, to]) {
    const [event] = await heard.take(1);
    if (event!.operationType !== 'drop') expect(event).toMatchObject({ operationType: 'rename', ns: { coll: 'people' }, to: { coll: 'pets' } });
    expect((await heard.take(1))[0]).toMatchObject({ operationType: 'invalidate' });
  }
});

test('a database that goes ends the stream of its watchers, but not of the deployment', async () => {
  const inDatabase = await listen(db);
  const everywhere = await listen(client);
  await db.dropDatabase();
  await db.collection<Person>('c').insertOne({ _id: 1 });
  expect((await inDatabase.take(3)).map(({ operationType }) => operationType)).toEqual(['drop', 'dropDatabase', 'invalidate']);
  expect((await everywhere.take(3)).map(({ operationType }) => operationType)).toEqual(['drop', 'dropDatabase', 'insert']);
});

test('expanded events tell of collections and indexes as well', async () => {
  const heard = await listen(db, [], { showExpandedEvents: true });
  const pets = await db.createCollection<Person>('pets');
  await pets.createIndex({ name: 1 });
  await pets.insertOne({ _id: 1, a: { 1: 'x' } });
  await pets.updateOne({ _id: 1 }, { $set: { 'a.1': 'y' } });
  await pets.dropIndex('name_1');
  const events = await heard.take(5);
  expect(events.map(({ operationType }) => operationType)).toEqual(['create', 'createIndexes', 'insert', 'update', 'dropIndexes']);
  for (const event of events) expect(event).toHaveProperty('collectionUUID');
  expect(events[3]).toMatchObject({ updateDescription: { disambiguatedPaths: { 'a.1': ['a', '1'] } } });
});

test('an event that is too large comes in pieces, if that is wanted', async () => {
  const kept = await db.createCollection<Person>('kept', { changeStreamPreAndPostImages: { enabled: true } });
  const split = await listen(kept, [{ $changeStreamSplitLargeEvent: {} }], { fullDocumentBeforeChange: 'required' });
  const whole = await listen(kept, [], { fullDocumentBeforeChange: 'required' });
  await kept.insertOne({ _id: 1, text: 'a'.repeat(9_000_000) });
  await kept.replaceOne({ _id: 1 }, { text: 'b'.repeat(9_000_000) });
  const [, first, second] = (await split.take(3)) as unknown as Document[];
  expect([first!['splitEvent'], second!['splitEvent']]).toEqual([{ fragment: 1, of: 2 }, { fragment: 2, of: 2 }]);
  expect({ ...first, ...second }).toMatchObject({ operationType: 'replace', documentKey: { _id: 1 } });
  await whole.take(1);
  await expect(whole.take(1)).rejects.toMatchObject({ code: 10334 });
  const resumed = await listen(kept, [{ $changeStreamSplitLargeEvent: {} }], { fullDocumentBeforeChange: 'required', resumeAfter: first!['_id'] });
  expect((await resumed.take(1))[0]).toMatchObject({ splitEvent: { fragment: 2, of: 2 } });
});

test('a history that is lost cannot be resumed', async () => {
  await expect(listen(people, [], { resumeAfter: { _data: '8200000001000000012B0429296E1404' } })).rejects.toMatchObject({ code: 286 });
});

test('what makes no sense is refused', async () => {
  const refused = (on: Db | Collection<Person>, pipeline: Document[]): Promise<unknown> => (on as Db).aggregate(pipeline).toArray();
  await expect(refused(people, [{ $changeStream: { fullDocument: 'always' } }])).rejects.toMatchObject({ code: 2 });
  await expect(refused(people, [{ $changeStream: { nothing: 1 } }])).rejects.toMatchObject({ code: 40415 });
  await expect(refused(people, [{ $match: {} }, { $changeStream: {} }])).rejects.toMatchObject({ code: 40602 });
  await expect(refused(db, [{ $changeStream: { allChangesForCluster: true } }])).rejects.toMatchObject({ code: 72 });
  await expect(refused(client.db('admin'), [{ $changeStream: {} }])).rejects.toMatchObject({ code: 73 });
  await expect(client.withSession((session) => session.withTransaction(() => people.aggregate([{ $changeStream: {} }], { session }).toArray())))
    .rejects.toMatchObject({ code: 263 });
});

interface Heard {
  stream: ChangeStream;
  take(count: number): Promise<ChangeStreamDocument[]>;
  stop(): Promise<void>;
}

/** Watches from this moment on: resolves when the server has opened the stream. */
async function listen(on: MongoClient | Db | Collection<Person>, pipeline: Document[] = [], options: ChangeStreamOptions = {}): Promise<Heard> {
  const stream = on.watch(pipeline, { maxAwaitTimeMS: 100, ...options }) as ChangeStream;
  const first = (await stream.tryNext()) as ChangeStreamDocument | null;
  const early = first ? [first] : [];
  return { stream, take, stop: () => stream.close() };
  async function take(count: number): Promise<ChangeStreamDocument[]> {
    const events = early.splice(0, count);
    while (events.length < count) events.push((await stream.next()) as ChangeStreamDocument);
    return events;
  }
}

function keyOf(event: ChangeStreamDocument): unknown {
  return 'documentKey' in event ? event.documentKey?._id : undefined;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, milliseconds); });
}
