import { Int32 } from 'bson';
import { compareText } from '../../bson/compare.js';
import { MongoError } from '../../errors.js';
import type { Result } from '../variables.js';
import { asInt, chain, isNullish, isNumeric, onValues, operandsOf, typeName, values } from './arguments.js';
import { Operation } from './node.js';
import type { Operator } from './parser.js';
import { coerceToLong, coerceToText } from './coercion.js';

export const $concat = chain('full', (operands) => (root, variables) => {
  let text = '';
  for (const operand of operands) {
    const value = operand(root, variables);
    if (isNullish(value)) return null;
    if (typeof value !== 'string') throw new MongoError(16702, `$concat only supports strings, not ${typeName(value)}`);
    text += value;
  }
  return text;
});

/** Only ASCII letters have an upper and a lower case here. */
function upper(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

function lower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

export const $toUpper = values(1, (value) => upper(coerceToText(value!)));
export const $toLower = values(1, (value) => lower(coerceToText(value!)));

export const $strcasecmp = values(2, (a, b) => {
  const [x, y] = [upper(coerceToText(a!)), upper(coerceToText(b!))];
  return new Int32(Math.sign(compareText(x, y)));
});

function textLength(operator: string, code: number, measure: (text: string) => number): Operator {
  return values(1, (value) => {
    if (typeof value !== 'string') throw new MongoError(code, `${operator} requires a string argument, found: ${typeName(value!)}`);
    return new Int32(measure(value));
  });
}

export const $strLenBytes = textLength('$strLenBytes', 34473, (text) => Buffer.byteLength(text));
export const $strLenCP = textLength('$strLenCP', 34471, (text) => [...text].length);

/** A byte that is not the first one of its character. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

export const $substrBytes: Operator = (argument, parser) => new Operation(operandsOf(argument, parser, '$substrBytes', 3), onValues((input, from, size) => {
  const bytes = Buffer.from(coerceToText(input!));
  if (!isNumeric(from!)) throw new MongoError(16034, `$substrBytes:  starting index must be a numeric type (is BSON type ${typeName(from!)})`);
  if (!isNumeric(size!)) throw new MongoError(16035, `$substrBytes:  length must be a numeric type (is BSON type ${typeName(size!)})`);
  const start = coerceToLong(from);
  if (start < 0) throw new MongoError(50752, `$substrBytes:  starting index must be non-negative (got: ${start})`);
  const wanted = coerceToLong(size);
  const end = start + (wanted < 0 ? bytes.length : wanted);
  if (isContinuation(bytes[start])) throw new MongoError(28656, '$substrBytes:  Invalid range, starting index is a UTF-8 continuation byte.');
  if (isContinuation(bytes[end])) throw new MongoError(28657, '$substrBytes:  Invalid range, ending index is in the middle of a UTF-8 character.');
  return bytes.toString('utf8', Math.min(start, bytes.length), Math.min(end, bytes.length));
}));

/** The older name of $substrBytes. */
export const $substr = $substrBytes;

export const $substrCP = values(3, (input, from, size) => {
  const text = coerceToText(input!);
  const start = position(from!, 'starting index', 34450, 34451);
  const wanted = position(size!, 'length', 34452, 34453);
  if (wanted < 0) throw new MongoError(34454, '$substrCP: length must be a nonnegative integer.');
  if (start < 0) throw new MongoError(34455, '$substrCP: the starting index must be nonnegative integer.');
  return [...text].slice(start, start + wanted).join('');
});

function position(value: Result, what: string, notNumeric: number, notInt: number): number {
  if (!isNumeric(value)) throw new MongoError(notNumeric, `$substrCP: ${what} must be a numeric type (is BSON type ${typeName(value)})`);
  const int = asInt(value);
  if (int === undefined) throw new MongoError(notInt, `$substrCP: ${what} cannot be represented as a 32-bit integral value: ${value.toString()}`);
  return int;
}

export interface IndexCodes {
  notIntegral: number;
  negative: number;
}

/** The bounds of $indexOfBytes, $indexOfCP and $indexOfArray. */
export function nonNegative(value: Result, operator: string, what: string, codes: IndexCodes = { notIntegral: 40096, negative: 40097 }): number {
  const int = isNumeric(value) ? asInt(value) : undefined;
  if (int === undefined) {
    throw new MongoError(codes.notIntegral, `${operator} requires an integral ${what} index, found a value of type: ${typeName(value)}`);
  }
  if (int < 0) throw new MongoError(codes.negative, `${operator} requires a nonnegative ${what} index, found: ${int}`);
  return int;
}

type Search = (input: string, token: string, start: number, end: number) => number;

function indexOf(operator: string, notText: number, notToken: number, search: Search): Operator {
  return values([2, 4], (input, token, start, end) => {
    if (isNullish(input!)) return null;
    if (typeof input !== 'string') throw new MongoError(notText, `${operator} requires a string as the first argument, found: ${typeName(input)}`);
    if (typeof token !== 'string') throw new MongoError(notToken, `${operator} requires a string as the second argument, found: ${typeName(token!)}`);
    const from = start === undefined ? 0 : nonNegative(start, operator, 'starting');
    const to = end === undefined ? Infinity : nonNegative(end, operator, 'ending');
    return new Int32(search(input, token, from, to));
  });
}

export const $indexOfBytes = indexOf('$indexOfBytes', 40091, 40092, (input, token, start, end) => {
  const bytes = Buffer.from(input);
  const stop = Math.min(bytes.length, end);
  return start > stop ? -1 : bytes.subarray(0, stop).indexOf(token, start);
});

/** The token has to begin before the end, but may go beyond it; this is what the server does, for code points only. */
export const $indexOfCP = indexOf('$indexOfCP', 40093, 40094, (input, token, start, end) => {
  if (input === '' && token === '') return start === 0 ? 0 : -1;
  let offset = 0;
  let index = 0;
  for (const character of input) {
    if (index >= end) return -1;
    if (index >= start && input.startsWith(token, offset)) return index;
    offset += character.length;
    index += 1;
  }
  return -1;
});
