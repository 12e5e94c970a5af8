import type { BsonNumber, Value } from '../../../bson/document.js';
import { decimalOf } from '../../../bson/decimal.js';
import { isNumber } from '../../../bson/types.js';
import { MongoError } from '../../../errors.js';
import { comparison } from '../comparison.js';
import type { Keyword, Validate } from './keyword.js';
import { booleanArgument, notAllowed, numberArgument } from './keyword.js';

/** For numbers only; all else is valid. */
function forNumbers(isValid: (value: BsonNumber) => boolean): Validate {
  return (value: Value) => value === null || value === undefined || !isNumber(value) || isValid(value);
}

export const minimum: Keyword = (argument, { schema }, name) => {
  const isExclusive = 'exclusiveMinimum' in schema && booleanArgument(schema.exclusiveMinimum, 'exclusiveMinimum');
  return forNumbers(comparison(isExclusive ? '$gt' : '$gte', numberArgument(argument, name), { path: '', strings: undefined }).test);
};

export const maximum: Keyword = (argument, { schema }, name) => {
  const isExclusive = 'exclusiveMaximum' in schema && booleanArgument(schema.exclusiveMaximum, 'exclusiveMaximum');
  return forNumbers(comparison(isExclusive ? '$lt' : '$lte', numberArgument(argument, name), { path: '', strings: undefined }).test);
};

/** Read by `minimum`. */
export const exclusiveMinimum: Keyword = (argument, { schema }, name) => {
  booleanArgument(argument, name);
  if (!('minimum' in schema)) throw notAllowed("keyword 'minimum' must be a present if exclusiveMinimum is present");
  return undefined;
};

/** Read by `maximum`. */
export const exclusiveMaximum: Keyword = (argument, { schema }, name) => {
  booleanArgument(argument, name);
  if (!('maximum' in schema)) throw notAllowed("keyword 'maximum' must be a present if exclusiveMaximum is present");
  return undefined;
};

export const multipleOf: Keyword = (argument, _surroundings, name) => {
  const divisor = decimalOf(numberArgument(argument, name));
  if (divisor.kind === 'nan') throw new MongoError('BadValue', 'divisor cannot be NaN');
  if (divisor.negative || (divisor.kind === 'finite' && divisor.digits === 0n)) throw notAllowed(`keyword '${name}' must have a positive value`);
  if (divisor.kind === 'infinite') throw new MongoError('BadValue', 'divisor cannot be infinite');
  return forNumbers((value) => {
    const dividend = decimalOf(value);
    if (dividend.kind !== 'finite') return false;
    const exponent = Math.min(dividend.exponent, divisor.exponent);
    const scaled = ({ digits, exponent: own }: { digits: bigint; exponent: number }): bigint => digits * 10n ** BigInt(own - exponent);
    return scaled(dividend) % scaled(divisor) === 0n;
  });
};
