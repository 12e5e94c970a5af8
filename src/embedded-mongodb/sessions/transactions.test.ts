import { Long } from 'bson';
import { spawn } from 'node:child_process';
import type { ClientSession, Collection, Document } from 'mongodb';
import { MongoClient, MongoServerError } from 'mongodb';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EmbeddedMongoDb } from '../index.js';
import { startEmbeddedMongoDb } from '../index.js';
import { RawClient, RawSession, Refusal } from './raw-client.testkit.js';

interface Account { _id: string; balance: number }

let server: EmbeddedMongoDb;
let client: MongoClient;
let wire: RawClient;
let accounts: Collection<Account>;
const sessions: ClientSession[] = [];

beforeAll(async () => {
  server = await startEmbeddedMongoDb({ log: () => {} });
  client = await MongoClient.connect(server.uri);
  wire = await RawClient.open(server.uri);
  accounts = client.db('bank').collection('accounts');
});

beforeEach(async () => {
  await accounts.deleteMany({});
  await accounts.insertMany([{ _id: 'ana', balance: 100 }, { _id: 'ben', balance: 100 }]);
});

afterEach(async () => {
  for (const session of sessions.splice(0)) await session.endSession();
});

afterAll(async () => {
  wire.close();
  await client.close();
  await server.stop();
});

/** A session with an open transaction. */
function begin(): ClientSession {
  const session = client.startSession();
  sessions.push(session);
  session.startTransaction();
  return session;
}

async function pay(amount: number, from: string, to: string, session: ClientSession): Promise<void> {
  await accounts.updateOne({ _id: from }, { $inc: { balance: -amount } }, { session });
  await accounts.updateOne({ _id: to }, { $inc: { balance: amount } }, { session });
}

async function balances(session?: ClientSession): Promise<Record<string, number>> {
  const found = await accounts.find({}, session ? { session } : {}).sort({ _id: 1 }).toArray();
  return Object.fromEntries(found.map(({ _id, balance }) => [_id, balance]));
}

/** Opens a transaction, says so, and waits to be killed. */
const DYING_CLIENT = `
  import { MongoClient } from 'mongodb';
  const client = await MongoClient.connect(process.argv[1]);
  const session = client.startSession();
  session.startTransaction();
  await client.db('bank').collection('accounts').updateOne({ _id: 'ana' }, { $set: { balance: 0 } }, { session });
  console.log('open');
  setInterval(() => {}, 1000);
`;

async function refusal(work: Promise<unknown>): Promise<{ name: string; labels: string[] }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return { name: error.name, labels: error.labels };
    if (error instanceof MongoServerError) return { name: error.codeName!, labels: [...error.errorLabels] };
    throw error;
  }
  throw new Error('it was not refused');
}

const nameOf = async (work: Promise<unknown>): Promise<string> => (await refusal(work)).name;

const setBalance = (id: string, balance: number): Document => ({ update: 'accounts', updates: [{ q: { _id: id }, u: { $set: { balance } } }] });
const addTo = (id: string, amount: number): Document => ({ update: 'accounts', updates: [{ q: { _id: id }, u: { $inc: { balance: amount } } }] });

