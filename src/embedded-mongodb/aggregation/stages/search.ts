import { searchNotEnabled } from '../../search-not-enabled.js';
import type { StageDefinition } from '../stage.js';

/** Search indexes are a product beside the server; without it mongod answers this, too. */
function refused(name: string): StageDefinition {
  const refuse = (): never => {
    throw searchNotEnabled(name);
  };
  return { precheck: refuse, parse: refuse };
}

export const $search = refused('$search');
export const $searchMeta = refused('$searchMeta');
export const $vectorSearch = refused('$vectorSearch');
export const $listSearchIndexes = refused('$listSearchIndexes');
