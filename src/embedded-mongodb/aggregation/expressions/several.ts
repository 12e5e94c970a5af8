import type { StringOrder } from '../../bson/compare.js';
import { compare } from '../../bson/compare.js';
import { plain } from '../../bson/arithmetic.js';
import type { Value } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { Heap } from '../accumulators/heap.js';
import type { Result } from '../variables.js';
import { isNullish, isNumeric, onValues, parseInOrder } from './arguments.js';
import { coerceToLong } from './coercion.js';
import { Operation } from './node.js';
import type { Operator } from './parser.js';

// $firstN, $lastN, $maxN and $minN: some of the elements of an array.

type Choose = (array: readonly Value[], n: number, strings: StringOrder) => Value[];

function several(notAnObject: number, choose: Choose): Operator {
  return (argument, parser, name) => {
    const codes = { notAnObject, unknown: 5787901, missing: { n: 5787906, input: 5787907 } };
    const { strings } = parser;
    return new Operation(parseInOrder(argument, parser, name, ['n', 'input'], codes), onValues((n, array) => {
      const count = countOf(n!);
      if (!Array.isArray(array)) throw new MongoError(5788200, 'Input must be an array');
      return choose(array, count, strings);
    }), { operands: 'never' });
  };
}

/** A fraction is refused; as an accumulator it would be cut off. */
function countOf(value: Result): number {
  if (!isNumeric(value)) throw new MongoError(5787902, "Value for 'n' must be of integral type");
  const count = coerceToLong(value);
  if (count !== plain(value)) throw new MongoError(5787903, `Value for 'n' must be of integral type, but found ${value.toString()}`);
  if (count <= 0) throw new MongoError(5787908, `'n' must be greater than 0, found ${count}`);
  return count;
}

export const $firstN = several(5787801, (array, n) => array.slice(0, n));
export const $lastN = several(5787801, (array, n) => array.slice(-n));

/** What is null is no candidate. Of equal values those come first that the server's heap puts first. */
function best(array: readonly Value[], n: number, isBefore: (a: Value, b: Value) => boolean): Value[] {
  const heap = new Heap<Value>(n, isBefore);
  for (const element of array) if (!isNullish(element)) heap.add(element);
  return heap.sorted();
}

export const $maxN = several(5787900, (array, n, strings) => best(array, n, (a, b) => compare(a, b, strings) > 0));
export const $minN = several(5787900, (array, n, strings) => best(array, n, (a, b) => compare(a, b, strings) < 0));
