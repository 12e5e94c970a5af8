import type { BSONRegExp } from 'bson';
import { MongoError } from '../../errors.js';
import type { Result } from '../variables.js';
import { isNullish, onValues, parseInOrder, typeName, values } from './arguments.js';
import { Operation } from './node.js';
import type { Operator } from './parser.js';
import { capturesOf, compileRegex, isRegex } from './regex.js';

const CODES = { notAnObject: 51751, unknown: 51750, missing: { input: 51749, find: 51748, replacement: 51747 } };

function replacing(all: boolean): Operator {
  return (argument, parser, name) => {
    return new Operation(parseInOrder(argument, parser, name, ['input', 'find', 'replacement'], CODES), onValues((input, find, replacement) => {
      needText(input!, 'input', 10503904, name);
      if (!isRegex(find!)) needText(find!, 'find', 10503903, name);
      needText(replacement!, 'replacement', 10503902, name);
      if (isNullish(input!) || isNullish(find!) || isNullish(replacement!)) return null;
      return replaced(input as string, find as string | BSONRegExp, replacement as string, all, name);
    }), { whole: 'never' });
  };
}

function needText(value: Result, parameter: string, code: number, name: string): void {
  if (!isNullish(value) && typeof value !== 'string') throw new MongoError(code, `${name} requires that '${parameter}' be a string, found: ${typeName(value)}`);
}

/** The replacement is taken as it is: `$1` in it means nothing. */
function replaced(input: string, find: string | BSONRegExp, replacement: string, all: boolean, name: string): string {
  if (typeof find !== 'string') {
    const { expression } = compileRegex(find, name);
    return input.replace(all ? expression : new RegExp(expression.source, expression.flags.replace('g', '')), () => replacement);
  }
  if (!all) return input.replace(find, () => replacement);
  return find === '' ? ['', ...input, ''].join(replacement) : input.replaceAll(find, () => replacement);
}

export const $replaceOne = replacing(false);
export const $replaceAll = replacing(true);

/** What is captured by a regular expression comes between the parts. */
export const $split = values(2, (text, separator) => {
  if (isNullish(text!) || isNullish(separator!)) return null;
  if (typeof text !== 'string') throw new MongoError(40085, `$split requires an expression that evaluates to a string as a first argument, found: ${typeName(text!)}`);
  if (isRegex(separator!)) return splitByRegex(text, separator);
  if (typeof separator !== 'string') {
    throw new MongoError(40086, `$split requires an expression that evaluates to a string or regular expression as a second argument, found: ${typeName(separator!)}`);
  }
  if (separator === '') throw new MongoError(40087, '$split requires a non-empty separator');
  return text.split(separator);
});

function splitByRegex(text: string, separator: BSONRegExp): Result {
  const pattern = compileRegex(separator, '$split');
  const parts: (string | null)[] = [];
  let from = 0;
  pattern.expression.lastIndex = 0;
  for (const match of text.matchAll(pattern.expression)) {
    parts.push(text.slice(from, match.index), ...capturesOf(match as RegExpExecArray, pattern).map((captured) => captured ?? ''));
    from = match.index + match[0].length;
  }
  return [...parts, text.slice(from)];
}
