import type { Lifecycle } from '../../platform/lifecycle.js';
import { TradeStatus } from './trade.entity.js';

export const tradeLifecycle: Lifecycle<TradeStatus> = {
  [TradeStatus.PROPOSED]: [TradeStatus.NEGOTIATING, TradeStatus.REJECTED, TradeStatus.WITHDRAWN],
  [TradeStatus.NEGOTIATING]: [TradeStatus.CONFIRMED, TradeStatus.REJECTED, TradeStatus.WITHDRAWN],
  [TradeStatus.CONFIRMED]: [TradeStatus.COMPLETED],
  [TradeStatus.COMPLETED]: [],
  [TradeStatus.REJECTED]: [],
  [TradeStatus.WITHDRAWN]: [],
};

export const openStatuses = [TradeStatus.PROPOSED, TradeStatus.NEGOTIATING] as const;
