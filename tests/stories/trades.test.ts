import mongoose from 'mongoose';
import { describe, expect, test } from 'vitest';

import { eventsOn, type Person, people, race, useApp } from '../testkit/index.js';

useApp();

type Named = { readonly id: string };

/** Ana wants something of Ben's and gives something of hers. */
async function proposal(ana: Person, ben: Person) {
  const lamp = await ana.lists({ title: 'A lamp' });
  const chair = await ben.lists({ title: 'A chair' });
  const trade = await ana.proposes({ wants: [chair], gives: [lamp] });
  return { lamp, chair, trade };
}

const openTradesHolding = (item: Named) => mongoose.connection.collection('trades').countDocuments({ openItemIds: item.id });
const statusOf = async (person: Person, item: Named) => (await person.looksAt(item)).status;

describe('a barter', () => {
  test('goes from the proposal to the hand-over, and everybody follows it', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const beginning = await ben.viewerCursor();
    const { lamp, chair, trade } = await proposal(ana, ben);
    expect(trade).toMatchObject({ status: 'PROPOSED', conversation: { id: expect.any(String) as string }, requester: { user: { id: ana.id } }, owner: { user: { id: ben.id } } });
    expect([await statusOf(ana, lamp), await statusOf(ana, chair)]).toEqual(['AVAILABLE', 'AVAILABLE']);

    const heard = ana.followsTrade(trade, await ana.tradeCursor(trade));
    expect(await ben.expressesInterest(trade)).toMatchObject({ status: 'NEGOTIATING', version: 2 });
    expect(await ben.confirms(trade)).toMatchObject({ status: 'CONFIRMED', confirmedAt: expect.any(String) as string });
    expect([await statusOf(ana, lamp), await statusOf(ana, chair)]).toEqual(['LOCKED', 'LOCKED']);
    await expect(ana.updatesItem(lamp, { title: 'Another lamp' })).rejects.toHaveCode('ITEM_LOCKED');
    await expect(ben.takesDown(chair)).rejects.toHaveCode('ITEM_LOCKED');

    expect(await ana.completes(trade)).toMatchObject({ status: 'COMPLETED', completedAt: expect.any(String) as string });
    expect(await ana.looksAt(chair)).toMatchObject({ status: 'TRADED', owner: { id: ana.id }, owners: [ben.id, ana.id] });
    expect(await ana.looksAt(lamp)).toMatchObject({ status: 'TRADED', owner: { id: ben.id }, owners: [ana.id, ben.id] });
    expect((await ana.looksAt(lamp)).history).toMatchObject([{ seq: 1, tradeId: null }, { seq: 2, tradeId: trade.id }]);

    const kinds = (await heard.nextOnes(3)).map(({ tradeChanged }) => tradeChanged.kind);
    expect(kinds).toEqual(['TRADE_INTEREST_EXPRESSED', 'TRADE_CONFIRMED', 'TRADE_COMPLETED']);
    const everything = (await ben.followsEverything(beginning).nextOnes(9)).map(({ viewerEvents }) => viewerEvents.kind);
    expect(everything.filter((kind) => kind.startsWith('TRADE_'))).toEqual(['TRADE_PROPOSED', 'TRADE_INTEREST_EXPRESSED', 'TRADE_CONFIRMED', 'TRADE_COMPLETED']);

    expect(await ana.relists(chair)).toMatchObject({ status: 'AVAILABLE' });
    await ana.hangsUp();
    await ben.hangsUp();
  });

  test('takes several things for several', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const gives = [await ana.lists(), await ana.lists()];
    const wants = [await ben.lists(), await ben.lists(), await ben.lists()];
    const trade = await ana.proposes({ wants, gives });
    await ben.expressesInterest(trade);
    await ben.confirms(trade);
    await ben.completes(trade);
    for (const item of gives) expect((await ana.looksAt(item)).owner.id).toBe(ben.id);
    for (const item of wants) expect((await ana.looksAt(item)).owner.id).toBe(ana.id);
  });
});

