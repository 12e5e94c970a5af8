import { BSONRegExp } from 'bson';
import { patternOf } from '../regex.js';
import type { Keyword, Validate } from './keyword.js';
import { countArgument, mustBe } from './keyword.js';

/** For strings only; all else is valid. */
function forStrings(isValid: (value: string) => boolean): Validate {
  return (value) => typeof value !== 'string' || isValid(value);
}

/** Lengths are in code points. */
export const minLength: Keyword = (argument, _surroundings, name) => {
  const least = countArgument(argument, name);
  return forStrings((value) => [...value].length >= least);
};

export const maxLength: Keyword = (argument, _surroundings, name) => {
  const most = countArgument(argument, name);
  return forStrings((value) => [...value].length <= most);
};

/** At the top there is no string, so MongoDB does not even look at the expression. */
export const pattern: Keyword = (argument, { isTop }, name) => {
  if (typeof argument !== 'string') throw mustBe('a string', name);
  if (isTop) return undefined;
  const { expression } = patternOf(new BSONRegExp(argument));
  return forStrings((value) => expression.test(value));
};

/** `title` and `description` are for readers. */
export const remark: Keyword = (argument, _surroundings, name) => {
  if (typeof argument !== 'string') throw mustBe('of type string', name);
  return undefined;
};
