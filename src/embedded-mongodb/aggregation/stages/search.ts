import { MongoError } from '../../errors.js';
import type { StageDefinition } from '../stage.js';

/** Search indexes are a product beside the server; without it mongod answers this, too. */
function refused(name: string): StageDefinition {
  const refuse = (): never => {
    throw new MongoError('SearchNotEnabled', `Using ${name} requires additional configuration that this server does not have.`);
  };
  return { precheck: refuse, parse: refuse };
}

export const $search = refused('$search');
export const $searchMeta = refused('$searchMeta');
export const $vectorSearch = refused('$vectorSearch');
export const $listSearchIndexes = refused('$listSearchIndexes');
