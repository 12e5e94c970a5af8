import { compare } from '../../bson/compare.js';
import { plain } from '../../bson/arithmetic.js';
import type { BsonNumber, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { isNumber } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { isNullish, needDocument, onValues, requireParameters, typeName } from './arguments.js';
import type { Node } from './node.js';
import { Operation } from './node.js';
import type { Operator, Parser } from './parser.js';

const CODES = { notAnObject: 2942500, unknown: 2942501, missing: { input: 2942502, sortBy: 2942503 } };

/** `sortBy: 1` sorts whole elements; `sortBy: { a: 1 }` sorts documents. Unlike in the stage $sort an array counts as a whole. */
export const $sortArray: Operator = (argument, parser, name) => {
  const given = needDocument(argument, name, CODES);
  let input: Node | undefined;
  let order: Order | undefined;
  for (const parameter of Object.keys(given)) {
    if (parameter === 'input') input = parser.parse(given.input);
    else if (parameter === 'sortBy') order = orderOf(given.sortBy, parser);
    else throw new MongoError(CODES.unknown, `$sortArray found an unknown argument: ${parameter}`);
  }
  requireParameters(given, name, CODES);
  return new Operation([input], onValues((array) => {
    if (isNullish(array!)) return null;
    if (!Array.isArray(array)) throw new MongoError(2942504, `The input argument to $sortArray must be an array, but was of type: ${typeName(array!)}`);
    return array.toSorted(order);
  }), { whole: 'never' });
};

type Order = (a: Value, b: Value) => number;

function orderOf(sortBy: Value, parser: Parser): Order {
  const { strings } = parser;
  if (isNumber(sortBy)) {
    const direction = plain(sortBy);
    if (direction !== 1 && direction !== -1) throw new MongoError(2942506, 'The $sort element value must be either 1 or -1');
    return (a, b) => direction * compare(a, b, strings);
  }
  if (!isDoc(sortBy)) {
    throw new MongoError(2942507, 'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields');
  }
  const paths = Object.keys(sortBy);
  if (paths.length === 0) throw new MongoError(2942505, 'The sort pattern is empty when it should be a set of fields.');
  for (const path of paths) {
    const direction = sortBy[path];
    if (!isNumber(direction) || Math.abs(plain(direction)) !== 1) throw new MongoError(2942505, 'The sort element value must be either 1 or -1');
    if (path.split('.').includes('')) throw new MongoError(2942505, `The sort field has an empty part: ${path}`);
  }
  const fields = paths.map((path) => ({ parts: path.split('.'), direction: plain(sortBy[path] as BsonNumber) }));
  return (a, b) => {
    for (const { parts, direction } of fields) {
      const order = direction * compare(fieldFor(a, parts), fieldFor(b, parts), strings);
      if (order !== 0) return order;
    }
    return 0;
  };
}

/** Arrays on the path are not looked through but for a place in them, and what is missing is null. */
function fieldFor(element: Value, parts: readonly string[]): Value {
  if (!isDoc(element)) return null;
  let value: Value = element;
  for (const part of parts) {
    if (isDoc(value)) value = value[part] ?? null;
    else if (Array.isArray(value) && /^(?:0|[1-9]\d*)$/.test(part)) value = value[Number(part)] ?? null;
    else return null;
  }
  return value;
}
