import type { Id } from '../../platform/identity.js';
import { loader, loaderById } from '../../platform/loader.js';
import { type Trade, TradeModel } from './trade.entity.js';

export const tradeById = loaderById(TradeModel);

export const tradeByConversationId = loader(async (conversationIds: readonly Id[]) => {
  const trades = await TradeModel.find({ conversationId: { $in: [...conversationIds] } }).lean<Trade[]>();
  const byConversationId = new Map(trades.map((trade) => [trade.conversationId, trade]));
  return conversationIds.map((id) => byConversationId.get(id) ?? null);
});
