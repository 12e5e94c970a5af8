import { isZero, plain } from '../../bson/arithmetic.js';
import type { Value } from '../../bson/document.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { describe } from '../describe.js';
import type { UpdateOperator } from '../operator.js';
import { UNCHANGED } from '../operator.js';

/** Removes the last element (1) or the first (-1). */
export const $pop: UpdateOperator = (argument, field) => {
  const fromFront = endOf(argument, field) === -1;
  return {
    existing: (value, site) => {
      if (!Array.isArray(value)) throw new MongoError('TypeMismatch', `Path '${site.path}' contains an element of non-array type '${typeOf(value)}'`);
      if (value.length === 0) return UNCHANGED;
      return fromFront ? value.slice(1) : value.slice(0, -1);
    },
  };
};

function endOf(argument: Value, field: string): number {
  if (!isNumber(argument)) throw new MongoError('FailedToParse', `Expected a number in: ${field}: ${describe(argument)}`);
  const end = plain(argument);
  if (!Number.isInteger(end)) throw new MongoError('FailedToParse', `Expected an integer: ${field}: ${describe(argument)}`);
  if (isZero(argument) || Math.abs(end) !== 1) throw new MongoError('FailedToParse', `$pop expects 1 or -1, found: ${end}`);
  return end;
}
