import { plain } from '../../../bson/arithmetic.js';
import type { Value } from '../../../bson/document.js';
import { isNumber } from '../../../bson/types.js';
import { malformed } from './schema.js';

/** The whole number that is the limit of a length or a size. */
export function countIn(keyword: string, value: Value): number {
  const given = `${keyword}: ${typeof value === 'string' ? JSON.stringify(value) : String(value)}`;
  if (!isNumber(value)) throw malformed(`Expected a number in: ${given}`);
  const count = plain(value);
  if (!Number.isInteger(count)) throw malformed(`Expected an integer: ${given}`);
  if (count < 0) throw malformed(`Expected a non-negative number in: ${given}`);
  return count;
}
