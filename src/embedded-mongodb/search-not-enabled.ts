import { MongoError } from './errors.js';

/** The refusal of everything that needs search indexes. Clients know it by its code, or by the name of the product. */
export function searchNotEnabled(name: string): MongoError {
  return new MongoError('SearchNotEnabled', `Using ${name} requires Atlas Search, which this server does not have.`);
}
