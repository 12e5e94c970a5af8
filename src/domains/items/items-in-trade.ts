import { refusal } from '../../platform/errors/index.js';
import type { Events } from '../../platform/events/index.js';
import { now } from '../../platform/clock.js';
import { createLast } from '../../platform/entity/index.js';
import type { Id } from '../../platform/identity.js';
import { currentTransaction, meetsOthersAt } from '../../platform/transaction.js';
import { updateLast } from '../../platform/write-last.js';
import { viewerStream } from '../people/index.js';
import { type Item, ItemModel, ItemStatus } from './item.entity.js';
import { ItemLocked, ItemTransferred } from './item.events.js';
import { type Ownership, OwnershipModel } from './ownership.entity.js';

/** Items that one person puts into a trade. */
export interface Stake {
  readonly ownerId: Id;
  readonly itemIds: readonly Id[];
}

/**
 * What trades do with items, always inside the trade's transaction. The condition of each step stands in the filter of
 * its write; items are written in the order of their ids, so that trades that meet do not keep aborting each other.
 */
export class ItemsInTrade {
  constructor(private readonly events: Events) {}

  /**
   * Asserts that the items are to be had, and leaves a mark on them. Nothing is locked by it, but whoever confirms a trade
   * over the same items at this moment meets the mark, and of the two one begins again and sees the other.
   */
  async assertAvailable(stakes: readonly Stake[]): Promise<Item[]> {
    const found: Item[] = [];
    for (const { ownerId, itemId } of inOrder(stakes)) {
      meetOthersAt(itemId);
      const expected = { _id: itemId, ownerId, status: ItemStatus.AVAILABLE };
      const item = await ItemModel.findOneAndUpdate(expected, { $inc: { timesProposed: 1 } }, { returnDocument: 'after' }).lean<Item>();
      if (!item) throw unavailable(itemId);
      found.push(item);
    }
    return found;
  }

  async lock(stakes: readonly Stake[], tradeId: Id): Promise<void> {
    for (const { ownerId, itemId } of inOrder(stakes)) {
      writeLast(itemId, { ownerId, status: ItemStatus.AVAILABLE }, {
        $set: { status: ItemStatus.LOCKED, lockedByTradeId: tradeId, updatedAt: now() },
        $inc: { version: 1 },
      });
      await this.events.publish(new ItemLocked({ itemId, tradeId }), [viewerStream(ownerId)]);
    }
  }

  /** Gives the items of each stake to the other person. Whoever gets one keeps it off the market until they list it. */
  async transfer(stakes: readonly Stake[], newOwnerOf: (ownerId: Id) => Id, tradeId: Id): Promise<void> {
    for (const { ownerId, itemId } of inOrder(stakes)) {
      const newOwnerId = newOwnerOf(ownerId);
      writeLast(itemId, { ownerId, status: ItemStatus.LOCKED, lockedByTradeId: tradeId }, {
        $set: { ownerId: newOwnerId, status: ItemStatus.TRADED, updatedAt: now() },
        $unset: { lockedByTradeId: 1 },
        $inc: { version: 1 },
      });
      await this.recordOwner(itemId, newOwnerId, tradeId);
      await this.events.publish(new ItemTransferred({ itemId, tradeId }), [viewerStream(ownerId), viewerStream(newOwnerId)]);
    }
  }

  private async recordOwner(itemId: Id, ownerId: Id, tradeId: Id): Promise<void> {
    const last = await OwnershipModel.findOne({ itemId }).sort({ seq: -1 }).lean<Ownership>();
    createLast(OwnershipModel, { itemId, seq: (last?.seq ?? 0) + 1, ownerId, tradeId });
  }
}

/** Together with all else that is written at the end: nobody in the transaction reads the item after that. */
function writeLast(itemId: Id, expected: object, update: object): void {
  meetOthersAt(itemId);
  updateLast(ItemModel, { filter: { _id: itemId, ...expected }, update, orElse: () => unavailable(itemId) });
}

function meetOthersAt(itemId: Id): void {
  if (!currentTransaction()) throw new Error('Items change hands inside a transaction only.');
  meetsOthersAt(itemId);
}

const unavailable = (itemId: Id): Error => refusal('ITEM_UNAVAILABLE', { itemIds: [itemId] });

const inOrder = (stakes: readonly Stake[]): { ownerId: Id; itemId: Id }[] =>
  stakes.flatMap(({ ownerId, itemIds }) => itemIds.map((itemId) => ({ ownerId, itemId }))).sort((a, b) => (a.itemId < b.itemId ? -1 : 1));
