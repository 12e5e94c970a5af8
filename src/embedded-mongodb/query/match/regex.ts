import type { BSONRegExp, BSONSymbol } from 'bson';

import type { Value } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { MATCH_LIMIT_EXCEEDED } from '../regex/bounded.js';
import { InvalidPattern, translate } from '../regex/translate.js';
import type { PathOperator } from './operator.js';
import type { MatchNode, Missing, Pattern, RegexNode } from './tree.js';
import { MISSING } from './tree.js';
import { and } from './build.js';

export const $regex: PathOperator = (operand, { path, section }) => {
  const given = typeOf(operand) === 'regex' ? (operand as BSONRegExp) : undefined;
  if (given === undefined && typeof operand !== 'string') throw new MongoError('BadValue', '$regex has to be a string');
  const options = section.$options;
  if ('$options' in section) {
    if (typeof options !== 'string') throw new MongoError('BadValue', '$options has to be a string');
    if (given !== undefined && given.options !== '') throw new MongoError(51075, 'options set in both $regex and $options');
  }
  return regex(compilePattern(given?.pattern ?? (operand as string), typeof options === 'string' ? options : (given?.options ?? '')), path);
};

/** Read by `$regex`. */
export const $options: PathOperator = (_operand, { section }) => {
  if (!('$regex' in section)) throw new MongoError('BadValue', '$options needs a $regex');
  return and([]);
};

export function regex(pattern: Pattern, path: string): MatchNode {
  return { kind: 'path', path, operator: '$regex', operand: pattern, arrays: 'elements', test: patternTest(pattern) } satisfies RegexNode;
}

export function patternOf(value: BSONRegExp): Pattern {
  return compilePattern(value.pattern, value.options);
}

const LONGEST = 32_764;

function compilePattern(pattern: string, options: string): Pattern {
  if (pattern.includes('\0')) throw new MongoError('BadValue', 'Regular expression cannot contain an embedded null byte');
  const wrong = /[^imsxu]/.exec(options);
  if (wrong !== null) throw new MongoError(51108, ` invalid flag in regex options: ${wrong[0]}`);
  if (pattern.length > LONGEST) throw new MongoError(51091, 'Regular expression is invalid: pattern string is longer than the limit set by the application');
  return { pattern, options, expression: translated(pattern, options) };
}

function translated(pattern: string, options: string): RegExp {
  try {
    return translate(pattern, options).expression;
  } catch (error) {
    throw error instanceof InvalidPattern ? new MongoError(51091, `Regular expression is invalid: ${error.message}`) : error;
  }
}

/** Strings and symbols are searched. A stored regular expression matches if it is the same one. */
export function patternTest({ pattern, options, expression }: Pattern): (value: Value | Missing) => boolean {
  return (value) => {
    if (typeof value === 'string') return matches(expression, value);
    if (value === MISSING || typeof value !== 'object' || value === null) return false;
    switch (typeOf(value)) {
      case 'symbol': return matches(expression, (value as BSONSymbol).value);
      case 'regex': return (value as BSONRegExp).pattern === pattern && (value as BSONRegExp).options === options;
      default: return false;
    }
  };
}

/** A filter takes a text that cannot be decided within the limit for one that does not match. */
function matches(expression: RegExp, text: string): boolean {
  try {
    return expression.test(text);
  } catch (error) {
    if (error instanceof MongoError && error.code === MATCH_LIMIT_EXCEEDED) return false;
    throw error;
  }
}
