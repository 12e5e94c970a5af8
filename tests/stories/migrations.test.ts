import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';

import mongoose, { mongo } from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startEmbeddedMongoDb } from '../../src/embedded-mongodb/index.js';
import { eventsOnce } from '../../src/migrations/2026-11-21-events-once.js';
import { participantsApart } from '../../src/migrations/2026-11-21-participants-apart.js';
import { migrations } from '../../src/migrations/index.js';
import { createLogger } from '../../src/platform/logger.js';
import { type Migration, Migrator } from '../../src/platform/migrations/index.js';
import { deferred, people, startProcess, theApp, useApp } from '../testkit/index.js';
import { migrate, slowRunner } from '../testkit/migrating.js';

useApp();

let client: mongo.MongoClient;
let db: mongo.Db;
let uri: string;
let databases = 0;

beforeAll(async () => {
  client = await mongo.MongoClient.connect(theApp().databaseUri);
});
beforeEach(() => {
  const address = new URL(theApp().databaseUri);
  address.pathname += `-migrating-${(databases += 1)}`;
  uri = address.href;
  db = client.db(address.pathname.slice(1));
  return () => db.dropDatabase();
});
afterAll(() => client.close());

const [{ name: oldest } = { name: '' }] = migrations;
const [{ name: newest } = { name: '' }] = migrations.slice(-1);
const everyOne = (done: string, names = migrations.map(({ name }) => name)) => names.map((name) => `${done} ${name}`).join('\n');
const log = createLogger('silent');

/** As databases were before there were migrations. */
async function olden(database: mongo.Db): Promise<void> {
  await database.collection('messages').createIndex({ conversationId: 1, seq: 1, _id: 1 }, { unique: true });
}

const indexesOf = async (database: mongo.Db, collection: string) =>
  (await database.collection(collection).indexes()).map(({ name }) => name);

describe('the command line', { timeout: 60_000 }, () => {
  test('tells what is to come, applies it, and reverts it', async () => {
    await olden(db);
    expect(await migrate(uri, 'status')).toEqual({
      code: 0,
      output: expect.stringMatching(new RegExp(`^pending .*${newest}$`, 'm')) as unknown,
    });
    expect(await migrate(uri, 'up')).toEqual({ code: 0, output: everyOne('Applied') });
    expect(await indexesOf(db, 'messages')).toEqual(['_id_', 'conversationId_1_seq_1']);
    expect(await migrate(uri, 'up', '--to', newest)).toMatchObject({ code: 0, output: 'Nothing to do.' });
    expect(await migrate(uri, 'status')).toMatchObject({ output: expect.stringMatching(new RegExp(`^applied .*${newest}$`, 'm')) as unknown });
    expect(await migrate(uri, 'down')).toEqual({ code: 0, output: `Reverted ${newest}` });
    const others = migrations.map(({ name }) => name).slice(0, -1).reverse();
    expect(await migrate(uri, 'down', '--to', oldest)).toEqual({ code: 0, output: everyOne('Reverted', others) });
    expect(await indexesOf(db, 'messages')).toEqual(['_id_', 'conversationId_1_seq_1__id_1']);
  });

  test('says how it is used, and what it does not find', async () => {
    for (const words of [[], ['sideways'], ['up', 'and', 'away']])
      expect(await migrate(uri, ...words)).toMatchObject({ code: 1, output: expect.stringContaining('npm run migrate -- up') as unknown });
    expect(await migrate(uri, 'up', '--to', 'never-written')).toMatchObject({
      code: 1,
      output: expect.stringContaining('never-written') as unknown,
    });
    expect(await migrate('', 'up')).toMatchObject({ code: 1, output: expect.stringContaining('MONGODB_URI is not set') as unknown });
  });

  test('started twice at once applies everything once', async () => {
    await olden(db);
    const both = await Promise.all([migrate(uri, 'up'), migrate(uri, 'up')]);
    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.map(({ output }) => output).sort()).toEqual([everyOne('Applied'), 'Nothing to do.']);
  });
});

