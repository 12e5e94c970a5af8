import { logsOf } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import { flagged, grouped, type Invariant, invariant, type Scope } from '../../platform/invariants/index.js';
import { allows } from '../../platform/lifecycle.js';
import { type Participant, ParticipantModel } from '../conversations/index.js';
import { type Item, ItemModel, ItemStatus, type Ownership, OwnershipModel } from '../items/index.js';
import { type Trade, TradeModel, TradeStatus } from './trade.entity.js';
import { TradeCompleted, TradeConfirmed, TradeInterestExpressed, TradeProposed, TradeRejected, tradeStream, TradeWithdrawn } from './trade.events.js';
import { openStatuses, tradeLifecycle } from './trade.lifecycle.js';

const isOpen = ({ status }: Trade): boolean => openStatuses.some((open) => open === status);
const itemIdsOf = ({ requester, owner }: Trade): Id[] => [...requester.itemIds, ...owner.itemIds];
const giverOf = ({ requester, owner }: Trade, itemId: Id): Id => (requester.itemIds.includes(itemId) ? requester.userId : owner.userId);
const takerOf = ({ requester, owner }: Trade, itemId: Id): Id => (requester.itemIds.includes(itemId) ? owner.userId : requester.userId);

export const tradeInvariants: readonly Invariant[] = [
  invariant<Trade>('trade.locks', {
    promise: 'All items of a confirmed trade are locked by it, and belong to those who give them.',
    over: TradeModel,
    among: () => ({ status: TradeStatus.CONFIRMED }),
    violations: async (trades, scope) => {
      const itemOf = await itemsOf(trades, scope);
      return flagged(trades, (trade) =>
        itemIdsOf(trade).map((itemId) => {
          const { status, lockedByTradeId, ownerId } = itemOf(itemId) ?? {};
          const asItMust = status === ItemStatus.LOCKED && lockedByTradeId === trade._id && ownerId === giverOf(trade, itemId);
          return !asItMust && `item ${itemId} is ${status}, held by trade ${lockedByTradeId ?? 'none'} and owned by ${ownerId}`;
        }),
      );
    },
  }),

  invariant<Item>('item.lock', {
    promise: 'A locked item is in exactly one live trade, the confirmed one that it names; any other item is in none.',
    over: ItemModel,
    violations: async (items, { bound }) => {
      const named = items.flatMap(({ lockedByTradeId }) => (lockedByTradeId === undefined ? [] : [lockedByTradeId]));
      const trades = await TradeModel.find({ _id: { $in: named }, status: TradeStatus.CONFIRMED }, null, bound).lean<Trade[]>();
      const holds = (itemId: Id, tradeId: Id) => trades.some((trade) => trade._id === tradeId && itemIdsOf(trade).includes(itemId));
      return flagged(items, ({ _id, status, lockedByTradeId }) => [
        status === ItemStatus.LOCKED && !(lockedByTradeId && holds(_id, lockedByTradeId)) && `it is locked by trade ${lockedByTradeId}, which is not confirmed over it`,
        status !== ItemStatus.LOCKED && lockedByTradeId !== undefined && `it is ${status}, and yet held by trade ${lockedByTradeId}`,
      ]);
    },
  }),

  invariant<Trade>('trade.open', {
    promise: 'An open trade asks for things that can be had of their owners, and is the only one on its terms; one that is not open holds nothing.',
    over: TradeModel,
    violations: async (trades, scope) => {
      const itemOf = await itemsOf(trades.filter(isOpen), scope);
      const terms = trades.flatMap(({ openTerms }) => (openTerms === undefined ? [] : [openTerms]));
      const sameTerms = grouped(await TradeModel.find({ openTerms: { $in: terms } }, { openTerms: 1 }, scope.bound).lean<Trade[]>(), ({ openTerms }) => openTerms!);
      return flagged(trades, (trade) => {
        if (!isOpen(trade)) return [(trade.openItemIds.length > 0 || trade.openTerms !== undefined) && `it is ${trade.status}, and still counts as open`];
        const rivals = sameTerms(trade.openTerms ?? '').filter(({ _id }) => _id !== trade._id);
        return [
          rivals.length > 0 && `trade ${rivals.map(({ _id }) => _id).join(', ')} is open on the same terms`,
          [...trade.openItemIds].sort().join() !== itemIdsOf(trade).sort().join() && 'it does not hold the items it is about',
          ...itemIdsOf(trade).map((itemId) => {
            const { status, ownerId } = itemOf(itemId) ?? {};
            const canBeHad = (status === ItemStatus.AVAILABLE || status === ItemStatus.ARCHIVED) && ownerId === giverOf(trade, itemId);
            return !canBeHad && `it is ${trade.status}, while item ${itemId} is ${status} and owned by ${ownerId}`;
          }),
        ];
      });
    },
  }),

  invariant<Trade>('trade.handover', {
    promise: 'A completed trade gave each of its items to the other side, once; any other trade gave nothing.',
    over: TradeModel,
    violations: async (trades, { bound }) => {
      const handovers = await OwnershipModel.find(
        { itemId: { $in: trades.flatMap(itemIdsOf) }, tradeId: { $in: trades.map(({ _id }) => _id) } },
        null,
        bound,
      ).lean<Ownership[]>();
      const handoversOf = grouped(handovers, ({ tradeId }) => tradeId!);
      return flagged(trades, (trade) => {
        const given = handoversOf(trade._id);
        if (trade.status !== TradeStatus.COMPLETED) return [given.length > 0 && `it is ${trade.status}, and yet ${given.length} items changed hands by it`];
        return itemIdsOf(trade).map((itemId) => {
          const to = given.filter((handover) => handover.itemId === itemId).map(({ ownerId }) => ownerId);
          return to.join() !== takerOf(trade, itemId) && `item ${itemId} went to ${to.join(' and ') || 'nobody'} instead of ${takerOf(trade, itemId)}`;
        });
      });
    },
  }),

  invariant<Trade>('trade.conversation', {
    promise: 'A trade has a conversation of its two sides.',
    over: TradeModel,
    violations: async (trades, { bound }) => {
      const found = await ParticipantModel.find({ conversationId: { $in: trades.map(({ conversationId }) => conversationId) } }, null, bound).lean<Participant[]>();
      const participantsOf = grouped(found, ({ conversationId }) => conversationId);
      return flagged(trades, ({ conversationId, participantIds }) => {
        const present = participantsOf(conversationId).map(({ userId }) => userId);
        return [[...present].sort().join() !== [...participantIds].sort().join() && `in its conversation ${conversationId} are ${present.join(', ') || 'none'}`];
      });
    },
  }),

  invariant<Trade>('trade.log', {
    promise: 'Where a trade stands is where its events lead, step by step as its lifecycle allows, one for each version.',
    over: TradeModel,
    among: ({ eventsSince }) => ({ createdAt: { $gte: eventsSince } }),
    violations: async (trades, { bound }) => {
      const nameOf = ({ _id }: Trade) => tradeStream(_id).name;
      const eventsOf = grouped(await logsOf(trades.map(nameOf), bound), ({ stream }) => stream);
      return flagged(trades, (trade) => {
        const path = eventsOf(nameOf(trade)).map(({ type }) => leadsTo[type]);
        const legal = path[0] === TradeStatus.PROPOSED && path.every((to, index) => index === 0 || (to && allows(tradeLifecycle, path[index - 1]!, to)));
        return [
          !legal && `its events lead it ${path.join(' → ') || 'nowhere'}`,
          path.at(-1) !== trade.status && `it is ${trade.status}, its events lead to ${path.at(-1) ?? 'nothing'}`,
          path.length !== trade.version && `its version is ${trade.version}, of its events there are ${path.length}`,
        ];
      });
    },
  }),
];

const leadsTo: Readonly<Record<string, TradeStatus>> = {
  [TradeProposed.type]: TradeStatus.PROPOSED,
  [TradeInterestExpressed.type]: TradeStatus.NEGOTIATING,
  [TradeConfirmed.type]: TradeStatus.CONFIRMED,
  [TradeCompleted.type]: TradeStatus.COMPLETED,
  [TradeRejected.type]: TradeStatus.REJECTED,
  [TradeWithdrawn.type]: TradeStatus.WITHDRAWN,
};

async function itemsOf(trades: readonly Trade[], { bound }: Scope): Promise<(itemId: Id) => Item | undefined> {
  const items = await ItemModel.find({ _id: { $in: trades.flatMap(itemIdsOf) } }, null, bound).lean<Item[]>();
  const byId = new Map(items.map((item) => [item._id, item]));
  return (itemId) => byId.get(itemId);
}
