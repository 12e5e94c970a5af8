import type { BSONRegExp } from 'bson';
import type { StringOrder } from '../../bson/compare.js';
import { compare } from '../../bson/compare.js';
import type { Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { comparison } from './comparison.js';
import type { PathOperator, Place } from './operator.js';
import { patternOf, patternTest, regex } from './regex.js';
import type { InNode, MatchNode, Missing, Pattern } from './tree.js';
import { MISSING } from './tree.js';

export const $in: PathOperator = (operand, place) => parse('$in', operand, place);

export const $nin: PathOperator = (operand, place) => ({ kind: 'not', child: parse('$nin', operand, place) });

function parse(name: string, operand: Value, place: Place): MatchNode {
  if (!Array.isArray(operand)) throw new MongoError('BadValue', `${name} needs an array`);
  const values: Value[] = [];
  const patterns: Pattern[] = [];
  for (const value of operand) {
    if (value === undefined) throw new MongoError('BadValue', 'InMatchExpression equality cannot be undefined');
    if (isDoc(value) && Object.keys(value)[0]?.startsWith('$')) throw new MongoError('BadValue', `cannot nest $ under ${name}`);
    if (typeOf(value) === 'regex') patterns.push(patternOf(value as BSONRegExp));
    else values.push(value);
  }
  return inList(values, patterns, place);
}

/** The node of a list; one value is compared, one pattern is matched. */
export function inList(values: Value[], patterns: Pattern[], place: Pick<Place, 'path' | 'strings'>): MatchNode {
  const sorted = sortedWithoutDuplicates(values, place.strings);
  if (sorted.length === 1 && patterns.length === 0) return comparison('$eq', sorted[0]!, place);
  if (sorted.length === 0 && patterns.length === 1) return regex(patterns[0]!, place.path);
  const matchers = patterns.map(patternTest);
  const test = (value: Value | Missing): boolean => has(sorted, value, place.strings) || matchers.some((matches) => matches(value));
  return { kind: 'path', path: place.path, operator: '$in', operand: sorted, patterns, arrays: 'elements', test } satisfies InNode;
}

function sortedWithoutDuplicates(values: Value[], strings: StringOrder | undefined): Value[] {
  return [...values].sort((a, b) => compare(a, b, strings)).filter((value, i, all) => i === 0 || compare(all[i - 1], value, strings) !== 0);
}

function has(sorted: Value[], value: Value | Missing, strings: StringOrder | undefined): boolean {
  const wanted = value === MISSING ? null : value;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compare(sorted[middle], wanted, strings);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}
