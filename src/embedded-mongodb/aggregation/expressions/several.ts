import type { StringOrder } from '../../bson/compare.js';
import { compare } from '../../bson/compare.js';
import { plain } from '../../bson/arithmetic.js';
import type { Value } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { Result } from '../variables.js';
import { isNullish, isNumeric, onValues, parameters, requireParameters } from './arguments.js';
import { Operation } from './node.js';
import type { Operator } from './parser.js';

// $firstN, $lastN, $maxN and $minN: some of the elements of an array.

type Choose = (array: readonly Value[], n: number, strings: StringOrder) => Value[];

function several(notAnObject: number, choose: Choose): Operator {
  return (argument, parser, name) => {
    const codes = { notAnObject, unknown: 5787901, missing: { n: 5787906, input: 5787907 } };
    const given = parameters(argument, name, ['n', 'input'], codes);
    requireParameters(given, name, codes);
    const { strings } = parser;
    return new Operation([parser.parse(given.n), parser.parse(given.input)], onValues((n, array) => {
      const count = countOf(n!);
      if (!Array.isArray(array)) throw new MongoError(5788200, 'Input must be an array');
      return choose(array, count, strings);
    }), { whole: 'never' });
  };
}

/** The `n` of these operators, here and as accumulators. */
export function countOf(value: Result): number {
  if (!isNumeric(value)) throw new MongoError(5787902, "Value for 'n' must be of integral type");
  const count = plain(value);
  if (!Number.isInteger(count) || Math.abs(count) >= 2 ** 63) throw new MongoError(5787903, `Value for 'n' must be of integral type, but found ${value.toString()}`);
  if (count <= 0) throw new MongoError(5787908, `'n' must be greater than 0, found ${count}`);
  return count;
}

export const $firstN = several(5787801, (array, n) => array.slice(0, n));
export const $lastN = several(5787801, (array, n) => array.slice(-n));

/** What is null is no candidate. */
function sortedFrom(array: readonly Value[], order: (a: Value, b: Value) => number): Value[] {
  return array.filter((element) => !isNullish(element)).sort(order);
}

export const $maxN = several(5787900, (array, n, strings) => sortedFrom(array, (a, b) => compare(b, a, strings)).slice(0, n));
export const $minN = several(5787900, (array, n, strings) => sortedFrom(array, (a, b) => compare(a, b, strings)).slice(0, n));
