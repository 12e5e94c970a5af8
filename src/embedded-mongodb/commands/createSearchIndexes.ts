import { searchNotEnabled } from '../search-not-enabled.js';

export function createSearchIndexes(): never {
  throw searchNotEnabled('createSearchIndexes');
}
