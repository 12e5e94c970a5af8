import mongoose from 'mongoose';
import { beforeAll, describe, expect, test } from 'vitest';

import { administrator, anonymous, password, people, type Person, useApp } from '../testkit/index.js';

useApp();

/** In the order in which they are checked, one way each to hurt it behind the back of the API. */
const damages: Readonly<Record<string, () => Promise<unknown>>> = {
  'item.owner': () => change('ownerships', { seq: 2 }, { seq: 3 }),
  'item.log': () => change('items', { status: 'AVAILABLE' }, { version: 7 }),
  'trade.locks': () => change('items', { status: 'LOCKED' }, { lockedByTradeId: 'another' }),
  'item.lock': () => change('items', { status: 'AVAILABLE' }, { lockedByTradeId: 'some trade' }),
  'trade.open': () => change('trades', { status: 'REJECTED' }, { openItemIds: ['some item'] }),
  'trade.handover': () => change('trades', { status: 'CONFIRMED' }, { status: 'COMPLETED' }),
  'trade.conversation': () => change('trades', {}, { conversationId: 'none' }),
  'trade.log': () => remove('outbox', { type: 'TRADE_CONFIRMED', 'streams.name': /^trade:/ }),
  'conversation.counts': () => change('participants', { spoken: 1 }, { read: 40 }),
  'conversation.lists': () => change('participants', { spoken: 1 }, { activeAt: new Date(0) }),
  'message.content': () => change('messages', { deletedAt: { $exists: true } }, { content: 'still here' }),
  'conversation.log': () => remove('outbox', { type: 'MESSAGE_EDITED', 'streams.name': /^conversation:/ }),
  'session.log': () => remove('outbox', { type: 'SESSIONS_ENDED', 'streams.name': /^viewer:/ }),
  'stream.numbers': () => remove('outbox', { streams: { $elemMatch: { name: /^trade:/, seq: 2 } } }),
};

const change = (name: string, which: object, fields: object) => mongoose.connection.collection(name).updateOne(which, { $set: fields });
const remove = (name: string, which: object) => mongoose.connection.collection(name).deleteOne(which);

const collections = ['items', 'ownerships', 'trades', 'conversations', 'participants', 'messages', 'outbox'];

/** Undoes whatever is done to the data meanwhile. */
async function afterwardsAsBefore(work: () => Promise<void>): Promise<void> {
  const before = await Promise.all(collections.map((name) => mongoose.connection.collection(name).find().toArray()));
  await work();
  for (const [index, name] of collections.entries()) {
    await mongoose.connection.collection(name).deleteMany({});
    await mongoose.connection.collection(name).insertMany(before[index]!);
  }
}

let gale: Person;
let ana: Person;

/** A trade that was completed, one that was confirmed, one that lost, and some talk. */
beforeAll(async () => {
  gale = await administrator();
  const { ben, cleo, ...others } = await people('ana', 'ben', 'cleo');
  ana = others.ana;
  const [lamp, chair, rug, vase, clock] = [await ana.lists(), await ben.lists(), await cleo.lists(), await ana.lists(), await cleo.lists()];
  const done = await ana.proposes({ wants: [chair], gives: [lamp] });
  await ben.expressesInterest(done);
  await ben.confirms(done);
  await ana.completes(done);
  const lost = await ben.proposes({ wants: [rug], gives: [await ben.lists()] });
  const held = await ana.proposes({ wants: [rug], gives: [vase] });
  await cleo.expressesInterest(held);
  await cleo.confirms(held);
  expect(await ben.seesTrade(lost)).toMatchObject({ status: 'REJECTED' });
  await ben.proposes({ wants: [clock], gives: [await ben.lists()] });
  const first = await ana.says(done.conversation, 'Hello');
  await ben.says(done.conversation, 'Well?');
  await ana.corrects(first, 'Hello Ben');
  await ana.deletes(await ana.says(held.conversation, 'Oops'));
  await ben.hasRead(done.conversation, 1);
  const { token } = await anonymous().logsIn({ email: ben.email, password });
  await anonymous(token).logsOut();
});

describe('the invariants of the system', () => {
  test('hold, and say what was looked at', async () => {
    const { holds, checks } = await gale.checksInvariants();
    expect(checks.map(({ name, violations }) => [name, violations])).toEqual(Object.keys(damages).map((name) => [name, []]));
    expect(holds).toBe(true);
    for (const { inspected, complete, next, name } of checks) expect([inspected > 0, complete, next], name).toEqual([true, true, null]);
  });

  test.each(Object.entries(damages))('%s is found to be hurt, with where and how', async (name, damage) => {
    await afterwardsAsBefore(async () => {
      await damage();
      const { holds, checks } = await gale.checksInvariants();
      expect(holds).toBe(false);
      const { violations } = checks.find((check) => check.name === name)!;
      expect(violations.length, JSON.stringify(checks)).toBeGreaterThan(0);
      for (const { id, explanation } of violations) expect([id, explanation]).not.toContain('');
    });
    expect((await gale.checksInvariants()).holds).toBe(true);
  });

  test('are checked bit by bit when there is much', async () => {
    const { inspected: all } = (await gale.checksInvariants({ check: 'item.owner' })).checks[0]!;
    let inspected = 0;
    let before: string | null = null;
    do {
      const { checks } = await gale.checksInvariants({ check: 'item.owner', limit: 2, before });
      const [{ next, complete, ...check }] = checks as [(typeof checks)[number]];
      inspected += check.inspected;
      expect(complete).toBe(next === null);
      before = next;
    } while (before !== null);
    expect(inspected).toBe(all);
  });

  test('are nobody else’s business', async () => {
    await expect(ana.checksInvariants()).rejects.toHaveCode('FORBIDDEN');
  });

  test('that do not exist cannot be checked, nor gone on with', async () => {
    await expect(gale.checksInvariants({ check: 'the.moon' })).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['check'] });
    await expect(gale.checksInvariants({ before: 'somewhere' })).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['before'] });
  });
});
