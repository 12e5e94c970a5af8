import { isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { AccumulatorDefinition } from './accumulator.js';

/** There is no JavaScript inside this server; a mongod that was started without it says the same. */
export const $accumulator: AccumulatorDefinition = (argument) => {
  if (!isDoc(argument)) throw new MongoError(4544703, `$accumulator expects an object as an argument; found: ${typeOf(argument)}`);
  throw new MongoError(31264, 'Cannot run server-side javascript without the javascript engine enabled');
};
