import { mongo } from 'mongoose';
import { afterEach, expect, test, vi } from 'vitest';

import { Revocations } from '../../src/domains/people/index.js';
import { afterAllSeen } from '../../src/platform/causality.js';
import { OutboxWaker } from '../../src/platform/events/index.js';
import { newId } from '../../src/platform/identity.js';
import { createLogger } from '../../src/platform/logger.js';
import { deferred } from '../testkit/deferred.js';
import { administrator, anonymous, password, people, theApp } from '../testkit/index.js';
import { failingFrom, useTroubledApp } from '../testkit/trouble.js';

/** `ChangeStreamFatalError`: the driver cannot resume, and whoever follows has to open another one. */
const broken = { failCommands: ['getMore'], errorCode: 280 };

useTroubledApp();
afterEach(() => vi.restoreAllMocks());

const kinds = (heard: readonly { readonly viewerEvents: { readonly kind: string } }[]) => heard.map(({ viewerEvents }) => viewerEvents.kind);

test('what happens while the change stream is broken is heard once and in order, here and elsewhere, then and afterwards', async () => {
  const { ana } = await people('ana');
  const other = await theApp().another();
  const cursor = await ana.viewerCursor();
  const elsewhere = ana.asksAt(other.url);
  const [here, there] = [ana.followsEverything(cursor), elsewhere.followsEverything(cursor)];
  await ana.updatesProfile({ name: 'before' });
  await Promise.all([here.next(), there.next()]);

  const failures = await failingFrom(0, broken, async () => {
    await ana.updatesProfile({ name: 'meanwhile' });
    await ana.lists();
    const heard = await Promise.all([here.nextOnes(2), there.nextOnes(2)]);
    expect(heard.map(kinds)).toEqual([['PROFILE_CHANGED', 'ITEM_LISTED'], ['PROFILE_CHANGED', 'ITEM_LISTED']]);
  });
  expect(failures).toBeGreaterThan(0);

  await ana.updatesProfile({ name: 'afterwards' });
  expect([await here.next(), await there.next()].map(({ viewerEvents }) => viewerEvents.kind)).toEqual(['PROFILE_CHANGED', 'PROFILE_CHANGED']);
  expect([here.unread, there.unread]).toEqual([0, 0]);
  await ana.hangsUp();
  await elsewhere.hangsUp();
});

test('a right that was lost while the change stream was broken is lost to whatever comes afterwards', async () => {
  const [admin, { ana, ben }] = [await administrator(), await people('ana', 'ben')];
  const room = { id: newId() };
  await theApp().services.conversations.open([ana.id, ben.id], room.id);
  const other = await theApp().another();
  const { token } = await anonymous().logsIn({ email: ana.email, password });
  // On a stream that tells nothing of the loss.
  const hearing = anonymous(token, () => other.url).followsMessages(room, await ana.conversationCursor(room));
  await ben.says(room, 'Before');
  await hearing.next();
  const heardMore = untilTheEnd(hearing);
  // Nobody looks by themselves meanwhile: only what the reopened stream cannot have told makes them.
  vi.spyOn(other.services.revocations as unknown as { lookSoon: () => void }, 'lookSoon').mockReturnValue();
  const stands = async () => (await admin.asksAt(other.url).examinesTheSystem()).outbox.status;
  await failingFrom(0, broken, async () => {
    // What waits already is still answered.
    await ben.lists();
    await expect.poll(stands).toBe('DOWN');
    await anonymous(token).logsOut();
  });
  await expect.poll(stands).toBe('UP');
  await ben.says(room, 'Afterwards');
  expect(await heardMore).toEqual({ heard: [], code: 4403 });
});

test('whoever looks because a change stream has opened reads nothing older than what it tells', async () => {
  // Or they would see it by chance.
  vi.spyOn(Revocations.prototype as unknown as { lookSoon: () => void }, 'lookSoon').mockReturnValue();
  const elsewhere = await mongo.MongoClient.connect(theApp().databaseUri);
  const session = elsewhere.startSession();
  // In no transaction of ours, and on no stream: this process has not seen it.
  await elsewhere.db().collection('elsewhere').insertOne({}, { session });
  const looked = deferred<mongo.Timestamp>();
  const waker = new OutboxWaker(createLogger('silent'), {
    onEvents: () => undefined,
    onGap: () => void afterAllSeen((reading) => Promise.resolve(looked.resolve(reading.operationTime!))),
  });
  waker.start();
  expect((await looked.promise).compare(session.operationTime!)).toBeGreaterThanOrEqual(0);
  await waker.stop();
  await session.endSession();
  await elsewhere.close();
});

test('a row that nobody understands, such as an older server writes it, costs a look around', async () => {
  const { ana } = await people('ana');
  const everything = ana.followsEverything(await ana.viewerCursor());
  await ana.updatesProfile({ name: 'before' });
  await everything.next();
  const elsewhere = await mongo.MongoClient.connect(theApp().databaseUri);
  await elsewhere.db().collection<{ _id: string }>('outbox').insertOne({ _id: newId(), stream: `viewer:${ana.id}`, seq: 1, type: 'PROFILE_CHANGED', data: {}, at: new Date() } as never);
  await ana.updatesProfile({ name: 'afterwards' });
  expect((await everything.next()).viewerEvents.kind).toBe('PROFILE_CHANGED');
  await elsewhere.db().collection('outbox').deleteMany({ stream: { $exists: true } });
  await elsewhere.close();
  await ana.hangsUp();
});

async function untilTheEnd(hearing: { next(): Promise<{ messageAdded: { message?: { content: string } | null } }> }): Promise<{ heard: unknown[]; code: unknown }> {
  const heard: unknown[] = [];
  for (;;) {
    try {
      heard.push((await hearing.next()).messageAdded.message?.content);
    } catch (error) {
      return { heard, code: (error as { code?: unknown }).code };
    }
  }
}
