export { ItemConnection } from './item.connection.js';
export { Item, ItemCategory, ItemCondition, ItemModel, ItemStatus, LookingFor } from './item.entity.js';
export { itemInvariants } from './item.invariants.js';
export { itemById } from './item.loaders.js';
export { ItemResolver, OwnershipResolver } from './item.resolver.js';
export { ItemService, type NewItem } from './item.service.js';
export { ItemsInTrade, type Stake } from './items-in-trade.js';
export { type Ownership, OwnershipModel } from './ownership.entity.js';
export { ViewerEventItemResolver } from './viewer-event.item.resolver.js';
