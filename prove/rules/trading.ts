import { newestOf, type Rule } from '../case.js';
import type { DeedName } from '../deeds/index.js';
import { creating } from './creating.js';

/** Acknowledged moves beside the events of a trade. */
const moves: readonly (readonly [DeedName, string])[] = [
  ['express', 'TRADE_INTEREST_EXPRESSED'],
  ['confirm', 'TRADE_CONFIRMED'],
  ['complete', 'TRADE_COMPLETED'],
  ['withdraw', 'TRADE_WITHDRAWN'],
];

const versioned = [
  ['list', 'update', 'archive', 'relist'],
  ['say', 'edit'],
  ['propose', 'express', 'confirm', 'complete', 'reject', 'withdraw'],
] as const;

export const tradingRules = {
  'every acknowledged item is there once, and no other': creating('list', 'items', ({ records, people }) => records.items.flatMap(({ _id, ownerId }) => (people.includes(ownerId) ? [_id] : []))),

  'every acknowledged proposal is there once, and no other': creating('propose', 'trades', ({ records, people }) => records.trades.flatMap(({ _id, requester }) => (people.includes(requester.userId) ? [_id] : []))),

  'of those who compete for a move, one wins': (found) =>
    found.done('propose').flatMap((trade) => [
      ...moves.map(([deed]) => {
        const winners = found.about(found.done(deed), trade);
        return winners.length > 1 && `steps ${winners.map(({ step }) => step.id).join(' and ')} were both told that they ${deed} trade ${trade.step.id}`;
      }),
      found.about(found.done('confirm', 'reject', 'withdraw'), trade).length > 1 && `trade ${trade.step.id} was confirmed, rejected or withdrawn more than once`,
    ]),

  'every acknowledged move is an event, and no other': (found) =>
    found.done('propose').flatMap((trade) =>
      moves.map(([deed, type]) => {
        const [told, happened] = [found.about(found.done(deed), trade).length, found.events(`trade:${trade.answer.id}`, type).length];
        return told !== happened && `trade ${trade.step.id}: ${told}× ${deed} was acknowledged, ${happened}× ${type} happened`;
      }),
    ),

  'every acknowledged rejection is there': (found) =>
    found.done('propose').map((trade) => {
      const told = found.about(found.done('reject'), trade).length;
      const declined = found.records.trades.filter(({ _id, rejectionReason }) => _id === trade.answer.id && rejectionReason === 'DECLINED').length;
      return told !== declined && `trade ${trade.step.id} was rejected by its owner ${told} times, and says ${declined}`;
    }),

  'every acknowledged change of an item is an event, and no other': (found) =>
    found.done('list').flatMap((item) => {
      const count = (type: string) => new Set(found.people.flatMap((id) => found.events(`viewer:${id}`, type, ({ itemId }) => itemId === item.answer.id).map(({ eventId }) => eventId))).size;
      const told = (deed: DeedName) => found.about(found.done(deed), item).length;
      return [
        told('update') !== count('ITEM_UPDATED') && `item ${item.step.id}: ${told('update')} changes were acknowledged, ${count('ITEM_UPDATED')} happened`,
        told('archive') !== count('ITEM_ARCHIVED') && `item ${item.step.id} was taken down ${told('archive')} times, ${count('ITEM_ARCHIVED')} happened`,
        told('relist') + 1 !== count('ITEM_LISTED') && `item ${item.step.id} was listed again ${told('relist')} times, ${count('ITEM_LISTED')} listings happened`,
      ];
    }),

  'no change overwrites another': (found) =>
    versioned.flatMap(([creator, ...changes]) =>
      found.done(creator).map((created) => {
        const versions = [created, ...found.about(found.done(...changes), created)].map(({ answer }) => answer.version!);
        return new Set(versions).size < versions.length && `what step ${created.step.id} created was acknowledged with versions ${versions.join(', ')}`;
      }),
    ),

  'what an item was last called is what it is called': (found) =>
    found.done('list').map((item) => {
      const newest = newestOf([item, ...found.about(found.done('update'), item)]);
      const there = found.records.items.find(({ _id }) => _id === item.answer.id);
      return there && there.title !== found.play.textOf(newest.step) && `item ${item.step.id} was last renamed by step ${newest.step.id}, and is called ${there.title}`;
    }),
} as const satisfies Readonly<Record<string, Rule>>;
