import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';

import { viewerStream } from '../../src/domains/people/index.js';
import { type DomainEvent, event, Events, type Fact, type Hearing, quietEvent } from '../../src/platform/events/index.js';
import { Hopeless, queueState, type Reaction } from '../../src/platform/reactions/index.js';
import { inTransaction } from '../../src/platform/transaction.js';
import { administrator, deferred, everythingDone, later, people, race, suddenlyLater, theApp, useApp } from '../testkit/index.js';

useApp({ reactions: { leaseMs: 30_000, pauseMs: 1, attempts: 3 } });

const jobs = () => mongoose.connection.collection('jobs');
const deeds = () => mongoose.connection.collection<{ _id: string; reaction: string }>('deeds');

type App = Pick<ReturnType<typeof theApp>, 'services'>;

let kinds = 0;
/** A kind of event of its own for each test, so that they do not hear each other. */
const newKind = () => quietEvent<{ n: number }>(`TOLD_${++kinds}`, 'Something was told.');
type Kind = ReturnType<typeof newKind>;

const tell = (happened: DomainEvent, app: App = theApp()) => app.services.events.publish(happened, []);

/** Adds a reaction to the apps, and collects what it hears. */
function hearing(Kind: Pick<Kind, 'type'>, react: (event: Fact, times: number) => Promise<void> = () => Promise.resolve(), apps: readonly App[] = [theApp()], more: Partial<Reaction> = {}) {
  const heard: Fact[] = [];
  const reaction: Reaction = {
    name: `of ${Kind.type}`,
    hears: [Kind],
    inDatabase: false,
    react: (event) => react(event, heard.push(event)),
    ...more,
  };
  for (const app of apps) app.services.reactions.add(reaction);
  return heard;
}