describe('participants apart', () => {
  const { up, down } = participantsApart;
  const context = () => ({ db, log });
  const documents = (name: string) => db.collection<{ _id: string; [field: string]: unknown }>(name);
  const old = [
    { _id: 'talk', participants: [{ userId: 'ana', readUpToSeq: 2, unread: 1 }, { userId: 'ben', readUpToSeq: 0, unread: 2 }], lastSeq: 4, lastActivityAt: new Date(4) },
    { _id: 'hall', participants: Array.from({ length: 9 }, (_, n) => ({ userId: `guest${n}`, readUpToSeq: 0, unread: 0 })), lastSeq: 0, lastActivityAt: new Date(5) },
  ];
  const deletedAt = new Date(9);
  const said = [
    { _id: 'm1', conversationId: 'talk', seq: 1, senderId: 'ana' },
    { _id: 'm2', conversationId: 'talk', seq: 2, senderId: 'ben', deletedAt },
    { _id: 'm3', conversationId: 'talk', seq: 3, senderId: 'ana' },
    { _id: 'm4', conversationId: 'talk', seq: 4, senderId: 'ben' },
  ];

  beforeEach(async () => {
    await documents('conversations').insertMany(structuredClone(old));
    await documents('messages').insertMany(structuredClone(said));
    await db.collection('conversations').createIndex({ 'participants.userId': 1, lastActivityAt: -1, _id: -1 });
  });

  test('brings everybody over with what they have read, said and not read', async () => {
    await up(context());
    expect(await documents('conversations').find().sort({ _id: -1 }).toArray()).toEqual([
      { _id: 'talk', toldTo: ['ana', 'ben'], live: 3, lastSeq: 4, lastActivityAt: new Date(4) },
      { _id: 'hall', toldTo: [], live: 0, lastSeq: 0, lastActivityAt: new Date(5) },
    ]);
    expect(await documents('participants').find({ conversationId: 'talk' }).sort({ _id: 1 }).toArray()).toEqual([
      { _id: 'talk/ana', conversationId: 'talk', userId: 'ana', readUpToSeq: 2, spoken: 2, read: 0, activeAt: new Date(4) },
      { _id: 'talk/ben', conversationId: 'talk', userId: 'ben', readUpToSeq: 0, spoken: 1, read: 0, activeAt: new Date(4) },
    ]);
    expect(await documents('participants').countDocuments({ conversationId: 'hall' })).toBe(9);
    expect(await indexesOf(db, 'conversations')).toEqual(['_id_']);
  });

  test('goes on where it was cut, and back to what it was', async () => {
    await up(context());
    await documents('conversations').updateOne({ _id: 'talk' }, { $set: { participants: old[0]!.participants }, $unset: { live: 1, toldTo: 1 } });
    await up(context());
    expect(await documents('participants').countDocuments({ conversationId: 'talk' })).toBe(2);
    await down(context());
    expect(await documents('conversations').find().sort({ _id: -1 }).toArray()).toEqual(old);
    expect(await indexesOf(db, 'conversations')).toContain('participants.userId_1_lastActivityAt_-1__id_-1');
    expect(await db.listCollections({ name: 'participants' }).toArray()).toEqual([]);
  });
});

/** A cursor that nobody asks for ten minutes is closed: how long one batch takes must not depend on how many there are. */
test('participants apart, of any number of conversations, are read few at a time, there and back', async () => {
  const { up, down } = participantsApart;
  const howMany = 700;
  const empty = Array.from({ length: howMany }, (_, n) => ({ _id: `talk${n}`, participants: [], lastSeq: 0, lastActivityAt: new Date(n) }));
  await db.collection<{ _id: string }>('conversations').insertMany(empty);
  const overheard = await mongo.MongoClient.connect(uri, { monitorCommands: true });
  const batches: number[] = [];
  overheard.on('commandSucceeded', ({ commandName, reply }) => {
    const { cursor } = reply as { cursor?: { firstBatch?: unknown[]; nextBatch?: unknown[] } };
    if (commandName === 'find' || commandName === 'getMore') batches.push((cursor?.firstBatch ?? cursor?.nextBatch ?? []).length);
  });
  for (const run of [up, down]) {
    batches.splice(0);
    await run({ db: overheard.db(), log });
    expect(batches.reduce((sum, size) => sum + size)).toBe(howMany);
    expect(Math.max(...batches)).toBeLessThanOrEqual(500);
  }
  await overheard.close();
});