describe('a payment', () => {
  test('is seen by others when it is complete, and not before', async () => {
    const session = begin();
    await pay(30, 'ana', 'ben', session);
    expect(await balances()).toEqual({ ana: 100, ben: 100 });
    expect(await balances(session)).toEqual({ ana: 70, ben: 130 });
    await session.commitTransaction();
    expect(await balances()).toEqual({ ana: 70, ben: 130 });
  });

  test('that is aborted never was', async () => {
    const session = begin();
    await pay(30, 'ana', 'ben', session);
    await session.abortTransaction();
    expect(await balances()).toEqual({ ana: 100, ben: 100 });
  });

  test('made by ten clients at once, with retries, loses nothing', async () => {
    await Promise.all(Array.from({ length: 10 }, (_, i) => client.withSession((session) =>
      session.withTransaction(() => (i % 2 === 0 ? pay(1, 'ana', 'ben', session) : pay(2, 'ben', 'ana', session))))));
    expect(await balances()).toEqual({ ana: 105, ben: 95 });
  });

  test('that meets another one is refused at once, and may be tried again as a whole', async () => {
    const [first, second] = [begin(), begin()];
    await pay(30, 'ana', 'ben', first);
    expect(await refusal(pay(50, 'ana', 'ben', second))).toEqual({ name: 'WriteConflict', labels: ['TransientTransactionError'] });
    expect(await nameOf(accounts.findOne({ _id: 'ben' }, { session: second }))).toBe('NoSuchTransaction');
    await first.commitTransaction();
  });

  test('makes a plain write wait, which then adds to its result', async () => {
    const session = begin();
    await pay(30, 'ana', 'ben', session);
    const waiting = accounts.updateOne({ _id: 'ana' }, { $inc: { balance: 1 } });
    await session.commitTransaction();
    await waiting;
    expect(await balances()).toEqual({ ana: 71, ben: 130 });
  });

  test('makes a plain write wait no longer than its maxTimeMS', async () => {
    const session = begin();
    await pay(30, 'ana', 'ben', session);
    expect(await nameOf(client.db('bank').command({ ...setBalance('ana', 1), maxTimeMS: 20 }))).toBe('MaxTimeMSExpired');
    await session.commitTransaction();
    expect(await balances()).toEqual({ ana: 70, ben: 130 });
  });

  test('keeps its collection from being dropped until it is over', async () => {
    const session = begin();
    await pay(30, 'ana', 'ben', session);
    let isDropped = false;
    const dropping = accounts.drop().then(() => { isDropped = true; });
    expect(await balances(session)).toEqual({ ana: 70, ben: 130 });
    expect(isDropped).toBe(false);
    await session.commitTransaction();
    await dropping;
  });
});