describe('a reaction', () => {
  test('hears what was committed, once, without anybody looking for it', async () => {
    const Kind = newKind();
    const done = deferred();
    const heard = hearing(Kind, () => Promise.resolve(done.resolve()));
    await tell(new Kind({ n: 1 }));
    await done.promise;
    await everythingDone();
    expect(heard).toMatchObject([{ type: Kind.type, data: { n: 1 } }]);
  });

  test('does not hear what was rolled back', async () => {
    const Kind = newKind();
    const heard = hearing(Kind);
    const undone = inTransaction(async () => {
      await tell(new Kind({ n: 1 }));
      throw new Error('never mind');
    });
    await expect(undone).rejects.toThrow('never mind');
    await tell(new Kind({ n: 2 }));
    await everythingDone();
    expect(heard.map(({ data }) => data)).toEqual([{ n: 2 }]);
  });

  test('that fails is repeated alone, and another to the same event is not', async () => {
    const Kind = newKind();
    const failing = hearing(Kind, (_, times) => (times < 3 ? Promise.reject(new Error('not now')) : Promise.resolve()));
    const other = hearing(Kind, () => Promise.resolve(), [theApp()], { name: `another of ${Kind.type}` });
    await tell(new Kind({ n: 1 }));
    await everythingDone();
    expect([failing.length, other.length]).toEqual([3, 1]);
    expect((await queueState()).failed).toBe(0);
  });

  test('that keeps failing is parked where it can be seen, at once when it is hopeless', async () => {
    const [Kind, Lost] = [newKind(), newKind()];
    const heard = hearing(Kind, () => Promise.reject(new Error('never')));
    const lost = hearing(Lost, () => Promise.reject(new Hopeless('nobody there')));
    await tell(new Kind({ n: 1 }));
    await tell(new Lost({ n: 1 }));
    await expect.poll(queueState).toEqual({ waiting: 0, failed: 2, lagSeconds: 0 });
    expect([heard.length, lost.length]).toEqual([3, 1]);
    const parked = await jobs().find({ state: 'FAILED' }).sort({ attempts: 1 }).toArray();
    expect(parked).toMatchObject([{ error: 'nobody there', attempts: 1 }, { error: 'never', attempts: 3 }]);
    await jobs().deleteMany({});
  });

  test('whose effect is in the database has it exactly once, however often it fails on the way', async () => {
    const Kind = newKind();
    const act = async ({ eventId, type }: Fact, times: number) => {
      await mongoose.connection.models['Deed']!.create([{ _id: `${eventId} ${times}`, reaction: type }]);
      if (times < 3) throw new Error('half done');
    };
    const schema = new mongoose.Schema({ _id: String, reaction: String }, { collection: 'deeds', autoCreate: false, autoIndex: false });
    await mongoose.connection.model('Deed', schema).createCollection();
    hearing(Kind, act, [theApp()], { inDatabase: true });
    await tell(new Kind({ n: 1 }));
    await everythingDone();
    expect(await deeds().countDocuments({ reaction: Kind.type })).toBe(1);
  });

  test('is shared by several processes: each event goes to one of them', async () => {
    const other = await theApp().another();
    const Kind = newKind();
    const [here, there] = [hearing(Kind), hearing(Kind, () => Promise.resolve(), [other])];
    for (let n = 0; n < 40; n++) await tell(new Kind({ n }), n % 2 ? other : theApp());
    await everythingDone();
    const numbers = [...here, ...there].map(({ data }) => (data as { n: number }).n).sort((one, two) => one - two);
    expect(numbers).toEqual(Array.from({ length: 40 }, (_, n) => n));
    await other.stop();
  });

  test('is woken in another process by what is told on a stream', async () => {
    const other = await theApp().another();
    const Kind = event<{ n: number }>('TOLD_ALOUD', 'Something was told aloud.');
    const done = deferred();
    const heard = hearing(Kind, () => Promise.resolve(done.resolve()), [other]);
    // Noted by somebody who does not say so, as by a process that dies right after.
    const { reactions } = other.services;
    const dying: Hearing = { hears: (kind) => reactions.hears(kind), note: (events) => reactions.note(events), wake: () => undefined };
    await new Events(dying).publish(new Kind({ n: 1 }), [viewerStream('somebody')]);
    await done.promise;
    expect(heard.length).toBe(1);
    await other.stop();
  });

  test('of a process that died is taken over when its claim runs out, and what it may still note does not count', async () => {
    const Kind = newKind();
    const [stuck, released, again] = [deferred(), deferred(), deferred()];
    const heard = hearing(Kind, async (_, times) => {
      if (times > 1) return again.resolve();
      stuck.resolve();
      await released.promise;
    });
    await tell(new Kind({ n: 1 }));
    await stuck.promise;
    theApp().services.reactions.wake();
    expect(await queueState()).toMatchObject({ waiting: 1 });
    suddenlyLater(31);
    theApp().services.reactions.wake();
    await again.promise;
    released.resolve();
    await everythingDone();
    expect(heard.length).toBe(2);
  });

  test('under way is let finish when the process stops, and nothing more is begun', async () => {
    const other = await theApp().another();
    const Kind = newKind();
    const [begun, goOn] = [deferred(), deferred()];
    const heard = hearing(Kind, () => Promise.resolve(begun.resolve()).then(() => goOn.promise), [other]);
    await tell(new Kind({ n: 1 }), other);
    await begun.promise;
    const stopped = other.stop();
    goOn.resolve();
    await stopped;
    expect(await queueState()).toMatchObject({ waiting: 0 });
    expect(heard.length).toBe(1);
  });
});

test('an event that nobody reacts to leaves nothing to do', async () => {
  const Kind = newKind();
  await tell(new Kind({ n: 1 }));
  expect(await jobs().countDocuments()).toBe(0);
});