describe('proposing', () => {
  test('refuses oneself, what is gone, other people’s things, and terms the owner does not take', async () => {
    const { ana, ben, eve } = await people('ana', 'ben', 'eve');
    const lamp = await ana.lists();
    const chair = await ben.lists({ lookingFor: 'ITEM_SWAP' });
    await expect(ana.proposes({ wants: [lamp], gives: [] })).rejects.toHaveCode('SELF_TRADE');
    await expect(ana.proposes({ wants: [chair], gives: [], credits: 500 })).rejects.toHaveCode('TERMS_NOT_ACCEPTED');
    await expect(ana.proposes({ wants: [chair], gives: [] })).rejects.toHaveCode('TERMS_NOT_ACCEPTED');
    await expect(ana.proposes({ wants: [chair], gives: [await eve.lists()] })).rejects.toHaveCode('ITEM_UNAVAILABLE');
    await expect(ana.proposes({ wants: [chair, await eve.lists()], gives: [lamp] })).rejects.toHaveCode('VALIDATION_FAILED', { paths: ['input.requestedItemIds'] });
    await expect(ana.proposes({ wants: [{ id: 'nothing' }], gives: [lamp] })).rejects.toHaveCode('NOT_FOUND');
    await ana.takesDown(lamp);
    await expect(ana.proposes({ wants: [chair], gives: [lamp] })).rejects.toHaveCode('ITEM_UNAVAILABLE', { itemIds: [lamp.id] });
    expect(await openTradesHolding(chair)).toBe(0);
    expect(await ana.ownConversations()).toEqual([]);
  });

  test('the same twenty times at once opens one trade with one conversation', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const [lamp, chair] = [await ana.lists(), await ben.lists()];
    const { won, lost } = await race(20, () => ana.proposes({ wants: [chair], gives: [lamp] }));
    expect(won).toHaveLength(1);
    expect(lost).toEqual(Array(19).fill('DUPLICATE_PROPOSAL'));
    expect(await ana.ownConversations()).toHaveLength(1);
    await ana.withdraws(won[0]!);
    expect(await ana.proposes({ wants: [chair], gives: [lamp] })).toMatchObject({ status: 'PROPOSED' });
  });

  test('holds an item in twenty open proposals of one person, also when more come at once', { timeout: 60_000 }, async () => {
    const { ana, ben, cleo } = await people('ana', 'ben', 'cleo');
    const chair = await ben.lists();
    const offers = await Promise.all(Array.from({ length: 25 }, () => ana.lists()));
    const { won, lost } = await race(25, (n) => ana.proposes({ wants: [chair], gives: [offers[n]!] }));
    expect(won).toHaveLength(20);
    expect(lost).toEqual(Array(5).fill('TOO_MANY_PROPOSALS'));
    expect(await openTradesHolding(chair)).toBe(20);
    await expect(ana.proposes({ wants: [await ben.lists(), chair], gives: [await ana.lists()] })).rejects.toHaveCode('TOO_MANY_PROPOSALS', { itemIds: [chair.id], allowed: 20 });
    expect(await cleo.proposes({ wants: [chair], gives: [await cleo.lists()] })).toMatchObject({ status: 'PROPOSED' });
    await ana.withdraws(won[0]!);
    expect(await ana.proposes({ wants: [chair], gives: [await ana.lists()] })).toMatchObject({ status: 'PROPOSED' });
  });
});

