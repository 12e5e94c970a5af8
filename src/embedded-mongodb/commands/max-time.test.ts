import type { Collection, Db, Document } from 'mongodb';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EmbeddedMongoDb } from '../index.js';
import { startEmbeddedMongoDb } from '../index.js';

interface Thing extends Document { _id: number; n: number }

let server: EmbeddedMongoDb;
let client: MongoClient;
let db: Db;
let things: Collection<Thing>;

beforeAll(async () => {
  server = await startEmbeddedMongoDb();
  client = await MongoClient.connect(server.uri);
  db = client.db('limits');
  things = db.collection<Thing>('things');
  await things.insertMany(Array.from({ length: 3000 }, (_, i) => ({ _id: i, n: i })));
});

afterAll(async () => {
  await client.close();
  await server.stop();
});

const tooLong = { code: 50, codeName: 'MaxTimeMSExpired' };
const maxTimeMS = 20;
/** Each of them would take many seconds. */
const everyPair = { from: 'things', pipeline: [{ $match: { $expr: { $eq: ['$n', -1] } } }], as: 'none', let: { n: '$n' } };
const numbers = { $range: [0, 3000] };
const sums = { $reduce: { input: numbers, initialValue: 0, in: { $add: ['$$value', { $sum: { $map: { input: numbers, as: 'y', in: '$$y' } } }] } } };

test.each<[string, Document]>([
  ['a join that reads all for each', { aggregate: 'things', pipeline: [{ $lookup: everyPair }], cursor: {} }],
  ['loops in an expression', { aggregate: 'things', pipeline: [{ $project: { sums } }], cursor: {} }],
  ['the same in a filter', { find: 'things', filter: { $expr: { $eq: [sums, -1] } } }],
  ['arrays unwound over and over', { aggregate: 'things', pipeline: [...['a', 'b', 'c'].flatMap((field) => [{ $addFields: { [field]: numbers } }, { $unwind: `$${field}` }]), { $count: 'all' }], cursor: {} }],
  ['a regular expression', { find: 'things', filter: { $expr: { $regexMatch: { input: `${'a'.repeat(60)}!`, regex: '^(a+)+$' } } } }],
  ['an update that looks for what to change', { update: 'things', updates: [{ q: { $expr: { $eq: [sums, -1] } }, u: { $set: { x: 1 } }, multi: true }] }],
  ['a count', { count: 'things', query: { $expr: { $eq: [sums, -1] } } }],
])('maxTimeMS ends %s', async (_, command) => {
  await expect(db.command({ ...command, maxTimeMS })).rejects.toMatchObject(tooLong);
  expect(await things.countDocuments({}, { maxTimeMS: 60_000 })).toBe(3000);
});

test('the batches of a cursor share the time of its command', async () => {
  const { cursor } = await db.command({ aggregate: 'things', pipeline: [{ $lookup: everyPair }], cursor: { batchSize: 0 }, maxTimeMS });
  await expect(db.command({ getMore: cursor.id, collection: 'things' })).rejects.toMatchObject(tooLong);
  await expect(db.command({ getMore: cursor.id, collection: 'things' })).rejects.toMatchObject({ code: 43 });
});

test('a transaction whose command took too long is over', async () => {
  await client.withSession(async (session) => {
    session.startTransaction();
    await things.updateOne({ _id: 1 }, { $set: { n: -5 } }, { session });
    await expect(things.find({ $expr: { $eq: [sums, -1] } }, { session, maxTimeMS }).toArray()).rejects.toMatchObject(tooLong);
    await expect(session.commitTransaction()).rejects.toMatchObject({ code: 251 });
  });
  expect(await things.findOne({ _id: 1 })).toEqual({ _id: 1, n: 1 });
});
