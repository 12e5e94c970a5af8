export { Trade, TradeStatus } from './trade.entity.js';
export { tradeInvariants } from './trade.invariants.js';
export {
  ConversationTradeResolver,
  TradeChangeResolver,
  TradeResolver,
  TradeSideResolver,
  ViewerEventTradeResolver,
} from './trade.resolver.js';
export { openProposalsPerItem, TradeService } from './trade.service.js';
