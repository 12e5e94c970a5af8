import { compare, equal } from '../../../bson/compare.js';
import type { Value } from '../../../bson/document.js';
import { isDoc } from '../../../bson/document.js';
import { typeOf } from '../../../bson/types.js';
import type { Keyword, Validate } from './keyword.js';
import { booleanArgument, countArgument, mustBe, withSortedFields } from './keyword.js';

/** For arrays only; all else is valid. */
function forArrays(isValid: (array: Value[]) => boolean): Validate {
  return (value) => !Array.isArray(value) || isValid(value);
}

export const minItems: Keyword = (argument, _surroundings, name) => {
  const least = countArgument(argument, name);
  return forArrays((array) => array.length >= least);
};

export const maxItems: Keyword = (argument, _surroundings, name) => {
  const most = countArgument(argument, name);
  return forArrays((array) => array.length <= most);
};

export const uniqueItems: Keyword = (argument, _surroundings, name) => {
  if (!booleanArgument(argument, name)) return undefined;
  return forArrays((array) => {
    const sorted = array.map(withSortedFields).sort(compare);
    return sorted.every((value, i) => i === 0 || !equal(value, sorted[i - 1]));
  });
};

/** One schema for all elements, or one for each of the first. */
export const items: Keyword = (argument, { compile }, name) => {
  if (isDoc(argument)) {
    const isValid = compile(argument);
    return forArrays((array) => array.every(isValid));
  }
  if (!Array.isArray(argument)) throw mustBe(`an array or an object, not ${typeOf(argument)}`, name);
  const validations = argument.map((schema) => {
    if (!isDoc(schema)) throw mustBe(`an array of objects, but found a ${typeOf(schema)}`, name);
    return compile(schema);
  });
  return forArrays((array) => validations.every((isValid, i) => i >= array.length || isValid(array[i])));
};

/** For the elements behind those that `items` has a schema for, if it is a list. */
export const additionalItems: Keyword = (argument, { schema, compile }, name) => {
  if (typeof argument !== 'boolean' && !isDoc(argument)) throw mustBe(`either an object or a boolean, but got a ${typeOf(argument)}`, name);
  const isValid: Validate = typeof argument === 'boolean' ? () => argument : compile(argument);
  const { items: listed } = schema;
  return Array.isArray(listed) ? forArrays((array) => array.slice(listed.length).every(isValid)) : undefined;
};
