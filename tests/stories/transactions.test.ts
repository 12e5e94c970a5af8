import mongoose, { mongo } from 'mongoose';
import { beforeEach, describe, expect, test } from 'vitest';

import { ProfileChanged, viewerStream } from '../../src/domains/people/index.js';
import { refusal } from '../../src/platform/errors/index.js';
import { Contention, currentTransaction, inTransaction, isDuplicate, Overtaken } from '../../src/platform/transaction.js';
import { insertLast, updateLast, writeNow } from '../../src/platform/write-last.js';
import { eventsOn, race, theApp, useApp } from '../testkit/index.js';

useApp();

const schema = new mongoose.Schema({ _id: String, times: Number }, { versionKey: false, autoIndex: false, collection: 'wells' });
schema.index({ times: 1 }, { unique: true, partialFilterExpression: { times: { $gte: 100 } } });
const Well = mongoose.model('Well', schema);
const draw = (well: string) => Well.updateOne({ _id: well }, { $inc: { times: 1 } }, { upsert: true });
const timesAt = async (well: string) => (await Well.findById(well).lean())?.times ?? 0;

const transient = () => {
  const error = new mongo.MongoServerError({ message: 'somebody was faster' });
  error.addErrorLabel('TransientTransactionError');
  return error;
};

/** All ask at once for the same turn, and may share a transaction. */
async function share(howMany: number, work: (n: number) => Promise<number>) {
  const sessions = new Set<unknown>();
  const visit = (n: number) => () => {
    sessions.add(currentTransaction()!.session);
    return work(n);
  };
  const outcomes = await Promise.allSettled(Array.from({ length: howMany }, (_, n) => inTransaction(visit(n), { turnOf: 'one well', together: true })));
  return {
    won: outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
    lost: outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason as unknown] : [])),
    transactions: sessions.size,
  };
}

