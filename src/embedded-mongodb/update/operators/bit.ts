import { Int32, Long } from 'bson';
import { isDoc } from '../../bson/document.js';
import type { Value } from '../../bson/document.js';
import { identical } from '../../bson/identical.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { describe, describeField } from '../describe.js';
import type { Site, UpdateOperator } from '../operator.js';
import { UNCHANGED } from '../operator.js';

type Whole = Int32 | Long;
type Combination = (a: Whole) => Whole;

const COMBINE: Record<string, (a: bigint, b: bigint) => bigint> = {
  and: (a, b) => a & b,
  or: (a, b) => a | b,
  xor: (a, b) => a ^ b,
};

const isWhole = (value: Value): value is Whole => typeOf(value) === 'int' || typeOf(value) === 'long';
const bitsOf = (value: Whole): bigint => (value._bsontype === 'Long' ? (value as Long).toBigInt() : BigInt((value as Int32).value));

/** Applies `and`, `or` and `xor` in the order they are given; a field that was not there starts as zero. */
export const $bit: UpdateOperator = (argument) => {
  const steps = stepsOf(argument);
  const apply = (value: Whole): Whole => steps.reduce((current, step) => step(current), value);
  return {
    existing: (value, site) => {
      const result = apply(whole(value, site));
      return identical(result, value) ? UNCHANGED : result;
    },
    created: () => apply(new Int32(0)),
  };
};

function whole(value: Value, site: Site): Whole {
  if (isWhole(value)) return value;
  const where = `_id: ${describe(site.root._id)} has the field ${site.path.slice(site.path.lastIndexOf('.') + 1)} of non-integer type ${typeOf(value)}`;
  throw new MongoError('BadValue', `Cannot apply $bit to a value of non-integral type.${where}`);
}

function stepsOf(argument: Value): Combination[] {
  if (!isDoc(argument)) {
    const wanted = 'You must pass in an embedded document: {$bit: {field: {and/or/xor: #}}';
    throw new MongoError('BadValue', `The $bit modifier is not compatible with a ${typeOf(argument)}. ${wanted}`);
  }
  const names = Object.keys(argument);
  if (names.length === 0) {
    throw new MongoError('BadValue', 'You must pass in at least one bitwise operation. The format is: {$bit: {field: {and/or/xor: #}}');
  }
  return names.map((name) => stepOf(name, argument[name]));
}

function stepOf(name: string, operand: Value): Combination {
  const combine = COMBINE[name];
  if (combine === undefined) {
    const given = `not '${name}' which is an unknown operator: ${describeField(name, operand)}`;
    throw new MongoError('BadValue', `The $bit modifier only supports 'and', 'or', and 'xor', ${given}`);
  }
  if (!isWhole(operand)) {
    const given = `a '${typeOf(operand)}' is not supported here: ${describeField(name, operand)}`;
    throw new MongoError('BadValue', `The $bit modifier field must be an Integer(32/64 bit); ${given}`);
  }
  return (value) => {
    const bits = combine(bitsOf(value), bitsOf(operand));
    return value._bsontype === 'Long' || operand._bsontype === 'Long' ? Long.fromBigInt(bits) : new Int32(Number(bits));
  };
}
