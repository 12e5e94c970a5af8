import type { Lifecycle } from '../../platform/lifecycle.js';
import { ItemStatus } from './item.entity.js';

export const itemLifecycle: Lifecycle<ItemStatus> = {
  [ItemStatus.AVAILABLE]: [ItemStatus.LOCKED, ItemStatus.ARCHIVED],
  [ItemStatus.LOCKED]: [ItemStatus.TRADED],
  [ItemStatus.TRADED]: [ItemStatus.AVAILABLE, ItemStatus.ARCHIVED],
  [ItemStatus.ARCHIVED]: [],
};
