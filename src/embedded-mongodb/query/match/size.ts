import { MongoError } from '../../errors.js';
import type { PathOperator } from './operator.js';
import { wholeNumberNotNegative } from './whole-number.js';

export const $size: PathOperator = (operand, { path }) => {
  const size = wholeNumberNotNegative(operand);
  if ('reason' in size) throw new MongoError('BadValue', `Failed to parse $size. ${size.reason}`);
  if (size.value > 0x7fffffffn) throw new MongoError('BadValue', `Failed to parse $size. Cannot represent ${size.value} in an int`);
  const wanted = Number(size.value);
  return { kind: 'path', path, operator: '$size', operand, arrays: 'whole', test: (value) => Array.isArray(value) && value.length === wanted };
};
