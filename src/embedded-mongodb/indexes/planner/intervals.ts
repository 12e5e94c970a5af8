import { BSONRegExp, Double } from 'bson';
import type { StringOrder } from '../../bson/compare.js';
import type { Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import type { TypeAlias } from '../../bson/types.js';
import { isNumber, typeOf } from '../../bson/types.js';
import type { ComparisonNode, InNode, PathNode, Pattern } from '../../query/match/tree.js';
import type { Bounds, Interval } from './bounds.js';
import { endAt, EVERYTHING, FIRST, LAST, point, prefixInterval, typeInterval } from './bounds.js';
import type { Condition } from './conditions.js';
import { excludesMissing } from './conditions.js';

/** What an index field must hold so that a condition can be met. */
export interface Answer {
  intervals: Interval[];
  /** Whatever has a key in the intervals meets the condition. */
  exact: boolean;
}

/** What the keys of a field are like. */
export interface FieldTraits {
  bounds: Bounds;
  strings: StringOrder | undefined;
  /** Whether strings are ordered in the index as in the query. */
  sameCollation: boolean;
  isMultikey: boolean;
}

/** Null when an index is of no use for the condition. */
export function answer(condition: Condition, traits: FieldTraits): Answer | null {
  const { node, negated } = condition;
  if (!traits.sameCollation && dependsOnStrings(node)) return null;
  const isPositional = /\.\d+(\.|$)/.test(condition.path);
  // `a.0` may also name a field of the elements of `a`, which has no keys where it is missing; and an array there is one key.
  if (isPositional && (!excludesMissing(condition) || condition.groups.length > 0)) return null;
  const found = negated ? negation(node, traits) : positive(node, traits);
  if (found === null) return null;
  const exact = found.exact && node.arrays === 'elements' && !isPositional;
  return { intervals: traits.bounds.union(found.intervals), exact };
}

/** Does the outcome depend on the order of strings? */
export function dependsOnStrings(node: PathNode): boolean {
  switch (node.operator) {
    case '$exists':
    case '$type':
    case '$mod':
    case '$size': return false;
    case '$regex': return true;
    case '$in': return node.patterns.length > 0 || node.operand.some(hasText);
    default: return hasText(node.operand);
  }
}

function hasText(value: Value): boolean {
  if (Array.isArray(value)) return value.some(hasText);
  if (isDoc(value)) return Object.values(value).some(hasText);
  return typeOf(value) === 'string' || typeOf(value) === 'symbol';
}

function positive(node: PathNode, traits: FieldTraits): Answer | null {
  switch (node.operator) {
    case '$eq': return equality(node.operand, traits);
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte': return comparison(node, traits);
    case '$in': return membership(node, traits);
    case '$regex': return regex(node.operand, traits);
    case '$exists': return { intervals: EVERYTHING, exact: false };
    case '$type': return types(node);
    case '$mod': return { intervals: [typeInterval('double')], exact: false };
    default: return null;
  }
}

/** Null and missing share a key, and an array is keyed by its elements: neither can be told from keys alone. */
function equality(value: Value, { strings }: FieldTraits): Answer {
  if (value === null) return { intervals: [point(undefined), point(null)], exact: false };
  if (Array.isArray(value)) return { intervals: [point(value[0], strings), point(value, strings)], exact: false };
  return { intervals: [point(value, strings)], exact: true };
}

function comparison({ operator, operand }: ComparisonNode, { strings }: FieldTraits): Answer | null {
  const inclusive = operator === '$gte' || operator === '$lte';
  const upwards = operator === '$gt' || operator === '$gte';
  const alias = typeOf(operand);
  switch (alias) {
    case 'null':
    case 'undefined': return inclusive ? { intervals: [point(undefined), point(null)], exact: false } : { intervals: [], exact: false };
    case 'array':
    case 'regex': return null;
    case 'minKey':
    case 'maxKey': {
      const [low, high] = upwards ? [endAt(operand, !inclusive), LAST] : [FIRST, endAt(operand, inclusive)];
      return { intervals: [{ low, high }], exact: false };
    }
    default:
  }
  if (isNumber(operand) && Number.isNaN(Number(String(operand)))) return { intervals: inclusive ? [point(operand)] : [], exact: true };
  const { low, high } = typeInterval(alias);
  return { intervals: [upwards ? { low: endAt(operand, !inclusive, strings), high } : { low, high: endAt(operand, inclusive, strings) }], exact: true };
}

function membership({ operand, patterns }: InNode, traits: FieldTraits): Answer | null {
  const intervals: Interval[] = [];
  let exact = true;
  for (const value of operand) {
    const one = equality(value, traits);
    intervals.push(...one.intervals);
    exact &&= one.exact;
  }
  for (const pattern of patterns) {
    const one = regex(pattern, traits);
    if (one === null) return null;
    intervals.push(...one.intervals);
    exact = false;
  }
  return { intervals, exact };
}

/** Strings that may match, and the expression itself as a value. A collation has an order that expressions do not know. */
function regex(pattern: Pattern, { strings }: FieldTraits): Answer | null {
  if (strings !== undefined) return null;
  const prefix = prefixOf(pattern);
  return { intervals: [prefix === '' ? typeInterval('string') : prefixInterval(prefix), point(new BSONRegExp(pattern.pattern, pattern.options))], exact: false };
}

/** The plain text that every match begins with. */
function prefixOf({ pattern, options }: Pattern): string {
  if (/[imx]/.test(options) || !/^(\^|\\A)/.test(pattern) || pattern.includes('|')) return '';
  const rest = pattern.replace(/^(\^|\\A)/, '');
  let prefix = '';
  let i = 0;
  while (i < rest.length) {
    const escaped = rest[i] === '\\';
    const char = escaped ? rest[i + 1] : rest[i];
    if (char === undefined || (escaped ? /[A-Za-z0-9]/.test(char) : /[\^$.*+?()[\]{}|\\]/.test(char)) || /[\ud800-\udfff]/.test(char)) break;
    const next = rest[i + (escaped ? 2 : 1)];
    if (next !== undefined && /[*?{]/.test(next)) break;
    prefix += char;
    i += escaped ? 2 : 1;
    if (next === '+') break;
  }
  return prefix;
}

const NAN = point(new Double(NaN));

/** Arrays are keyed by their elements, so `$type: 'array'` can not be asked of an index. */
function types(node: PathNode): Answer | null {
  const intervals: Interval[] = [];
  for (const alias of typesIn(node)) {
    if (alias === 'array') return null;
    if (['int', 'long', 'double', 'decimal'].includes(alias)) intervals.push(NAN);
    intervals.push(typeInterval(alias));
  }
  return { intervals, exact: false };
}

export function typesIn(node: PathNode): Set<TypeAlias> {
  return 'parsed' in node && node.parsed instanceof Set ? (node.parsed as Set<TypeAlias>) : new Set();
}

/**
 * All keys of a document that fails an exact condition lie outside of its intervals; so at least one does.
 * Null is not exact, but without arrays it has one key and nothing else has it.
 */
function negation(node: PathNode, traits: FieldTraits): Answer | null {
  switch (node.operator) {
    case '$exists': return { intervals: [point(undefined), point(null)], exact: false };
    case '$eq':
      if (node.operand === null) return traits.isMultikey ? null : { intervals: traits.bounds.complement([point(null)]), exact: false };
      break;
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
    case '$in': break;
    default: return null;
  }
  const found = positive(node, traits);
  if (found === null || !found.exact) return null;
  return { intervals: traits.bounds.complement(traits.bounds.union(found.intervals)), exact: !traits.isMultikey };
}
