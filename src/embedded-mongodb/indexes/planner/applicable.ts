import { compare } from '../../bson/compare.js';
import type { Value } from '../../bson/document.js';
import type { TypeAlias } from '../../bson/types.js';
import { typeOf } from '../../bson/types.js';
import type { MatchNode, PathNode } from '../../query/match/tree.js';
import type { Index } from '../index.js';
import type { Condition } from './conditions.js';
import { conditionsOf, conjunctsOf, excludesMissing } from './conditions.js';
import { typesIn } from './intervals.js';

/** Does the index have every document that can answer? Sparse and partial indexes leave some out. */
export function covers(index: Index, conjuncts: readonly MatchNode[], conditions: readonly Condition[]): boolean {
  if (index.partial !== null && !implies(conjuncts, conjunctsOf(index.partial.tree))) return false;
  if (index.geo !== null && !conditions.some(({ path, node, negated }) => !negated && isGeoField(index, path) && (node.operator === '$geoWithin' || node.operator === '$geoIntersects'))) return false;
  return !index.isSparse || index.fields.some(({ path }) => conditions.some((condition) => condition.path === path && excludesMissing(condition)));
}

/** Documents without a place are not in a geo index. */
function isGeoField({ fields }: Index, path: string): boolean {
  return fields.some((field) => field.path === path && (field.kind === '2dsphere' || field.kind === '2d'));
}

/** Whatever meets all of the first meets all of the second. May say no where it is so, never yes where it is not. */
function implies(known: readonly MatchNode[], wanted: readonly MatchNode[]): boolean {
  return wanted.every((want) => known.some((have) => impliesOne(have, want)));
}

function impliesOne(have: MatchNode, want: MatchNode): boolean {
  if (have.kind === 'or') return have.children.length > 0 && have.children.every((branch) => implies(conjunctsOf(branch), [want]));
  if (want.kind === 'or') return want.children.some((branch) => implies([have], conjunctsOf(branch)));
  if (want.kind === 'and') return want.children.every((child) => impliesOne(have, child));
  if (want.kind === 'not') return have.kind === 'not' && sameNode(have.child, want.child);
  if (want.kind !== 'path') return false;
  return conditionsOf([have]).some((condition) => condition.path === want.path && !condition.negated && impliesPath(condition, want));
}

function impliesPath(condition: Condition, want: PathNode): boolean {
  const have = condition.node;
  if (want.operator === '$exists') return excludesMissing(condition);
  // Other elements of an array may meet what this one does not, but the wanted condition asks for no more than one.
  switch (have.operator) {
    case '$eq': return isScalar(have.operand) && wantsOperand(want) && want.test(have.operand);
    case '$in': return have.patterns.length === 0 && have.operand.every(isScalar) && wantsOperand(want) && have.operand.every((value) => want.test(value));
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte': return impliedByRange(have.operator, have.operand, want);
    default: return sameNode(have, want);
  }
}

function isScalar(value: Value): boolean {
  return value !== null && value !== undefined && !Array.isArray(value);
}

/** Whether `test` of one value tells about all documents that have the value. */
function wantsOperand(want: PathNode): boolean {
  return ['$eq', '$gt', '$gte', '$lt', '$lte', '$in', '$type', '$regex', '$mod'].includes(want.operator);
}

function impliedByRange(operator: '$gt' | '$gte' | '$lt' | '$lte', operand: Value, want: PathNode): boolean {
  if (want.operator === '$type') return isScalar(operand) && typeOf(operand) !== 'minKey' && typeOf(operand) !== 'maxKey' && impliesType(operand, want);
  if (want.operator !== '$gt' && want.operator !== '$gte' && want.operator !== '$lt' && want.operator !== '$lte') return false;
  const upwards = operator.startsWith('$gt');
  if (upwards !== want.operator.startsWith('$gt') || typeClass(operand) !== typeClass(want.operand)) return false;
  const order = compare(operand, want.operand) * (upwards ? 1 : -1);
  return order > 0 || (order === 0 && (operator === want.operator || want.operator.endsWith('e')));
}

const NUMBERS: TypeAlias[] = ['int', 'long', 'double', 'decimal'];

/** A range holds all types that compare with its end: every number, if that is one. */
function impliesType(operand: Value, want: PathNode): boolean {
  if (typeClass(operand) !== 'number') return want.test(operand);
  return want.operator === '$type' && NUMBERS.every((alias) => typesIn(want).has(alias));
}

function typeClass(value: Value): string {
  const alias = typeOf(value);
  return alias === 'int' || alias === 'long' || alias === 'double' || alias === 'decimal' ? 'number' : alias;
}

function sameNode(a: MatchNode, b: MatchNode): boolean {
  if (a.kind !== 'path' || b.kind !== 'path' || a.path !== b.path || a.operator !== b.operator) return false;
  if (a.operator === '$regex' || b.operator === '$regex' || a.operator === '$in') return false;
  return compare(a.operand as Value, b.operand as Value) === 0;
}
