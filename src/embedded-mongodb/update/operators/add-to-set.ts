import { equal } from '../../bson/compare.js';
import { isDoc } from '../../bson/document.js';
import type { Value } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { describe } from '../describe.js';
import type { UpdateOperator } from '../operator.js';
import { UNCHANGED } from '../operator.js';

/** Appends what is not yet in the array; `{ $each: […] }` means each of several values. */
export const $addToSet: UpdateOperator = (argument, _field, { strings }) => {
  const isNew = (value: Value, present: Value[]): boolean => !present.some((other) => equal(value, other, strings));
  const values: Value[] = [];
  for (const value of eachOf(argument)) if (isNew(value, values)) values.push(value);
  return {
    existing: (value, site) => {
      if (!Array.isArray(value)) {
        const where = `Field named '${site.path.slice(site.path.lastIndexOf('.') + 1)}' has non-array type ${typeOf(value)}`;
        throw new MongoError('BadValue', `Cannot apply $addToSet to non-array field. ${where}`);
      }
      const added = values.filter((candidate) => isNew(candidate, value));
      return added.length === 0 ? UNCHANGED : [...value, ...added];
    },
    created: () => [...values],
  };
};

function eachOf(argument: Value): Value[] {
  if (!isDoc(argument) || Object.keys(argument)[0] !== '$each') return [argument];
  const { $each } = argument;
  if (!Array.isArray($each)) throw new MongoError('TypeMismatch', `The argument to $each in $addToSet must be an array but it was of type ${typeOf($each)}`);
  if (Object.keys(argument).length > 1) throw new MongoError('BadValue', `Found unexpected fields after $each in $addToSet: ${describe(argument)}`);
  return $each;
}
