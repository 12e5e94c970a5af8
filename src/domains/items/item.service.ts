import { change, createLast, move } from '../../platform/entity/index.js';
import { refusal } from '../../platform/errors/index.js';
import type { DomainEvent, Events } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import { type Page, pageOf, type PageRequest } from '../../platform/pagination.js';
import { plainText } from '../../platform/plain-text.js';
import { authorize, orNotFound } from '../../platform/policy.js';
import { inTransaction } from '../../platform/transaction.js';
import type { Viewer } from '../../platform/viewer.js';
import { viewerStream } from '../people/index.js';
import { type Item, type ItemCategory, type ItemCondition, ItemModel, ItemStatus, type LookingFor } from './item.entity.js';
import { ItemArchived, ItemListed, ItemUpdated } from './item.events.js';
import { itemLifecycle } from './item.lifecycle.js';
import { mayChangeItem, maySeeItem } from './item.policy.js';
import { type Ownership, OwnershipModel } from './ownership.entity.js';

export interface NewItem {
  readonly title: string;
  readonly description: string;
  readonly category: ItemCategory;
  readonly condition: ItemCondition;
  readonly lookingFor: LookingFor;
  readonly imageUrls: string[];
}

export type ItemChanges = { readonly [Field in keyof NewItem]?: NewItem[Field] | null };

export interface ItemConditions {
  readonly category?: ItemCategory | null;
  readonly condition?: ItemCondition | null;
  readonly lookingFor?: LookingFor | null;
  readonly ownerId?: Id | null;
}

/** What owners do with their items. What trades do with them stands in `ItemsInTrade`. */
export class ItemService {
  constructor(private readonly events: Events) {}

  /** Inside another transaction, it is there at the end of it, or after `writeNow`. */
  async create(viewer: Viewer, fields: NewItem): Promise<Item> {
    const listed = { ...fields, ...textsOf(fields) };
    return inTransaction(
      async () => {
        const item = createLast(ItemModel, { ...listed, ownerId: viewer.id, status: ItemStatus.AVAILABLE });
        createLast(OwnershipModel, { itemId: item._id, seq: 1, ownerId: viewer.id });
        await this.tell(item, new ItemListed({ itemId: item._id }));
        return item;
      },
      { turnOf: viewerStream(viewer.id).name, together: true },
    );
  }

  update(viewer: Viewer, itemId: Id, changes: ItemChanges): Promise<Item> {
    return inTransaction(async () => {
      const item = await this.getToChange(viewer, itemId);
      if (item.status === ItemStatus.ARCHIVED) throw refusal('ITEM_UNAVAILABLE', { itemIds: [itemId] });
      const changed = await change(ItemModel, item, { $set: { ...withoutGaps(changes), ...textsOf(changes) } });
      await this.tell(item, new ItemUpdated({ itemId }));
      return changed;
    });
  }

  /** Old trades still resolve to it, so it is taken down rather than removed. */
  archive(viewer: Viewer, itemId: Id): Promise<Item> {
    return inTransaction(async () => {
      const item = await this.getToChange(viewer, itemId);
      const archived = await move(ItemModel, itemLifecycle, item, ItemStatus.ARCHIVED);
      await this.tell(item, new ItemArchived({ itemId }));
      return archived;
    });
  }

  /** What came by a trade stays off the market until its new owner says so. */
  relist(viewer: Viewer, itemId: Id): Promise<Item> {
    return inTransaction(async () => {
      const item = await this.getToChange(viewer, itemId);
      const listed = await move(ItemModel, itemLifecycle, item, ItemStatus.AVAILABLE);
      await this.tell(item, new ItemListed({ itemId }));
      return listed;
    });
  }

  async get(viewer: Viewer | null, itemId: Id): Promise<Item> {
    return orNotFound(await ItemModel.findById(itemId).lean<Item>(), (item) => maySeeItem(viewer, item));
  }

  available(conditions: ItemConditions, page: PageRequest): Promise<Page<Item>> {
    return pageOf(ItemModel, { ...withoutGaps(conditions), status: ItemStatus.AVAILABLE }, page);
  }

  ownedBy(viewer: Viewer, status: ItemStatus | null, page: PageRequest): Promise<Page<Item>> {
    return pageOf(ItemModel, { ownerId: viewer.id, status: status ?? { $ne: ItemStatus.ARCHIVED } }, page);
  }

  ownershipHistory(item: Item, page: PageRequest): Promise<Page<Ownership>> {
    return pageOf(OwnershipModel, { itemId: item._id }, page, { seq: 1 }, { noTies: true });
  }

  private async getToChange(viewer: Viewer, itemId: Id): Promise<Item> {
    const item = await this.get(viewer, itemId);
    authorize(mayChangeItem(viewer, item));
    return item;
  }

  private tell(item: Item, event: DomainEvent): Promise<void> {
    return this.events.publish(event, [viewerStream(item.ownerId)]);
  }
}

const textsOf = ({ title, description }: ItemChanges): { title?: string; description?: string } => ({
  ...(title != null && { title: plainText(title, 'input.title') }),
  ...(description != null && { description: plainText(description, 'input.description') }),
});

/** What was left out, or given as `null`, is not a condition and not a change. */
const withoutGaps = <Fields extends object>(fields: Fields): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as { [Name in keyof Fields]?: NonNullable<Fields[Name]> };