describe('a transaction', () => {
  test('may be committed again, by a client that has not heard the answer', async () => {
    const raw = new RawSession(wire);
    await raw.start(setBalance('ana', 1));
    expect(await raw.end('commitTransaction')).toMatchObject({ ok: 1 });
    expect(await raw.end('commitTransaction')).toMatchObject({ ok: 1 });
    expect(await nameOf(raw.end('abortTransaction'))).toBe('TransactionCommitted');
    expect(await nameOf(raw.continue({ find: 'accounts' }))).toBe('TransactionCommitted');
  });

  test('that is not there cannot go on', async () => {
    const raw = new RawSession(wire);
    raw.txnNumber = 5;
    expect(await refusal(raw.continue({ find: 'accounts' }))).toEqual({ name: 'NoSuchTransaction', labels: ['TransientTransactionError'] });
    await raw.start({ find: 'accounts' });
    await raw.end('abortTransaction');
    expect(await nameOf(raw.end('commitTransaction'))).toBe('NoSuchTransaction');
    expect(await nameOf(raw.end('abortTransaction'))).toBe('NoSuchTransaction');
  });

  test('starts once for each number, and the numbers rise', async () => {
    const raw = new RawSession(wire);
    await raw.start(setBalance('ana', 1));
    raw.txnNumber -= 1;
    expect(await nameOf(raw.start({ find: 'accounts' }))).toBe('ConflictingOperationInProgress');
    await raw.start({ find: 'accounts' });
    expect(await balances()).toEqual({ ana: 100, ben: 100 });
    raw.txnNumber = 1;
    expect(await nameOf(raw.continue({ find: 'accounts' }))).toBe('TransactionTooOld');
    expect(await nameOf(raw.write(1, setBalance('ana', 7)))).toBe('TransactionTooOld');
    expect(await nameOf(raw.write(2, setBalance('ana', 7)))).toBe('IncompleteTransactionHistory');
  });

  test('ends with any error, also one of a single write', async () => {
    const raw = new RawSession(wire);
    const reply = await raw.start({ insert: 'accounts', documents: [{ _id: 'cleo', balance: 1 }, { _id: 'ana', balance: 1 }, { _id: 'dan', balance: 1 }], ordered: false });
    expect(reply).toMatchObject({ n: 1, writeErrors: [{ index: 1, code: 11000 }] });
    expect(await nameOf(raw.end('commitTransaction'))).toBe('NoSuchTransaction');
    expect(await balances()).toEqual({ ana: 100, ben: 100 });
  });

  test('takes no commands that have no place in it, and lives on', async () => {
    const raw = new RawSession(wire);
    await raw.start(setBalance('ana', 1));
    expect(await nameOf(raw.continue({ count: 'accounts' }))).toBe('OperationNotSupportedInTransaction');
    expect(await nameOf(raw.continue({ drop: 'accounts' }))).toBe('OperationNotSupportedInTransaction');
    expect(await nameOf(raw.continue({ find: 'x' }, 'config'))).toBe('OperationNotSupportedInTransaction');
    expect(await nameOf(raw.continue({ find: 'accounts', readConcern: { level: 'local' } }))).toBe('InvalidOptions');
    expect(await nameOf(raw.continue({ ...setBalance('ana', 2), writeConcern: { w: 1 } }))).toBe('InvalidOptions');
    expect(await raw.end('commitTransaction')).toMatchObject({ ok: 1 });
    expect(await balances()).toEqual({ ana: 1, ben: 100 });
  });

  test('needs a session, a number and autocommit: false, and says so', async () => {
    const raw = new RawSession(wire);
    const one = Long.fromNumber(1);
    expect(await nameOf(raw.run({ find: 'accounts', autocommit: false }))).toBe('InvalidOptions');
    expect(await nameOf(raw.run({ find: 'accounts', txnNumber: one, startTransaction: true }))).toBe('InvalidOptions');
    expect(await nameOf(raw.run({ find: 'accounts', txnNumber: one, autocommit: true, startTransaction: true }))).toBe('InvalidOptions');
    expect(await nameOf(raw.run({ find: 'accounts', txnNumber: one }))).toBe('Location50768');
    expect(await nameOf(raw.run({ find: 'accounts', txnNumber: 1, autocommit: false, startTransaction: true }))).toBe('TypeMismatch');
    expect(await nameOf(raw.run({ commitTransaction: 1 }, 'admin'))).toBe('CommandFailed');
  });

  test('creates collections that nobody sees before its commit', async () => {
    await client.db('bank').collection('ledger').drop();
    const session = begin();
    await client.db('bank').collection('ledger').insertOne({ amount: 1 }, { session });
    expect(await client.db('bank').listCollections({ name: 'ledger' }).toArray()).toEqual([]);
    await session.abortTransaction();
    expect(await client.db('bank').listCollections({ name: 'ledger' }).toArray()).toEqual([]);
    await client.withSession((again) => again.withTransaction(() => client.db('bank').collection('ledger').insertOne({ amount: 2 }, { session: again })));
    expect(await client.db('bank').collection('ledger').countDocuments()).toBe(1);
  });

  test('reads on in a cursor from its snapshot, until it is over', async () => {
    const raw = new RawSession(wire);
    const { cursor } = await raw.start({ find: 'accounts', batchSize: 1, sort: { _id: 1 } });
    await accounts.updateOne({ _id: 'ben' }, { $set: { balance: 0 } });
    const getMore = { getMore: cursor.id as Long, collection: 'accounts', batchSize: 1 };
    expect(await raw.continue(getMore)).toMatchObject({ cursor: { nextBatch: [{ _id: 'ben', balance: 100 }] } });
    await raw.end('commitTransaction');
    expect(await nameOf(raw.run(getMore))).toBe('CursorNotFound');
  });
});

describe('the end of a transaction', () => {
  async function isOver(raw: RawSession): Promise<void> {
    expect(await nameOf(raw.end('commitTransaction'))).toBe('NoSuchTransaction');
    expect(await balances()).toEqual({ ana: 100, ben: 100 });
    await accounts.updateOne({ _id: 'ana' }, { $set: { balance: 100 } }, { maxTimeMS: 1000 });
  }

  test('comes with the end of its session', async () => {
    const raw = new RawSession(wire);
    await raw.start(setBalance('ana', 1));
    await client.db('admin').command({ endSessions: [raw.lsid] });
    await isOver(raw);
  });

  test.each(['killSessions', 'killAllSessionsByPattern'])('comes with %s', async (command) => {
    const raw = new RawSession(wire);
    await raw.start(setBalance('ana', 1));
    await client.db('admin').command({ [command]: command === 'killSessions' ? [raw.lsid] : [{ lsid: raw.lsid }] });
    await isOver(raw);
  });

  test('comes after its lifetime', async () => {
    await client.db('admin').command({ setParameter: 1, transactionLifetimeLimitSeconds: 1 });
    const raw = new RawSession(wire);
    await raw.start(setBalance('ana', 1));
    await accounts.updateOne({ _id: 'ana' }, { $inc: { balance: 1 } });
    await accounts.updateOne({ _id: 'ana' }, { $inc: { balance: -1 } });
    await isOver(raw);
    await client.db('admin').command({ setParameter: 1, transactionLifetimeLimitSeconds: 60 });
  });

  test('comes when its client dies', async () => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', DYING_CLIENT, server.uri], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGKILL');
    await accounts.updateOne({ _id: 'ana' }, { $inc: { balance: 1 } }, { maxTimeMS: 10_000 });
    expect(await balances()).toEqual({ ana: 101, ben: 100 });
  });

  test('does not come with a connection that breaks for a moment', async () => {
    const raw = new RawSession(await RawClient.open(server.uri));
    await raw.start(setBalance('ana', 1));
    raw.client.close();
    raw.client = wire;
    expect(await raw.end('commitTransaction')).toMatchObject({ ok: 1 });
    expect(await balances()).toEqual({ ana: 1, ben: 100 });
  });
});