describe('events once', () => {
  const { up, down } = eventsOnce;
  const context = () => ({ db, log });
  const outbox = () => db.collection<{ _id: string; [field: string]: unknown }>('outbox');
  const at = new Date(7);
  const row = (_id: string, eventId: string, stream: string, seq: number) => ({ _id, eventId, stream, seq, type: 'PROFILE_CHANGED', data: { userId: 'ana' }, at });
  const old = [row('1', 'alone', 'viewer:ana', 1), row('2', 'shared', 'viewer:ana', 2), row('3', 'shared', 'viewer:ben', 1)];
  const event = (_id: string, ...streams: readonly (readonly [string, number])[]) => ({ _id, type: 'PROFILE_CHANGED', data: { userId: 'ana' }, at, streams: streams.map(([name, seq]) => ({ name, seq })) });
  const wanted = [event('alone', ['viewer:ana', 1]), event('shared', ['viewer:ana', 2], ['viewer:ben', 1])];

  beforeEach(async () => {
    await outbox().createIndex({ stream: 1, seq: 1 }, { unique: true });
    await outbox().insertMany(structuredClone(old));
  });

  test('puts an event that stood in several rows into one', async () => {
    await up(context());
    expect(await outbox().find().sort({ _id: 1 }).toArray()).toEqual(wanted);
    expect(await indexesOf(db, 'outbox')).toEqual(['_id_', 'streams.name_1_streams.seq_1']);
  });

  test('goes on where it was cut, and back to what it was', async () => {
    await up(context());
    await outbox().dropIndex('streams.name_1_streams.seq_1');
    // Cut among the old rows that go last.
    await outbox().insertOne(structuredClone(old[2]!));
    await up(context());
    expect(await outbox().find().sort({ _id: 1 }).toArray()).toEqual(wanted);
    await down(context());
    const back = await outbox().find({}, { projection: { _id: 0 } }).sort({ stream: 1, seq: 1 }).toArray();
    expect(back).toEqual(old.map(({ _id, ...fields }) => fields));
    expect(await indexesOf(db, 'outbox')).toEqual(['_id_', 'stream_1_seq_1']);
  });

  test('has nothing to do where nothing has happened yet', async () => {
    await outbox().drop();
    await up(context());
    await down(context());
    expect(await outbox().countDocuments()).toBe(0);
  });
});

describe('two runners', { timeout: 60_000 }, () => {
  const ran = async () => (await db.collection('runs').find().toArray()).map(({ name }) => name as string);
  const [patient, brief] = [60_000, 1_000];
  const open = (name: string) => db.collection('gates').insertOne({ name });

  test('take turns: the second finds nothing left to do', async () => {
    const one = slowRunner(uri, patient);
    await one.says('in first');
    const other = slowRunner(uri, patient);
    await open('first');
    await open('second');
    expect((await one.ended).output).toContain('applied first and second');
    expect((await other.ended).output).toBe('applied nothing');
    expect(await ran()).toEqual(['first', 'second']);
  });

  test('the one goes on where the other was killed', async () => {
    const victim = slowRunner(uri, brief);
    await victim.says('in first');
    await open('first');
    await victim.says('in second');
    victim.signal('SIGKILL');
    await victim.ended;
    const heir = slowRunner(uri, brief);
    await heir.says('in second');
    await open('second');
    expect((await heir.ended).output).toBe('in second\napplied second');
    expect(await ran()).toEqual(['first', 'second', 'second']);
  });

  test('the one that was away too long records nothing when it comes back', async () => {
    const sleeper = slowRunner(uri, brief);
    await sleeper.says('in first');
    sleeper.signal('SIGSTOP');
    const heir = slowRunner(uri, brief);
    await heir.says('in first');
    await open('first');
    await heir.says('in second');
    sleeper.signal('SIGCONT');
    expect(await sleeper.ended).toMatchObject({ code: 1, output: expect.stringContaining('Another runner took over') as unknown });
    await open('second');
    expect((await heir.ended).output).toContain('applied first and second');
    const migrator = new Migrator([], db, log);
    expect((await migrator.status()).map(({ name }) => name)).toEqual(['first', 'second']);
  });
});

describe('reverting the newest', () => {
  test('twice at once reverts one: the second meant the same', async () => {
    const [begun, waits] = [deferred(), deferred()];
    const nothing = () => Promise.resolve();
    const slowly = () => {
      begun.resolve();
      return waits.promise;
    };
    const list: Migration[] = [
      { name: 'one', up: nothing, down: nothing },
      { name: 'two', up: nothing, down: slowly },
    ];
    const saying = createLogger('info', new Writable({ write: (_line, _, done) => (waits.resolve(), done()) }));
    const [one, other] = [new Migrator(list, db, log), new Migrator(list, db, saying)];
    await one.up();
    const first = one.down();
    await begun.promise;
    expect(await other.down()).toEqual([]);
    expect(await first).toEqual(['two']);
    expect(await one.down('two')).toEqual([]);
    expect(await one.down()).toEqual(['one']);
    expect(await one.down()).toEqual([]);
  });
});

describe('a migration that fails', () => {
  test('is told as such with what went wrong, keeps those before it, and runs again the next time', async () => {
    let mended = false;
    const fails = async () => (mended ? undefined : Promise.reject(new Error('the cellar is full of water')));
    const nothing = () => Promise.resolve();
    const list: Migration[] = [
      { name: 'one', up: nothing, down: nothing },
      { name: 'two', up: fails, down: fails },
      { name: 'three', up: nothing, down: nothing },
    ];
    const migrator = new Migrator(list, db, log);
    await expect(migrator.up()).rejects.toThrow('the cellar is full of water');
    expect(await migrator.status()).toMatchObject([
      { name: 'one', appliedAt: expect.any(Date) as unknown, failed: null },
      { name: 'two', appliedAt: null, running: null, failed: { direction: 'up', reason: 'the cellar is full of water' } },
      { name: 'three', appliedAt: null, failed: null },
    ]);

    mended = true;
    expect(await migrator.up()).toEqual(['two', 'three']);
    mended = false;
    expect(await migrator.down()).toEqual(['three']);
    await expect(migrator.down('one')).rejects.toThrow('the cellar');
    expect(await migrator.status()).toMatchObject([
      { name: 'one' },
      { name: 'two', appliedAt: expect.any(Date) as unknown, failed: { direction: 'down' } },
      {},
    ]);
    mended = true;
    expect(await migrator.down('one')).toEqual(['two', 'one']);
    expect(await migrator.pending()).toEqual(['one', 'two', 'three']);
  });
});

