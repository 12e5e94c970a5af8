import { ObjectId } from 'bson';
import type { Double, Int32 } from 'bson';
import type { StringOrder } from '../../bson/compare.js';
import { compare, typeRank } from '../../bson/compare.js';
import type { BsonNumber, Value } from '../../bson/document.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { PathOperator, Place } from './operator.js';
import { not } from './build.js';
import type { ComparisonNode, Missing } from './tree.js';
import { MISSING } from './tree.js';

type Operator = ComparisonNode['operator'];
type Test = (value: Value | Missing) => boolean;

export const $eq: PathOperator = (operand, place) => comparison('$eq', operand, place);
export const $gt: PathOperator = (operand, place) => comparison('$gt', operand, place);
export const $gte: PathOperator = (operand, place) => comparison('$gte', operand, place);
export const $lt: PathOperator = (operand, place) => comparison('$lt', operand, place);
export const $lte: PathOperator = (operand, place) => comparison('$lte', operand, place);

export const $ne: PathOperator = (operand, place) => {
  if (typeOf(operand) === 'regex') throw new MongoError('BadValue', "Can't have regex as arg to $ne.");
  return not(comparison('$eq', operand, place));
};

export function comparison(operator: Operator, operand: Value, place: Pick<Place, 'path' | 'strings'>): ComparisonNode {
  if (operand === undefined) throw new MongoError('BadValue', 'cannot compare to undefined');
  if (operator !== '$eq' && typeOf(operand) === 'regex') {
    throw new MongoError('BadValue', `Can't have RegEx as arg to non-equality predicate over field '${place.path}'.`);
  }
  return { kind: 'path', path: place.path, operator, operand, arrays: 'elements', test: testOf(operator, operand, place.strings) };
}

/** Which results of comparing a value with the operand pass. */
const PASSES: Record<Operator, (order: number) => boolean> = {
  $eq: (order) => order === 0,
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
};

/**
 * Values are compared within one type only, the four number types being one. MinKey and MaxKey alone compare with
 * values of every type, even with a missing one.
 */
function testOf(operator: Operator, operand: Value, strings: StringOrder | undefined): Test {
  const passes = PASSES[operator];
  const type = typeOf(operand);
  switch (type) {
    case 'null': return passes(0) ? (value) => value === null || value === MISSING : () => false;
    case 'minKey': return (value) => passes(value !== MISSING && typeOf(value) === 'minKey' ? 0 : 1);
    case 'maxKey': return (value) => passes(value !== MISSING && typeOf(value) === 'maxKey' ? 0 : -1);
    case 'int':
    case 'double':
    case 'long':
    case 'decimal': return numberTest(operator, operand as BsonNumber);
    case 'string':
      if (strings === undefined && operator === '$eq') return (value) => value === operand || (typeof value === 'object' && sameRank(value, operand) && compare(value, operand) === 0);
      break;
    case 'objectId':
      if (operator === '$eq') return (value) => value instanceof ObjectId && value.equals(operand as ObjectId);
      break;
    default:
  }
  const rank = typeRank(operand);
  return (value) => value !== MISSING && typeRank(value) === rank && passes(compare(value, operand, strings));
}

function sameRank(a: Value, b: Value): boolean {
  return typeRank(a) === typeRank(b);
}

/** NaN equals NaN, and is neither below nor above anything. */
function numberTest(operator: Operator, operand: BsonNumber): Test {
  const passes = PASSES[operator];
  if (isNaNumber(operand)) return passes(0) ? (value) => value !== MISSING && isNumber(value) && isNaNumber(value) : () => false;
  const plain = operand._bsontype === 'Int32' || operand._bsontype === 'Double' ? Number((operand as Int32 | Double).value) : undefined;
  return (value) => {
    if (typeof value !== 'object' || value === null) return false;
    const type = (value as { _bsontype?: unknown })._bsontype;
    if (plain !== undefined && (type === 'Int32' || type === 'Double')) {
      const other = (value as Int32 | Double).value;
      return passes(other < plain ? -1 : other > plain ? 1 : other === plain ? 0 : NaN);
    }
    return isNumber(value) && !isNaNumber(value) && passes(compare(value, operand));
  };
}

function isNaNumber(value: BsonNumber): boolean {
  switch (value._bsontype) {
    case 'Double': return Number.isNaN((value as Double).value);
    case 'Decimal128': return value.toString() === 'NaN';
    default: return false;
  }
}
