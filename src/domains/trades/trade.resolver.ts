import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Mutation, ObjectType, Query, Resolver, Root, Subscription } from 'type-graphql';

import type { Context } from '../../graphql/context.js';
import { BeforeOthers, VerifiedOnly, Versioned } from '../../graphql/edge.js';
import { follow } from '../../graphql/follow.js';
import { CurrentViewer } from '../../graphql/parameters.js';
import { streamed, StreamedEvent } from '../../graphql/streamed-event.js';
import type { Events, StreamEvent } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import type { Page } from '../../platform/pagination.js';
import type { Viewer } from '../../platform/viewer.js';
import { Conversation, conversationById } from '../conversations/index.js';
import { Item, itemById } from '../items/index.js';
import { User, userById, ViewerEvent } from '../people/index.js';
import { Trade, TradeConnection, TradeSide } from './trade.entity.js';
import { tradeStream } from './trade.events.js';
import { MyTradesArgs, ProposeTradeInput } from './trade.inputs.js';
import { tradeByConversationId, tradeById } from './trade.loaders.js';
import type { TradeService } from './trade.service.js';

@ObjectType({ implements: StreamedEvent, description: 'A trade has moved; `kind` tells how.' })
export class TradeChange extends StreamedEvent {
  tradeId!: Id;
}

@Resolver(() => Trade)
export class TradeResolver {
  constructor(
    private readonly trades: TradeService,
    private readonly events: Events,
  ) {}

  @Authorized()
  @Query(() => TradeConnection, { description: 'Trades that you take part in, the newest first.' })
  myTrades(@CurrentViewer() viewer: Viewer, @Args(() => MyTradesArgs) { role, status, ...page }: MyTradesArgs): Promise<Page<Trade>> {
    return this.trades.ofViewer(viewer, { role: role ?? null, status: status ?? null }, page);
  }

  @Authorized()
  @Query(() => Trade, { description: 'One trade. Refuses with `NOT_FOUND` when you do not take part in it.' })
  trade(@CurrentViewer() viewer: Viewer, @Arg('tradeId', () => ID, { description: 'Which.' }) tradeId: Id): Promise<Trade> {
    return this.trades.get(viewer, tradeId);
  }

  @Authorized()
  @BeforeOthers()
  @Query(() => String, {
    description: 'The newest place of a trade’s stream. What is read in the same document is at least as new: subscribe `after` it and nothing is missed.',
  })
  async tradeCursor(@CurrentViewer() viewer: Viewer, @Arg('tradeId', () => ID, { description: 'Which.' }) tradeId: Id): Promise<string> {
    await this.trades.get(viewer, tradeId);
    return this.events.cursorOf(tradeStream(tradeId));
  }

  @Authorized()
  @VerifiedOnly()
  @Mutation(() => Trade, {
    description:
      'Propose a trade, and open its conversation. Locks nothing. Refuses with `SELF_TRADE`, `ITEM_UNAVAILABLE`, `TERMS_NOT_ACCEPTED`, ' +
      '`DUPLICATE_PROPOSAL` while the same is open, `TOO_MANY_PROPOSALS` when 20 of yours with an item are, `NOT_FOUND` or `VALIDATION_FAILED`.',
  })
  proposeTrade(
    @CurrentViewer() viewer: Viewer,
    @Arg('input', () => ProposeTradeInput, { description: 'What for what.' }) input: ProposeTradeInput,
  ): Promise<Trade> {
    return this.trades.propose(viewer, input);
  }

  @Authorized()
  @VerifiedOnly()
  @Versioned('tradeId')
  @Mutation(() => Trade, { description: 'As the owner: you are interested, let us talk. Refuses with `NOT_OWNER`, `NOT_FOUND` or `ILLEGAL_TRANSITION`.' })
  expressInterest(@CurrentViewer() viewer: Viewer, @Arg('tradeId', () => ID, { description: 'In which.' }) tradeId: Id): Promise<Trade> {
    return this.trades.expressInterest(viewer, tradeId);
  }

