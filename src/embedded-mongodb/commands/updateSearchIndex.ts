import { searchNotEnabled } from '../search-not-enabled.js';

export function updateSearchIndex(): never {
  throw searchNotEnabled('updateSearchIndex');
}
