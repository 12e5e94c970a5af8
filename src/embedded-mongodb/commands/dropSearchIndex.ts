import { searchNotEnabled } from '../search-not-enabled.js';

export function dropSearchIndex(): never {
  throw searchNotEnabled('dropSearchIndex');
}
