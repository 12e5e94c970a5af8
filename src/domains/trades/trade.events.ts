import { event, type Stream, streamKind } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import { viewerStream } from '../people/index.js';
import { type Trade, TradeModel } from './trade.entity.js';
import { maySeeTrade } from './trade.policy.js';

interface AboutTrade {
  tradeId: Id;
  conversationId: Id;
}

export class TradeProposed extends event<AboutTrade>('TRADE_PROPOSED', 'Somebody proposed a trade.') {}
export class TradeInterestExpressed extends event<AboutTrade>('TRADE_INTEREST_EXPRESSED', 'The owner is interested: the trade is being negotiated.') {}
export class TradeConfirmed extends event<AboutTrade>('TRADE_CONFIRMED', 'The owner agreed; the items of both sides are locked.') {}
export class TradeCompleted extends event<AboutTrade>('TRADE_COMPLETED', 'The items have changed hands.') {}
export class TradeRejected extends event<AboutTrade>('TRADE_REJECTED', 'The owner declined, or another trade took one of the items.') {}
export class TradeWithdrawn extends event<AboutTrade>('TRADE_WITHDRAWN', 'The requester took the proposal back.') {}

export const tradeStream = streamKind<Trade>('trade', {
  find: (id) => TradeModel.findById(id).lean<Trade>().exec(),
  mayListen: maySeeTrade,
});

/** Where an event about a trade is published. */
export const streamsOf = ({ _id, participantIds }: Trade): Stream[] => [tradeStream(_id) as Stream, ...participantIds.map((id) => viewerStream(id) as Stream)];
