import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';

import { graphql } from '../generated/index.js';
import { anonymous, people, type Person, race, theApp, useApp } from '../testkit/index.js';
import { tokenOf } from '../testkit/tokens.js';

useApp();

const CursorAndMe = graphql(`
  query CursorAndMe {
    viewerCursor
    me {
      user {
        version
      }
    }
  }
`);

const OnlyKinds = graphql(`
  subscription OnlyKinds($after: String) {
    viewerEvents(after: $after) {
      kind
      cursor
    }
  }
`);

const changesName = async (person: Person, times: number) => {
  for (let time = 1; time <= times; time++) await person.updatesProfile({ name: `name ${time}` });
};

describe('a subscription', () => {
  test('replays what came after the cursor, then goes on live, each event once and in order', async () => {
    const { ana } = await people('ana');
    const cursor = await ana.viewerCursor();
    await changesName(ana, 3);
    const everything = ana.followsEverything(cursor);
    const missed = await everything.nextOnes(3);
    await changesName(ana, 2);
    const live = await everything.nextOnes(2);
    const events = [...missed, ...live].map(({ viewerEvents }) => viewerEvents);
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(5);
    expect(new Set(events.map((event) => event.cursor)).size).toBe(5);
    expect(everything.unread).toBe(0);
    await ana.hangsUp();
  });

  test('goes on from the cursor of any event', async () => {
    const { ana } = await people('ana');
    const cursor = await ana.viewerCursor();
    await changesName(ana, 5);
    const all = (await ana.followsEverything(cursor).nextOnes(5)).map(({ viewerEvents }) => viewerEvents);
    const rest = (await ana.followsEverything(all[1]!.cursor).nextOnes(3)).map(({ viewerEvents }) => viewerEvents);
    expect(rest).toEqual(all.slice(2));
    await ana.hangsUp();
  });

  test('through another process hears the same, and goes on there after a cut', async () => {
    const other = await theApp().another();
    const { ana } = await people('ana');
    const cursor = await ana.viewerCursor();
    const here = ana.followsEverything(cursor);
    await changesName(ana, 2);
    const first = await here.nextOnes(2);
    await ana.hangsUp();
    await changesName(ana, 3);
    const there = ana.asksAt(other.url).followsEverything(first[1]!.viewerEvents.cursor);
    const second = await there.nextOnes(3);
    await changesName(ana, 1);
    const third = await there.nextOnes(1);
    const whole = await ana.followsEverything(cursor).nextOnes(6);
    expect([...first, ...second, ...third]).toEqual(whole);
    await ana.hangsUp();
  });

  test('to many equal listeners sends to each under its own name', async () => {
    const { ana } = await people('ana');
    const cursor = await ana.viewerCursor();
    const many = Array.from({ length: 20 }, () => ana.followsEverything(cursor));
    const others = Array.from({ length: 3 }, () => ana.follows(OnlyKinds, { after: cursor }));
    await changesName(ana, 1);
    const heard = await Promise.all(many.map((one) => one.next()));
    expect(heard).toEqual(Array(20).fill(heard[0]));
    for (const one of others)
      expect(await one.next()).toEqual({ viewerEvents: { kind: 'PROFILE_CHANGED', cursor: heard[0]!.viewerEvents.cursor } });
    await ana.hangsUp();
  });

  test('with a cursor of another stream, or with none, is refused', async () => {
    const { ana, ben } = await people('ana', 'ben');
    await expect(ana.followsEverything(await ben.viewerCursor()).next()).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['after'] });
    await expect(ana.followsEverything('nonsense').next()).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['after'] });
    await ana.hangsUp();
  });

  test('older than what is kept, or newer than what there is, says so', async () => {
    const { ana } = await people('ana');
    const cursor = await ana.viewerCursor();
    await changesName(ana, 3);
    const stream = `viewer:${ana.id}`;
    await mongoose.connection.collection('outbox').deleteMany({ streams: { $elemMatch: { name: stream, seq: { $lte: 2 } } } });
    await expect(ana.followsEverything(cursor).next()).rejects.toHaveCode('RESYNC_REQUIRED');
    await mongoose.connection.collection('outbox').deleteMany({ 'streams.name': stream });
    await expect(ana.followsEverything(cursor).next()).rejects.toHaveCode('RESYNC_REQUIRED');
    const beyond = Buffer.from(`${stream}#99`).toString('base64url');
    await expect(ana.followsEverything(beyond).next()).rejects.toHaveCode('RESYNC_REQUIRED');
    await ana.hangsUp();
  });

  test('that is left, or cut, leaves nothing behind', async () => {
    const { ana } = await people('ana');
    // Those who have hung up are gone here a little later.
    await expect.poll(() => theApp().subscriptions()).toBe(0);
    const cursor = await ana.viewerCursor();
    const [left, cut] = [ana.followsEverything(cursor), ana.followsEverything(cursor)];
    await changesName(ana, 1);
    await Promise.all([left.next(), cut.next()]);
    expect(theApp().subscriptions()).toBe(2);
    left.stop();
    await ana.hangsUp();
    await expect.poll(() => theApp().subscriptions()).toBe(0);
  });

  test('ends when the token does', async () => {
    const { ana } = await people('ana');
    const brief = anonymous(tokenOf(ana.token!, { expiresIn: 1 }));
    await expect(brief.followsEverything().next()).rejects.toMatchObject({ code: 4403 });
  });
});

describe('order', () => {
  test('of events is the order of commits, without gaps, however many write at once', async () => {
    const { ana } = await people('ana');
    const cursor = await ana.viewerCursor();
    const everything = ana.followsEverything(cursor);
    const other = ana.asksAt((await theApp().another()).url);
    const { won, lost } = await race(30, (runner) => (runner % 2 ? ana : other).updatesProfile({ name: `Ana ${runner}` }));
    expect(lost).toEqual([]);
    const events = (await everything.nextOnes(won.length)).map(({ viewerEvents }) => viewerEvents);
    const seqs = events.map((event) => Number(Buffer.from(event.cursor, 'base64url').toString().split('#')[1]));
    expect(seqs).toEqual(seqs.map((_, index) => seqs[0]! + index));
    expect(everything.unread).toBe(0);
    await ana.hangsUp();
  });

  test('a cursor asked with a snapshot is never newer than the snapshot', async () => {
    const { ana } = await people('ana');
    const start = await ana.viewerCursor();
    const writing = changesName(ana, 10);
    const snapshots = [];
    for (let look = 0; look < 10; look++) snapshots.push(await ana.asks(CursorAndMe, {}));
    await writing;
    const all = (await ana.followsEverything(start).nextOnes(10)).map(({ viewerEvents }) => viewerEvents.cursor);
    for (const { viewerCursor, me } of snapshots) {
      const changesBeforeCursor = all.indexOf(viewerCursor) + 1;
      expect(me!.user.version - 1).toBeGreaterThanOrEqual(changesBeforeCursor);
    }
    await ana.hangsUp();
  });
});