describe('a retryable write', () => {
  test('is applied once, however often it comes', async () => {
    const raw = new RawSession(wire);
    const replies = [await raw.write(1, addTo('ana', 5)), await raw.write(1, addTo('ana', 5)), await raw.write(1, addTo('ana', 5))];
    expect(replies).toMatchObject([{ n: 1, nModified: 1 }, { n: 1, nModified: 1, retriedStmtIds: [0] }, { n: 1, nModified: 1 }]);
    expect(await balances()).toEqual({ ana: 105, ben: 100 });
  });

  test('remembers statement by statement', async () => {
    const raw = new RawSession(wire);
    await raw.write(1, { insert: 'accounts', documents: [{ _id: 'cleo', balance: 1 }] });
    const all = { insert: 'accounts', documents: [{ _id: 'cleo', balance: 1 }, { _id: 'dan', balance: 2 }] };
    expect(await raw.write(1, all)).toMatchObject({ n: 2, retriedStmtIds: [0] });
    expect(await balances()).toEqual({ ana: 100, ben: 100, cleo: 1, dan: 2 });
    expect(await raw.write(2, all)).toMatchObject({ n: 0, writeErrors: [{ code: 11000 }] });
  });

  test('gives findAndModify the document of the first time', async () => {
    const raw = new RawSession(wire);
    const command = { findAndModify: 'accounts', query: { _id: 'ana' }, update: { $inc: { balance: 5 } } };
    const first = await raw.write(1, command);
    await accounts.updateOne({ _id: 'ana' }, { $set: { balance: 0 } });
    expect((await raw.write(1, command)).value).toEqual(first.value);
    expect(await balances()).toEqual({ ana: 0, ben: 100 });
  });

  test('of many documents is none', async () => {
    const raw = new RawSession(wire);
    expect(await nameOf(raw.write(1, { delete: 'accounts', deletes: [{ q: {}, limit: 0 }] }))).toBe('InvalidOptions');
    expect(await nameOf(raw.write(2, { update: 'accounts', updates: [{ q: {}, u: { $set: { balance: 0 } }, multi: true }] }))).toBe('InvalidOptions');
  });

  test('that comes twice at the same time is applied once', async () => {
    const raw = new RawSession(wire);
    const session = begin();
    await pay(1, 'ana', 'ben', session);
    const other = await RawClient.open(server.uri);
    const both = [raw.write(1, addTo('ana', 5)), other.run({ ...addTo('ana', 5), lsid: raw.lsid, txnNumber: Long.fromNumber(1) })];
    await session.abortTransaction();
    expect(await Promise.all(both)).toMatchObject([{ n: 1 }, { n: 1 }]);
    expect(await balances()).toEqual({ ana: 105, ben: 100 });
  });
});

describe('a snapshot read outside a transaction', () => {
  test('can be repeated at its time', async () => {
    const raw = new RawSession(wire);
    const first = await raw.run({ find: 'accounts', readConcern: { level: 'snapshot' } });
    await accounts.updateMany({}, { $set: { balance: 0 } });
    const { atClusterTime } = first.cursor as Document;
    const again = await raw.run({ find: 'accounts', readConcern: { level: 'snapshot', atClusterTime: atClusterTime as unknown } });
    expect((again.cursor as Document).firstBatch).toEqual((first.cursor as Document).firstBatch);
  });
});