describe('what was given up', () => {
  test('is tried again when an administrator asks for it, as if it had just come', async () => {
    const [gale, { ana }] = [await administrator(), await people('ana')];
    await everythingDone();
    await jobs().deleteMany({});
    const Kind = newKind();
    let mended = false;
    const heard = hearing(Kind, () => (mended ? Promise.resolve() : Promise.reject(new Hopeless('the machine is away'))));
    for (const n of [1, 2]) await tell(new Kind({ n }));
    await expect.poll(queueState).toMatchObject({ waiting: 0, failed: 2 });
    await expect(ana.triesAgain()).rejects.toHaveCode('FORBIDDEN');
    await expect(gale.triesAgain(' ')).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.reason'] });
    mended = true;
    expect(await gale.triesAgain()).toBe(2);
    await expect.poll(queueState).toMatchObject({ waiting: 0, failed: 0 });
    expect(heard.map(({ data }) => (data as { n: number }).n).sort()).toEqual([1, 1, 2, 2]);
    expect(await gale.triesAgain()).toBe(0);
  });

  test('is seen by administrators, what happened last first, and without what is nobody’s business', async () => {
    const [gale, { ana }] = [await administrator(), await people('ana')];
    await everythingDone();
    await jobs().deleteMany({});
    const Kind = newKind();
    const far = 'x'.repeat(430);
    hearing(Kind, ({ data }) => Promise.reject(new Hopeless(`550 <ana.who.is.secret@example.test> is unknown ${(data as { n: number }).n} ${far} https://eve:the-word@mail.test`)));
    for (const n of [1, 2, 3]) {
      await later(n);
      await tell(new Kind({ n }));
    }
    await expect.poll(queueState).toMatchObject({ waiting: 0, failed: 3 });
    await expect(ana.seesGivenUp()).rejects.toHaveCode('FORBIDDEN');
    const { edges, pageInfo } = await gale.seesGivenUp({ first: 2 });
    expect(edges.map(({ node }) => node)).toMatchObject([3, 2].map((n) => ({
      reaction: `of ${Kind.type}`,
      eventKind: Kind.type,
      attempts: 1,
      error: expect.stringMatching(new RegExp(`^550 <\\[redacted\\]> is unknown ${n} x+ `)) as unknown,
    })));
    const rest = await gale.seesGivenUp({ first: 2, after: pageInfo.endCursor ?? null });
    expect([pageInfo.hasNextPage, rest.pageInfo.hasNextPage]).toEqual([true, false]);
    const all = [...edges, ...rest.edges].map(({ node }) => node);
    const parked = await jobs().find({ state: 'FAILED' }).sort({ since: -1 }).toArray();
    expect(all.map(({ id, eventId, happenedAt }) => [id, eventId, happenedAt])).toEqual(
      parked.map(({ _id, event, since }) => [_id, (event as Fact).eventId, (since as Date).toISOString()]),
    );
    expect(JSON.stringify([all, parked])).not.toMatch(/ana\.who|the-w/);
    await jobs().deleteMany({});
    expect((await gale.seesGivenUp()).edges).toEqual([]);
  });

  test('is tried again once, when two administrators ask at once', async () => {
    const admins = [await administrator(), await administrator()];
    await everythingDone();
    await jobs().deleteMany({});
    const Kind = newKind();
    let mended = false;
    const heard = hearing(Kind, () => (mended ? Promise.resolve() : Promise.reject(new Hopeless('the machine is away'))));
    await tell(new Kind({ n: 1 }));
    await expect.poll(queueState).toMatchObject({ waiting: 0, failed: 1 });
    mended = true;
    expect([...(await race(2, (n) => admins[n]!.triesAgain())).won].sort()).toEqual([0, 1]);
    await everythingDone();
    expect(heard).toHaveLength(2);
  });
});

test('how far the reactions are behind can be read', async () => {
  const Kind = newKind();
  const goOn = deferred();
  hearing(Kind, () => goOn.promise);
  await tell(new Kind({ n: 1 }));
  suddenlyLater(20);
  const { waiting, lagSeconds } = await queueState();
  expect(waiting).toBe(1);
  expect(lagSeconds).toBeGreaterThan(19);
  goOn.resolve();
  await everythingDone();
});