describe('a stranger', () => {
  test('learns nothing and changes nothing', async () => {
    const { ana, ben, eve } = await people('ana', 'ben', 'eve');
    const { trade } = await proposal(ana, ben);
    for (const attempt of [eve.seesTrade, eve.expressesInterest, eve.confirms, eve.completes, eve.rejects, eve.withdraws]) {
      await expect(attempt(trade)).rejects.toHaveCode('NOT_FOUND');
    }
    await expect(eve.followsTrade(trade).next()).rejects.toHaveCode('NOT_FOUND');
    expect(await eve.ownTrades()).toEqual([]);
    expect(await ana.seesTrade(trade)).toMatchObject({ status: 'PROPOSED', version: 1 });
    await eve.hangsUp();
  });

  test('who is the requester may not answer for the owner, nor the owner withdraw', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const { trade } = await proposal(ana, ben);
    for (const attempt of [ana.expressesInterest, ana.confirms, ana.rejects, ben.withdraws]) await expect(attempt(trade)).rejects.toHaveCode('NOT_OWNER');
    expect((await ana.ownTrades('REQUESTER')).map(({ id }) => id)).toEqual([trade.id]);
    expect(await ana.ownTrades('OWNER')).toEqual([]);
    expect((await ben.ownTrades('OWNER', 'PROPOSED')).map(({ id }) => id)).toEqual([trade.id]);
    expect(await ben.ownTrades('OWNER', 'CONFIRMED')).toEqual([]);
  });
});

describe('the lifecycle', () => {
  const reach = {
    PROPOSED: async () => undefined,
    NEGOTIATING: async (ben: Person, trade: Named) => void (await ben.expressesInterest(trade)),
    CONFIRMED: async (ben: Person, trade: Named) => void (await ben.expressesInterest(trade), await ben.confirms(trade)),
    COMPLETED: async (ben: Person, trade: Named) => void (await ben.expressesInterest(trade), await ben.confirms(trade), await ben.completes(trade)),
    REJECTED: async (ben: Person, trade: Named) => void (await ben.rejects(trade)),
    WITHDRAWN: async (_ben: Person, trade: Named, ana: Person) => void (await ana.withdraws(trade)),
  };
  const allowed: Record<keyof typeof reach, string[]> = {
    PROPOSED: ['expressesInterest', 'rejects', 'withdraws'],
    NEGOTIATING: ['confirms', 'rejects', 'withdraws'],
    CONFIRMED: ['completes'],
    COMPLETED: [],
    REJECTED: [],
    WITHDRAWN: [],
  };
  const target = { expressesInterest: 'NEGOTIATING', confirms: 'CONFIRMED', completes: 'COMPLETED', rejects: 'REJECTED', withdraws: 'WITHDRAWN' } as const;

  for (const from of Object.keys(reach) as (keyof typeof reach)[]) {
    test(`from ${from} allows what the table says, and refuses the rest without a trace`, async () => {
      const { ana, ben } = await people('ana', 'ben');
      for (const action of Object.keys(target) as (keyof typeof target)[]) {
        const { trade } = await proposal(ana, ben);
        await reach[from](ben, trade, ana);
        const actor = action === 'withdraws' ? ana : ben;
        const [before, cursor] = [await ana.seesTrade(trade), await ana.tradeCursor(trade)];
        if (allowed[from].includes(action)) {
          expect(await actor[action](trade)).toMatchObject({ status: target[action], version: before.version + 1 });
          continue;
        }
        const refused = expect(actor[action](trade)).rejects;
        if (from === 'COMPLETED' && action === 'completes') await refused.toHaveCode('ALREADY_COMPLETED');
        else await refused.toHaveCode('ILLEGAL_TRANSITION', { from, to: target[action] });
        expect(await ana.seesTrade(trade)).toEqual(before);
        expect(await ana.tradeCursor(trade)).toBe(cursor);
      }
    });
  }
});