describe('a transaction', () => {
  test('does all of it or nothing', async () => {
    const failing = inTransaction(async () => {
      await draw('all');
      await draw('nothing');
      throw new Error('after all');
    });
    await expect(failing).rejects.toThrow('after all');
    expect([await timesAt('all'), await timesAt('nothing')]).toEqual([0, 0]);
  });

  test('inside another joins it', async () => {
    const failing = inTransaction(async () => {
      const outer = currentTransaction();
      await inTransaction(async () => {
        expect(currentTransaction()).toBe(outer);
        await draw('joined');
      });
      throw new Error('the outer one failed');
    });
    await expect(failing).rejects.toThrow();
    expect(await timesAt('joined')).toBe(0);
  });

  test('begins again as a whole when somebody was faster', async () => {
    let attempts = 0;
    await inTransaction(async () => {
      attempts += 1;
      await draw('again');
      if (attempts < 3) throw attempts === 1 ? transient() : new Contention();
    });
    expect(attempts).toBe(3);
    expect(await timesAt('again')).toBe(1);
  });

  test('gives up one day, and says that one may try again', async () => {
    let attempts = 0;
    const hopeless = inTransaction(() => {
      attempts += 1;
      return Promise.reject(transient());
    });
    await expect(hopeless).rejects.toMatchObject({ code: 'TRY_AGAIN_LATER' });
    expect(attempts).toBeGreaterThan(10);
  });

  test('does not repeat what was refused', async () => {
    let attempts = 0;
    const refused = inTransaction(() => {
      attempts += 1;
      return Promise.reject(refusal('NOT_OWNER'));
    });
    await expect(refused).rejects.toMatchObject({ code: 'NOT_OWNER' });
    expect(attempts).toBe(1);
  });

  test('sees nothing of what others do meanwhile', async () => {
    await draw('seen');
    await inTransaction(async () => {
      expect(await timesAt('seen')).toBe(1);
      await Well.collection.updateOne({ _id: 'seen' as never }, { $inc: { times: 1 } });
      expect(await timesAt('seen')).toBe(1);
    });
    expect(await timesAt('seen')).toBe(2);
  });

  test.each(['together', 'in turn'])('run fifty times %s counts to fifty', async (how) => {
    const { won } = await race(50, () => inTransaction(() => draw(how), how === 'in turn' ? { turnOf: 'the well' } : {}));
    expect(won).toHaveLength(50);
    expect(await timesAt(how)).toBe(50);
  });

  test('shared by those who wait for one turn is committed once, and is the same for each of them', async () => {
    const { won, lost, transactions } = await share(20, (n) => draw('shared').then(() => n));
    expect([won.sort((a, b) => a - b), lost]).toEqual([Array.from({ length: 20 }, (_, n) => n), []]);
    expect(await timesAt('shared')).toBe(20);
    expect(transactions).toBeLessThan(20);
  });

  test('shared with somebody who is refused, or fails, is lost for them alone', async () => {
    const spoilers = new Map<number, () => Error>([[3, () => refusal('NOT_OWNER')], [7, () => new Error('fell in')]]);
    const { won, lost } = await share(10, async (n) => {
      await draw('spoilt');
      if (spoilers.has(n)) throw spoilers.get(n)!();
      return n;
    });
    expect(won).toHaveLength(8);
    expect(lost).toEqual(expect.arrayContaining([expect.objectContaining({ code: 'NOT_OWNER' }), expect.objectContaining({ message: 'fell in' })]));
    expect(await timesAt('spoilt')).toBe(8);
  });

  test('shared begins again as a whole when somebody was faster', async () => {
    let attempts = 0;
    const { won } = await share(5, async (n) => {
      await draw('contended');
      if (n === 4 && attempts++ < 2) throw transient();
      return n;
    });
    expect(won).toHaveLength(5);
    expect(await timesAt('contended')).toBe(5);
  });

  test('shared stays shared when somebody outside took the numbers of its events', async () => {
    let attempts = 0;
    const { won, transactions } = await share(5, async (n) => {
      await draw('overtaken');
      if (n === 4) currentTransaction()!.beforeCommit.events.push(() => (attempts++ === 0 ? Promise.reject(new Overtaken()) : Promise.resolve()));
      return n;
    });
    expect([won.length, await timesAt('overtaken'), transactions]).toEqual([5, 5, 2]);
  });

  test('shared is not tried by each alone when the database is away', async () => {
    const { lost, transactions } = await share(5, () => Promise.reject(new mongo.MongoServerSelectionError('nobody there', {} as never)));
    expect([lost.length, transactions]).toEqual([5, 1]);
  });

  test('tells a unique index that refused from everything else', async () => {
    await Well.createIndexes();
    await Well.create({ _id: 'taken', times: 100 });
    const second = inTransaction(() => Well.create([{ _id: 'second', times: 100 }]));
    const error: unknown = await second.catch((thrown: unknown) => thrown);
    expect([isDuplicate(error), isDuplicate(error, 'times'), isDuplicate(error, '_id'), isDuplicate(new Error('x'))]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

/** What the driver has learned from the database: 25 is 8.0, the first that takes writes to several collections at once. */
describe.each([['as one command', 25], ['as one for each collection, on a database of before 8.0', 21]])('what is written last, %s', (_, version) => {
  const topology = () => (mongoose.connection.getClient() as unknown as { topology: object }).topology;
  beforeEach(async () => {
    await Well.deleteMany({});
    await Well.createIndexes();
    Object.defineProperty(topology(), 'commonWireVersion', { value: version, configurable: true });
    return () => void Reflect.deleteProperty(topology(), 'commonWireVersion');
  });

  const wells = async () => Object.fromEntries((await Well.find().lean()).map(({ _id, times }) => [_id, times]));

  test('is there in the end, in the order in which it was left', async () => {
    await inTransaction(async () => {
      insertLast(Well as never, { _id: 'new', times: 1 });
      updateLast(Well as never, { filter: { _id: 'new' }, update: { $inc: { times: 1 } }, orElse: () => refusal('NOT_FOUND') });
      insertLast(Well as never, { _id: 'other', times: 5 });
      updateLast(Well as never, { filter: { times: { $gte: 2 } }, update: { $inc: { times: 10 } }, many: true });
      updateLast(Well as never, { filter: { _id: 'nowhere' }, update: { $inc: { times: 1 } } });
      await theApp().services.events.publish(new ProfileChanged({ userId: 'last' }), [viewerStream('last')]);
      expect(await wells()).toEqual({});
    });
    expect(await wells()).toEqual({ new: 12, other: 15 });
  });

  test('is there earlier for whoever asks for that', async () => {
    await inTransaction(async () => {
      insertLast(Well as never, { _id: 'new', times: 1 });
      await writeNow();
      expect(await wells()).toEqual({ new: 1 });
    });
    expect(await wells()).toEqual({ new: 1 });
  });

  test('is undone with everything else when something is not found that has to be', async () => {
    const failing = inTransaction(async () => {
      await draw('drawn');
      insertLast(Well as never, { _id: 'new', times: 1 });
      updateLast(Well as never, { filter: { _id: 'nowhere' }, update: { $inc: { times: 1 } }, orElse: () => refusal('NOT_PARTICIPANT') });
    });
    await expect(failing).rejects.toMatchObject({ code: 'NOT_PARTICIPANT' });
    expect(await wells()).toEqual({});
  });

  test('begins again when a unique index refuses', async () => {
    await Well.create({ _id: 'taken', times: 100 });
    const attempts: boolean[] = [];
    await inTransaction(async () => {
      const { isRetry } = currentTransaction()!;
      attempts.push(isRetry);
      await Promise.resolve();
      insertLast(Well as never, { _id: 'second', times: isRetry ? 101 : 100 });
    });
    expect(attempts).toEqual([false, true]);
    expect(await wells()).toEqual({ taken: 100, second: 101 });
  });

  test('of those who share a transaction is lost for the one alone whose it is', async () => {
    await Well.create({ _id: 'shared', times: 0 });
    const { won, lost } = await share(6, (n) => {
      updateLast(Well as never, { filter: { _id: n === 3 ? 'nowhere' : 'shared' }, update: { $inc: { times: 1 } }, orElse: () => refusal('NOT_FOUND') });
      return Promise.resolve(n);
    });
    expect(won).toEqual([0, 1, 2, 4, 5]);
    expect(lost).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await timesAt('shared')).toBe(5);
  });
});

describe('an event', () => {
  const rows = (id: string) => eventsOn(`viewer:${id}`);
  const publish = (id: string) => theApp().services.events.publish(new ProfileChanged({ userId: id }), [viewerStream(id)]);

  test('of a transaction that failed was never there, and leaves no gap', async () => {
    await publish('gapless');
    await inTransaction(async () => {
      await publish('gapless');
      throw new Error('no');
    }).catch(() => undefined);
    await publish('gapless');
    expect((await rows('gapless')).map(({ seq }) => seq)).toEqual([1, 2]);
  });

  test('on several streams is one event with several numbers', async () => {
    const { events } = theApp().services;
    await publish('one');
    await events.publish(new ProfileChanged({ userId: 'both' }), [viewerStream('one'), viewerStream('other')]);
    const [one, other] = [(await rows('one')).at(-1), (await rows('other')).at(-1)];
    expect(one).toMatchObject({ seq: 2, eventId: other?.eventId });
    expect(other).toMatchObject({ seq: 1 });
  });

  test('published by a crowd gets one number each', async () => {
    await race(40, () => publish('crowd'));
    expect((await rows('crowd')).map(({ seq }) => seq)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  });
});
