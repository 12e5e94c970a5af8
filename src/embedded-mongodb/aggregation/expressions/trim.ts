import { MongoError } from '../../errors.js';
import type { Result } from '../variables.js';
import { isNullish, onValues, parseInOrder, typeName } from './arguments.js';
import { Operation } from './node.js';
import type { Operator } from './parser.js';

/** What is trimmed when no `chars` are given. */
const WHITESPACE = new Set('\0\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a');

const CODES = { notAnObject: 50696, unknown: 50694, missing: { input: 50695 } };

function trimming(left: boolean, right: boolean): Operator {
  return (argument, parser, name) => {
    const [input, chars] = parseInOrder(argument, parser, name, ['input', 'chars'], CODES);
    return new Operation(chars === undefined ? [input] : [input, chars], onValues((text, unwanted) => {
      if (isNullish(text!)) return null;
      if (typeof text !== 'string') throw new MongoError(50699, `${name} requires its input to be a string, got ${typeName(text)} instead.`);
      if (chars === undefined) return trim(text, WHITESPACE, left, right);
      return withCharacters(text, unwanted!, name, left, right);
    }));
  };
}

function withCharacters(text: string, chars: Result, name: string, left: boolean, right: boolean): Result {
  if (isNullish(chars)) return null;
  if (typeof chars !== 'string') throw new MongoError(50700, `${name} requires 'chars' to be a string, got ${typeName(chars)} instead.`);
  return trim(text, new Set(chars), left, right);
}

function trim(text: string, unwanted: ReadonlySet<string>, left: boolean, right: boolean): string {
  const characters = [...text];
  let start = 0;
  let end = characters.length;
  while (left && start < end && unwanted.has(characters[start]!)) start += 1;
  while (right && end > start && unwanted.has(characters[end - 1]!)) end -= 1;
  return characters.slice(start, end).join('');
}

export const $trim = trimming(true, true);
export const $ltrim = trimming(true, false);
export const $rtrim = trimming(false, true);
