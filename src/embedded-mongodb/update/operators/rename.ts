import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { describe } from '../describe.js';
import type { UpdateOperator } from '../operator.js';
import { isDynamic, splitPath } from '../path.js';

/**
 * The paths of a `$rename`. Its modification belongs to the target; the tree fetches the value from the source, as
 * only the tree knows the whole document.
 */
export const $rename: UpdateOperator = (argument, field) => {
  const given = `${field}: ${describe(argument)}`;
  if (typeof argument !== 'string') throw new MongoError('BadValue', `The 'to' field for $rename must be a string: ${given}`);
  if (argument.includes('\0')) throw new MongoError('BadValue', "The 'to' field for $rename cannot contain an embedded null byte");
  splitPath(field);
  splitPath(argument);
  if (field === argument) throw new MongoError('BadValue', `The source and target field for $rename must differ: ${given}`);
  if (field.startsWith(`${argument}.`) || argument.startsWith(`${field}.`)) {
    throw new MongoError('BadValue', `The source and target field for $rename must not be on the same path: ${given}`);
  }
  if (isDynamic(field)) throw new MongoError('BadValue', `The source field for $rename may not be dynamic: ${field}`);
  if (isDynamic(argument)) throw new MongoError('BadValue', `The destination field for $rename may not be dynamic: ${argument}`);
  const unreachable = (): never => { throw new Error(`$rename of a ${typeOf(argument)} is done by the tree`); };
  return { existing: unreachable, created: unreachable, movesFrom: field };
};
