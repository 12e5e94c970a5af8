import { event } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';

interface AboutItem {
  itemId: Id;
}

export class ItemListed extends event<AboutItem>('ITEM_LISTED', 'An item became available, for the first time or again.') {}
export class ItemUpdated extends event<AboutItem>('ITEM_UPDATED', 'The owner changed what is said about an item.') {}
export class ItemArchived extends event<AboutItem>('ITEM_ARCHIVED', 'The owner took an item down.') {}
export class ItemLocked extends event<AboutItem & { tradeId: Id }>('ITEM_LOCKED', 'A confirmed trade holds an item until its hand-over.') {}
export class ItemTransferred extends event<AboutItem & { tradeId: Id }>('ITEM_TRANSFERRED', 'A completed trade gave an item a new owner.') {}
