import type { BSONRegExp } from 'bson';
import { Int32 } from 'bson';
import type { Doc, Value } from '../../bson/document.js';
import { doc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { boundedRegExp } from '../../query/regex/bounded.js';
import type { Translation } from '../../query/regex/translate.js';
import { InvalidPattern, translate } from '../../query/regex/translate.js';
import type { Result } from '../variables.js';
import { isNullish, parseInOrder, typeName } from './arguments.js';
import type { Build, Operands } from './node.js';
import { Constant, Operation } from './node.js';
import type { Operator } from './parser.js';

const LONGEST = 32_764;
const MOST_KEPT = 256;

/** Patterns that come from documents are often the same ones again. */
const kept = new Map<string, Translation>();

/** Compiles a pattern for searching from any position. */
export function compilePattern(pattern: string, options: string, operator: string): Translation {
  const key = `${options}/${pattern}`;
  let compiled = kept.get(key);
  if (compiled === undefined) {
    if (kept.size >= MOST_KEPT) kept.clear();
    compiled = translated(pattern, options, operator);
    kept.set(key, compiled);
  }
  return compiled;
}

function translated(pattern: string, options: string, operator: string): Translation {
  if (pattern.length > LONGEST) throw new MongoError(51111, `Invalid Regex in ${operator}: pattern string is longer than the limit set by the application`);
  try {
    const { expression, groups } = translate(pattern, options);
    return { expression: boundedRegExp(expression.source, `${expression.flags}g`), groups };
  } catch (error) {
    throw error instanceof InvalidPattern ? new MongoError(51111, `Invalid Regex in ${operator}: ${error.message}`) : error;
  }
}

/** A BSON regular expression, where an operator takes one in place of a text. */
export function compileRegex(regex: BSONRegExp, operator: string): Translation {
  return compilePattern(regex.pattern, regex.options, operator);
}

export function isRegex(value: Result): value is BSONRegExp {
  return typeof value === 'object' && value !== null && typeOf(value) === 'regex';
}

/** The pattern of `regex` and `options`; undefined where there is none, so that nothing matches. */
function patternFrom(regex: Result, options: Result, operator: string): Translation | undefined {
  const given = isRegex(regex) ? regex : undefined;
  if (given === undefined && !isNullish(regex) && typeof regex !== 'string') throw new MongoError(51105, `${operator} needs 'regex' to be of type string or regex`);
  const pattern = given?.pattern ?? (isNullish(regex) ? undefined : (regex as string));
  if (pattern?.includes('\0')) throw new MongoError(51109, `${operator}: regular expression cannot contain an embedded null byte`);
  if (!isNullish(options) && typeof options !== 'string') throw new MongoError(51106, `${operator} needs 'options' to be of type string`);
  if (!isNullish(options) && given !== undefined && given.options !== '') {
    throw new MongoError(51107, `${operator}: found regex option(s) specified in both 'regex' and 'option' fields`);
  }
  if (typeof options === 'string' && options.includes('\0')) throw new MongoError(51110, `${operator}: regular expression options cannot contain an embedded null byte`);
  if (pattern === undefined) return undefined;
  const letters = typeof options === 'string' ? options : (given?.options ?? '');
  const wrong = /[^imsxu]/.exec(letters);
  if (wrong !== null) throw new MongoError(51108, `${operator} invalid flag in regex options: ${wrong[0]}`);
  return compilePattern(pattern, letters, operator);
}

const CODES = { notAnObject: 51103, unknown: 31024, missing: { input: 31022, regex: 31023 } };

function searching(answer: (text: string, pattern: Translation) => Result, nothing: () => Result): Operator {
  return (argument, parser, name) => {
    const operands = parseInOrder(argument, parser, name, ['input', 'regex', 'options'], CODES);
    const build: Build = ([input, regex, options]) => {
      return (root, variables) => {
        const text = input!(root, variables);
        const pattern = patternFrom(regex!(root, variables), options === undefined ? null : options(root, variables), name);
        if (!isNullish(text) && typeof text !== 'string') throw new MongoError(51104, `${name} needs 'input' to be of type string, not ${typeName(text)}`);
        return isNullish(text) || pattern === undefined ? nothing() : answer(text, pattern);
      };
    };
    // a constant pattern is compiled ahead of the documents
    const check = ([, regex, options]: Operands): undefined => {
      if (regex instanceof Constant && (options === undefined || options instanceof Constant)) patternFrom(regex.value, options?.value ?? null, name);
      return undefined;
    };
    return new Operation(operands, build, { whole: 'never', simplify: check });
  };
}

export const $regexMatch = searching((text, pattern) => matchFrom(text, pattern, 0) !== null, () => false);

export const $regexFind = searching((text, pattern) => {
  const match = matchFrom(text, pattern, 0);
  return match === null ? null : found(match, pattern, codePoints(text, 0, match.index));
}, () => null);

export const $regexFindAll = searching((text, pattern) => {
  const all: Value[] = [];
  let from = 0;
  let position = 0;
  do {
    const match = matchFrom(text, pattern, from);
    if (match === null) break;
    position += codePoints(text, from, match.index);
    all.push(found(match, pattern, position));
    // after an empty match the search goes on with the next character, if there is one
    const end = match.index + (match[0].length || characterAt(text, match.index).length);
    if (end === match.index) break;
    position += codePoints(text, match.index, end);
    from = end;
  } while (from < text.length);
  return all;
}, () => []);

function matchFrom(text: string, { expression }: Translation, from: number): RegExpExecArray | null {
  expression.lastIndex = from;
  return expression.exec(text);
}

export function capturesOf(match: RegExpExecArray, { groups }: Translation): (string | null)[] {
  return groups.map((group) => match.groups?.[group] ?? null);
}

function found(match: RegExpExecArray, pattern: Translation, position: number): Doc {
  return doc({ match: match[0], idx: new Int32(position), captures: capturesOf(match, pattern) });
}

function characterAt(text: string, index: number): string {
  const point = text.codePointAt(index);
  return point === undefined ? '' : String.fromCodePoint(point);
}

function codePoints(text: string, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i += characterAt(text, i).length) count += 1;
  return count;
}
