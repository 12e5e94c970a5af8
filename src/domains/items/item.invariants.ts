import { logsOf, type StreamEvent } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import { flagged, grouped, type Invariant, invariant, type Scope } from '../../platform/invariants/index.js';
import { viewerStream } from '../people/index.js';
import { type Item, ItemModel, ItemStatus } from './item.entity.js';
import { ItemArchived, ItemListed, ItemLocked, ItemTransferred, ItemUpdated } from './item.events.js';
import { type Ownership, OwnershipModel } from './ownership.entity.js';

export const itemInvariants: readonly Invariant[] = [
  invariant<Item>('item.owner', {
    promise: 'An item has one owner, the last of a history that has no gap.',
    over: ItemModel,
    violations: async (items, scope) => {
      const historyOf = await histories(items, scope);
      return flagged(items, ({ _id, ownerId }) => {
        const history = historyOf(_id);
        const numbers = history.map(({ seq }) => seq);
        return [
          numbers.some((seq, index) => seq !== index + 1) && `the owners in its history are numbered ${numbers.join(', ')}`,
          history.at(-1)?.ownerId !== ownerId && `its owner is ${ownerId}, the last one in its history ${history.at(-1)?.ownerId ?? 'nobody'}`,
        ];
      });
    },
  }),

  invariant<Item>('item.log', {
    promise: 'What an item is, and how often it has changed, is what its events tell.',
    over: ItemModel,
    among: ({ eventsSince }) => ({ createdAt: { $gte: eventsSince } }),
    violations: async (items, scope) => {
      const historyOf = await histories(items, scope);
      const streams = items.flatMap(({ _id }) => historyOf(_id).map(({ ownerId }) => viewerStream(ownerId).name));
      const rows = await logsOf([...new Set(streams)], scope.bound, { type: { $in: aboutItems }, 'data.itemId': { $in: items.map(({ _id }) => _id) } });
      const eventsOf = grouped(rows as StreamEvent<{ itemId: Id }>[], ({ data }) => data.itemId);
      return flagged(items, (item) => {
        const told = rebuild(eventsOf(item._id));
        return [
          told.status !== item.status && `it is ${item.status}, its events tell of ${told.status}`,
          told.version !== item.version && `its version is ${item.version}, its events tell of ${told.version}`,
        ];
      });
    },
  }),
];

const aboutItems = [ItemListed, ItemUpdated, ItemArchived, ItemLocked, ItemTransferred].map(({ type }) => type);

async function histories(items: readonly Item[], { bound }: Scope): Promise<(itemId: Id) => readonly Ownership[]> {
  const ownerships = await OwnershipModel.find({ itemId: { $in: items.map(({ _id }) => _id) } }, null, bound).sort({ itemId: 1, seq: 1 }).lean<Ownership[]>();
  return grouped(ownerships, ({ itemId }) => itemId);
}

/** The events stand on the streams of several owners, which know no order among each other; how many there are of each kind tells enough. */
function rebuild(events: readonly StreamEvent[]): { status: ItemStatus; version: number } {
  const distinct = new Map(events.map(({ eventId, type }) => [eventId, type]));
  const count = ({ type }: { readonly type: string }) => [...distinct.values()].filter((each) => each === type).length;
  const transfers = count(ItemTransferred);
  return { status: statusAfter(), version: distinct.size };

  function statusAfter(): ItemStatus {
    if (count(ItemArchived) > 0) return ItemStatus.ARCHIVED;
    if (count(ItemLocked) > transfers) return ItemStatus.LOCKED;
    return count(ItemListed) > transfers ? ItemStatus.AVAILABLE : ItemStatus.TRADED;
  }
}