describe('what is applied', () => {
  const users = () => db.collection<{ _id: string; emailVerifiedAt?: Date | null }>('users');
  const step = (name: string) => migrations.find((migration) => migration.name.endsWith(name))!;

  test('lets people trade who came before addresses were verified, and nobody else', async () => {
    await users().insertMany([{ _id: 'of old' }, { _id: 'new', emailVerifiedAt: null }, { _id: 'verified', emailVerifiedAt: new Date(7) }]);
    const before = await users().find().toArray();
    const { up, down } = step('people-before-verification');
    for (let time = 0; time < 2; time++) await up({ db, log });
    expect(await users().find().toArray()).toEqual([
      expect.objectContaining({ _id: 'of old', emailVerifiedAt: expect.any(Date) as unknown }),
      { _id: 'new', emailVerifiedAt: null },
      { _id: 'verified', emailVerifiedAt: new Date(7) },
    ]);
    for (let time = 0; time < 2; time++) await down({ db, log });
    expect(await users().find().toArray()).toEqual(before);
  });

  test('writes addresses as they are compared, unless they would be something else', async () => {
    const [wide, blank, plain, two] = ['ａｎａ@example.test', ' ben@example.test', 'Cleo@example.test', 'eve＠evil.test@example.test'];
    for (const collection of ['users', 'emailedTokens']) {
      const rows = db.collection<{ _id: string; email: string }>(collection);
      await rows.insertMany([wide, blank, plain, two].map((email, n) => ({ _id: String(n), email })));
      const { up, down } = step('plain-addresses');
      for (const run of [up, up, down]) await run({ db, log });
      const emails = (await rows.find().sort({ _id: 1 }).toArray()).map(({ email }) => email);
      expect(emails).toEqual(['ana@example.test', 'ben@example.test', 'Cleo@example.test', two]);
    }
  });

  test('leaves somebody who came before addresses were verified where they were: in the middle of a trade', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const trade = await ana.proposes({ wants: [await ben.lists()], gives: [await ana.lists()] });
    await mongoose.connection.collection('users').updateOne({ emailKey: ben.email }, { $unset: { emailVerifiedAt: 1 } });
    await expect(ben.expressesInterest(trade)).rejects.toHaveCode('EMAIL_NOT_VERIFIED');
    await step('people-before-verification').up({ db: mongoose.connection.db!, log });
    await ben.expressesInterest(trade);
  });
});

describe('a server', { timeout: 60_000 }, () => {
  const production = { NODE_ENV: 'production', JWT_SECRET: 'mFQ0XwKzJr2c7yB9dLtE4hVnU8sPaG1o', EMAIL_VERIFICATION: 'off' };

  test('does not start in production while there is something to come, and does afterwards', async () => {
    await olden(db);
    await expect(startProcess(uri, production)).rejects.toThrow('ended with 1');
    await migrate(uri, 'up');
    const server = await startProcess(uri, production);
    expect(await server.stop()).toBe(0);
  });

  test('takes an empty database for what it expects', async () => {
    const server = await startProcess(uri, production);
    expect(await server.stop()).toBe(0);
    expect(await new Migrator(migrations, db, log).pending()).toEqual([]);
  });

  test('migrates its embedded database by itself', async () => {
    const dataDirectory = await mkdtemp(join(tmpdir(), 'migrating-'));
    const opened = async (work: (database: mongo.Db) => Promise<void>) => {
      const embedded = await startEmbeddedMongoDb({ dataDirectory });
      const there = await mongo.MongoClient.connect(embedded.uri);
      await work(there.db('barter'));
      await there.close();
      await embedded.stop();
    };
    await opened(olden);
    const server = await startProcess('', { DATA_DIRECTORY: dataDirectory });
    expect(await server.stop()).toBe(0);
    await opened(async (database) => {
      expect(await new Migrator(migrations, database, log).pending()).toEqual([]);
      expect(await indexesOf(database, 'messages')).toContain('conversationId_1_seq_1');
    });
    await rm(dataDirectory, { recursive: true });
  });
});
