import { loaderById } from '../../platform/loader.js';
import { ItemModel } from './item.entity.js';

export const itemById = loaderById(ItemModel);
