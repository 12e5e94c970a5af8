export { ItemConnection } from './item.connection.js';
export { Item, ItemCategory, ItemCondition, ItemStatus, LookingFor } from './item.entity.js';
export { itemById } from './item.loaders.js';
export { ItemResolver, OwnershipResolver } from './item.resolver.js';
export { ItemService, type NewItem } from './item.service.js';
export { ItemsInTrade, type Stake } from './items-in-trade.js';
export { ViewerEventItemResolver } from './viewer-event.item.resolver.js';
