import { afterAll, beforeAll, expect, test } from 'vitest';

import { assertConsistent, people, race, type ServerProcess, startProcess, theApp, useApp } from '../testkit/index.js';

/** Two processes share nothing but the database: what only queues up within one of them proves nothing here. */
useApp();

let other: ServerProcess;
beforeAll(async () => {
  other = await startProcess(theApp().databaseUri);
}, 180_000);
afterAll(() => other.kill());

const halfEach = (runner: number) => (runner % 2 ? other.url : theApp().url);

test('fifty confirms over one item, half through each server, confirm one trade', { timeout: 120_000 }, async () => {
  const { ben, ...rivals } = await people('ben', 'ana', 'cleo', 'dan', 'eve', 'finn');
  const chair = await ben.lists({ title: 'A chair' });
  const trades = await Promise.all(
    Array.from({ length: 50 }, async (_, n) => {
      const rival = Object.values(rivals)[n % 5]!;
      const trade = await rival.proposes({ wants: [chair], gives: [await rival.lists({ title: `Offer ${n}` })] });
      return ben.expressesInterest(trade);
    }),
  );
  const { won, lost } = await race(50, (runner) => ben.asksAt(halfEach(runner)).confirms(trades[runner]!));
  expect(lost).toEqual(Array(49).fill('ILLEGAL_TRANSITION'));
  expect(won).toHaveLength(1);
  expect((await ben.ownTrades('OWNER', 'REJECTED')).map(({ rejectionReason }) => rejectionReason)).toEqual(Array(49).fill('COMPETING'));
  await assertConsistent();
});

test('twenty completes by both parties, half through each server, hand over once', async () => {
  const { ana, ben } = await people('ana', 'ben');
  const [lamp, chair] = [await ana.lists(), await ben.lists()];
  const trade = await ana.proposes({ wants: [chair], gives: [lamp] });
  await ben.expressesInterest(trade);
  await ben.confirms(trade);
  const { won, lost } = await race(20, (runner) => (runner % 4 < 2 ? ana : ben).asksAt(halfEach(runner)).completes(trade));
  expect(won).toHaveLength(1);
  expect(lost).toEqual(Array(19).fill('ALREADY_COMPLETED'));
  expect(await ana.looksAt(lamp)).toMatchObject({ owners: [ana.id, ben.id] });
  expect(await ana.looksAt(chair)).toMatchObject({ owners: [ben.id, ana.id] });
  await assertConsistent();
});

test('a market where everybody trades with everybody at once stays in order', { timeout: 120_000 }, async () => {
  const crowd = Object.values(await people('ana', 'ben', 'cleo', 'dan'));
  const things = await Promise.all(crowd.flatMap((person) => [person, person].map(async (owner) => ({ owner, item: await owner.lists() }))));
  const pairs = things.flatMap((mine) => things.filter(({ owner }) => owner !== mine.owner).map((theirs) => ({ mine, theirs })));
  const trades = await Promise.all(
    pairs.map(async ({ mine, theirs }) => {
      const trade = await mine.owner.proposes({ wants: [theirs.item], gives: [mine.item] });
      return { owner: theirs.owner, trade: await theirs.owner.expressesInterest(trade) };
    }),
  );
  const { lost } = await race(trades.length, async (runner) => {
    const { owner, trade } = trades[runner]!;
    await owner.asksAt(halfEach(runner)).confirms(trade);
    await owner.asksAt(halfEach(runner + 1)).completes(trade);
  });
  expect(new Set(lost)).toEqual(new Set(['ILLEGAL_TRANSITION']));
  await assertConsistent();
});