  @Authorized()
  @VerifiedOnly()
  @Versioned('tradeId')
  @Mutation(() => Trade, {
    description:
      'As the owner: agree. Locks the items of both sides and rejects every other open trade that holds one of them. ' +
      'Refuses with `NOT_OWNER`, `ITEM_UNAVAILABLE`, `NOT_FOUND` or `ILLEGAL_TRANSITION`.',
  })
  confirmTrade(@CurrentViewer() viewer: Viewer, @Arg('tradeId', () => ID, { description: 'Which.' }) tradeId: Id): Promise<Trade> {
    return this.trades.confirm(viewer, tradeId);
  }

  @Authorized()
  @VerifiedOnly()
  @Versioned('tradeId')
  @Mutation(() => Trade, {
    description: 'As either party: the things have been handed over. The items change owners, once. Refuses with `ALREADY_COMPLETED`, `NOT_FOUND` or `ILLEGAL_TRANSITION`.',
  })
  completeTrade(@CurrentViewer() viewer: Viewer, @Arg('tradeId', () => ID, { description: 'Which.' }) tradeId: Id): Promise<Trade> {
    return this.trades.complete(viewer, tradeId);
  }

  @Authorized()
  @Versioned('tradeId')
  @Mutation(() => Trade, { description: 'As the owner: decline, any time before you confirm. Refuses with `NOT_OWNER`, `NOT_FOUND` or `ILLEGAL_TRANSITION`.' })
  rejectTrade(@CurrentViewer() viewer: Viewer, @Arg('tradeId', () => ID, { description: 'Which.' }) tradeId: Id): Promise<Trade> {
    return this.trades.reject(viewer, tradeId);
  }

  @Authorized()
  @Versioned('tradeId')
  @Mutation(() => Trade, { description: 'As the requester: take it back, any time before it is confirmed. Refuses with `NOT_OWNER`, `NOT_FOUND` or `ILLEGAL_TRANSITION`.' })
  withdrawTrade(@CurrentViewer() viewer: Viewer, @Arg('tradeId', () => ID, { description: 'Which.' }) tradeId: Id): Promise<Trade> {
    return this.trades.withdraw(viewer, tradeId);
  }

  @Authorized()
  @Subscription(() => TradeChange, {
    description: 'Each move of a trade, as it happens. Refuses with `NOT_FOUND` when you do not take part in it.',
    subscribe: follow(tradeStream, ({ tradeId }: { tradeId: Id }) => tradeId),
  })
  tradeChanged(@Root() event: StreamEvent, @Arg('tradeId', () => ID, { description: 'Which.' }) tradeId: Id): TradeChange {
    return { ...streamed(event), tradeId };
  }

  @FieldResolver(() => Conversation, { description: 'Where its two sides talk.' })
  conversation(@Root() { conversationId }: Trade, @Ctx() context: Context): Promise<Conversation | null> {
    return context.load(conversationById, conversationId);
  }
}

@Resolver(() => TradeSide)
export class TradeSideResolver {
  @FieldResolver(() => User, { description: 'Who.' })
  user(@Root() { userId }: TradeSide, @Ctx() context: Context): Promise<User | null> {
    return context.load(userById, userId);
  }

  @FieldResolver(() => [Item], { description: 'What they give; 20 items at most.' })
  items(@Root() { itemIds }: TradeSide, @Ctx() context: Context): Promise<(Item | null)[]> {
    return Promise.all(itemIds.map((id) => context.load(itemById, id)));
  }
}

@Resolver(() => TradeChange)
export class TradeChangeResolver {
  @FieldResolver(() => Trade, { nullable: true, description: 'The trade, as it is now.' })
  trade(@Root() { tradeId }: TradeChange, @Ctx() context: Context): Promise<Trade | null> {
    return context.load(tradeById, tradeId);
  }
}

@Resolver(() => Conversation)
export class ConversationTradeResolver {
  @FieldResolver(() => Trade, { nullable: true, description: 'The trade that it is about; `null` if it is about none.' })
  trade(@Root() { _id }: Conversation, @Ctx() context: Context): Promise<Trade | null> {
    return context.load(tradeByConversationId, _id);
  }
}

@Resolver(() => ViewerEvent)
export class ViewerEventTradeResolver {
  @FieldResolver(() => Trade, { nullable: true, description: 'The trade that it is about, as it is now.' })
  trade(@Root() { data }: ViewerEvent, @Ctx() context: Context): Promise<Trade | null> | null {
    return data['tradeId'] ? context.load(tradeById, data['tradeId'] as Id) : null;
  }
}
