import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';

import { ANYONE } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { Versioned } from '../../graphql/edge.js';
import { PageArgs } from '../../graphql/page.args.js';
import { CurrentViewer, MaybeViewer } from '../../graphql/parameters.js';
import type { Id } from '../../platform/identity.js';
import type { Page } from '../../platform/pagination.js';
import type { Viewer } from '../../platform/viewer.js';
import { User, userById } from '../people/index.js';
import { ItemConnection, OwnershipConnection } from './item.connection.js';
import { Item } from './item.entity.js';
import { CreateItemInput, ItemsArgs, MyItemsArgs, UpdateItemInput } from './item.inputs.js';
import type { ItemService } from './item.service.js';
import { Ownership } from './ownership.entity.js';

@Resolver(() => Item)
export class ItemResolver {
  constructor(private readonly service: ItemService) {}

  @Authorized(ANYONE)
  @Query(() => ItemConnection, { description: 'Items that can be had now, the newest first.' })
  items(@Args(() => ItemsArgs) { filter, ...page }: ItemsArgs): Promise<Page<Item>> {
    return this.service.available(filter ?? {}, page);
  }

  @Authorized(ANYONE)
  @Query(() => Item, { description: 'One item. Refuses with `NOT_FOUND` when it does not exist or was taken down.' })
  item(@MaybeViewer() viewer: Viewer | null, @Arg('itemId', () => ID, { description: 'Which.' }) itemId: Id): Promise<Item> {
    return this.service.get(viewer, itemId);
  }

  @Authorized()
  @Query(() => ItemConnection, { description: 'Your own items, the newest first.' })
  myItems(@CurrentViewer() viewer: Viewer, @Args(() => MyItemsArgs) { status, ...page }: MyItemsArgs): Promise<Page<Item>> {
    return this.service.ownedBy(viewer, status ?? null, page);
  }

  @Authorized()
  @Mutation(() => Item, { description: 'Put something on the market. Refuses with `VALIDATION_FAILED`.' })
  createItem(
    @CurrentViewer() viewer: Viewer,
    @Arg('input', () => CreateItemInput, { description: 'What it is.' }) input: CreateItemInput,
  ): Promise<Item> {
    return this.service.create(viewer, input);
  }

  @Authorized()
  @Versioned('itemId')
  @Mutation(() => Item, { description: 'Change what is said about an item. Refuses with `NOT_OWNER`, `ITEM_LOCKED` while a confirmed trade holds it, or `ITEM_UNAVAILABLE` once it was taken down.' })
  updateItem(
    @CurrentViewer() viewer: Viewer,
    @Arg('itemId', () => ID, { description: 'Which.' }) itemId: Id,
    @Arg('input', () => UpdateItemInput, { description: 'What to change.' }) input: UpdateItemInput,
  ): Promise<Item> {
    return this.service.update(viewer, itemId, input);
  }

  @Authorized()
  @Versioned('itemId')
  @Mutation(() => Item, { description: 'Take an item down for good. Old trades still show it. Refuses with `NOT_OWNER`, or `ITEM_LOCKED` while a confirmed trade holds it.' })
  deleteItem(@CurrentViewer() viewer: Viewer, @Arg('itemId', () => ID, { description: 'Which.' }) itemId: Id): Promise<Item> {
    return this.service.archive(viewer, itemId);
  }

  @Authorized()
  @Versioned('itemId')
  @Mutation(() => Item, { description: 'Put an item that came to you by a trade on the market. Refuses with `NOT_OWNER`, `ITEM_LOCKED` or `ILLEGAL_TRANSITION`.' })
  relistItem(@CurrentViewer() viewer: Viewer, @Arg('itemId', () => ID, { description: 'Which.' }) itemId: Id): Promise<Item> {
    return this.service.relist(viewer, itemId);
  }

  @FieldResolver(() => User, { description: 'Who has it now.' })
  owner(@Root() item: Item, @Ctx() context: Context): Promise<User | null> {
    return context.load(userById, item.ownerId);
  }

  @FieldResolver(() => OwnershipConnection, { description: 'Everybody who has had it, the first owner first.' })
  ownershipHistory(@Root() item: Item, @Args(() => PageArgs) page: PageArgs): Promise<Page<Ownership>> {
    return this.service.ownershipHistory(item, page);
  }
}

@Resolver(() => Ownership)
export class OwnershipResolver {
  @FieldResolver(() => User, { description: 'Who owned it.' })
  owner(@Root() ownership: Ownership, @Ctx() context: Context): Promise<User | null> {
    return context.load(userById, ownership.ownerId);
  }
}
