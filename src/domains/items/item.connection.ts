import { connectionOf } from '../../graphql/connection.js';
import { Item } from './item.entity.js';
import { Ownership } from './ownership.entity.js';

export const ItemConnection = connectionOf(Item, 'Item');
export const OwnershipConnection = connectionOf(Ownership, 'Ownership');