describe('confirming', () => {
  test('fifty trades that share an item at once confirms exactly one, and locks nothing for the others', { timeout: 120_000 }, async () => {
    const { ben } = await people('ben');
    const chair = await ben.lists({ title: 'A chair' });
    const rivals = await Promise.all(
      Array.from({ length: 50 }, async (_, n) => {
        const { rival } = await people('rival');
        const offered = await rival.lists({ title: `Offer ${n}` });
        const trade = await rival.proposes({ wants: [chair], gives: [offered] });
        await ben.expressesInterest(trade);
        return { rival, offered, trade };
      }),
    );
    const { won, lost } = await race(50, (n) => ben.confirms(rivals[n]!.trade));
    expect(won).toHaveLength(1);
    expect(lost).toEqual(Array(49).fill('ILLEGAL_TRANSITION'));
    for (const { rival, offered, trade } of rivals) {
      const isWinner = trade.id === won[0]!.id;
      expect(await statusOf(rival, offered)).toBe(isWinner ? 'LOCKED' : 'AVAILABLE');
      expect(await rival.seesTrade(trade)).toMatchObject(isWinner ? { status: 'CONFIRMED' } : { status: 'REJECTED', rejectionReason: 'COMPETING' });
      const rejections = (await eventsOn(`viewer:${rival.id}`)).filter(({ type }) => type === 'TRADE_REJECTED');
      expect(rejections).toHaveLength(isWinner ? 0 : 1);
    }
    expect(await openTradesHolding(chair)).toBe(0);
  });

  test('turns away rivals that hold an item on either side', async () => {
    const { ana, ben, cleo } = await people('ana', 'ben', 'cleo');
    const { lamp, chair, trade } = await proposal(ana, ben);
    const [rug, vase] = [await cleo.lists(), await cleo.lists()];
    const forTheLamp = await cleo.proposes({ wants: [lamp], gives: [rug] });
    const withTheChair = await ben.proposes({ wants: [vase], gives: [chair] });
    const unrelated = await cleo.proposes({ wants: [await ana.lists()], gives: [vase] });
    await ben.expressesInterest(trade);
    await ben.confirms(trade);
    expect(await cleo.seesTrade(forTheLamp)).toMatchObject({ status: 'REJECTED', rejectionReason: 'COMPETING' });
    expect(await cleo.seesTrade(withTheChair)).toMatchObject({ status: 'REJECTED', rejectionReason: 'COMPETING' });
    expect(await cleo.seesTrade(unrelated)).toMatchObject({ status: 'PROPOSED' });
  });

  test('what was taken down meanwhile locks neither side', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const { lamp, chair, trade } = await proposal(ana, ben);
    await ben.expressesInterest(trade);
    await ana.takesDown(lamp);
    await expect(ben.confirms(trade)).rejects.toHaveCode('ITEM_UNAVAILABLE', { itemIds: [lamp.id] });
    expect(await statusOf(ben, chair)).toBe('AVAILABLE');
    expect(await ben.seesTrade(trade)).toMatchObject({ status: 'NEGOTIATING' });
  });

  test('and proposing at the same moment leaves no open trade on a locked item', async () => {
    const { ana, ben, cleo } = await people('ana', 'ben', 'cleo');
    for (let round = 0; round < 5; round++) {
      const { chair, trade } = await proposal(ana, ben);
      await ben.expressesInterest(trade);
      const offers = await Promise.all(Array.from({ length: 4 }, () => cleo.lists()));
      await race(5, (runner) => (runner === 0 ? ben.confirms(trade) : cleo.proposes({ wants: [chair], gives: [offers[runner - 1]!] })));
      expect(await statusOf(ben, chair)).toBe('LOCKED');
      expect(await openTradesHolding(chair)).toBe(0);
    }
  });
});

describe('completing', () => {
  test('by both parties twenty times at once swaps the owners once', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const { lamp, chair, trade } = await proposal(ana, ben);
    await ben.expressesInterest(trade);
    await ben.confirms(trade);
    const { won, lost } = await race(20, (runner) => (runner % 2 ? ana : ben).completes(trade));
    expect(won).toHaveLength(1);
    expect(lost).toEqual(Array(19).fill('ALREADY_COMPLETED'));
    expect(await ana.looksAt(lamp)).toMatchObject({ owner: { id: ben.id }, owners: [ana.id, ben.id] });
    expect(await ana.looksAt(chair)).toMatchObject({ owner: { id: ana.id }, owners: [ben.id, ana.id] });
  });

  test('repeated with the same key answers the same, fifty times', async () => {
    const { ana, ben } = await people('ana', 'ben');
    const { trade } = await proposal(ana, ben);
    await ben.expressesInterest(trade);
    await ben.confirms(trade);
    const { won, lost } = await race(50, () => ben.completes(trade, { idempotencyKey: 'the hand-over' }));
    expect(lost).toEqual([]);
    expect(new Set(won.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });
});
