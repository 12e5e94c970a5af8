import { compare } from '../../bson/compare.js';
import type { StringOrder } from '../../bson/compare.js';
import { plain } from '../../bson/arithmetic.js';
import { isDoc } from '../../bson/document.js';
import type { Doc, Value } from '../../bson/document.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { describeId } from '../describe.js';
import type { UpdateOperator } from '../operator.js';
import { Appended, UNCHANGED } from '../operator.js';

interface Push {
  values: Value[];
  /** Counted from the end if negative; without it, at the end. */
  position?: number;
  /** How many to keep, of the first ones, or of the last ones if negative. */
  slice?: number;
  sort?: (a: Value, b: Value) => number;
}

/** In this order: inserts `$each` at `$position`, applies `$sort`, then `$slice`. */
export const $push: UpdateOperator = (argument, _field, { strings }) => {
  const push = parse(argument, strings);
  return {
    existing: (value, site) => {
      if (!Array.isArray(value)) {
        throw new MongoError('BadValue', `The field '${site.path}' must be an array but is of type ${typeOf(value)} in document ${describeId(site.root)}`);
      }
      if (isIdle(push, value)) return UNCHANGED;
      return isAppending(push, value) ? new Appended([...value, ...push.values], push.values.length) : pushed(value, push);
    },
    created: () => pushed([], push),
  };
};

/** `$pushAll` is long gone; what is left is `$each` with its clauses. */
function parse(argument: Value, strings?: StringOrder): Push {
  if (!isDoc(argument) || !Object.hasOwn(argument, '$each')) return { values: [argument] };
  const push: Push = { values: [] };
  for (const clause of Object.keys(argument)) readClause(push, clause, argument[clause], strings);
  return push;
}

function readClause(push: Push, clause: string, value: Value, strings?: StringOrder): void {
  switch (clause) {
    case '$each':
      if (!Array.isArray(value)) throw new MongoError('BadValue', `The argument to $each in $push must be an array but it was of type: ${typeOf(value)}`);
      push.values = value;
      break;
    case '$position':
      push.position = whole(value, `The value for $position must be an integer value, not of type: ${typeOf(value)}`);
      break;
    case '$slice':
      push.slice = whole(value, `The value for $slice must be an integer value but was given type: ${typeOf(value)}`);
      break;
    case '$sort':
      push.sort = sortOf(value, strings);
      break;
    default:
      throw new MongoError('BadValue', `Unrecognized clause in $push: ${clause}`);
  }
}

/** Sorting counts as a change, even of what is sorted, but not where there is nothing to sort. */
function isIdle({ values, sort, slice }: Push, array: Value[]): boolean {
  return values.length === 0 && (array.length === 0 || (sort === undefined && keepsAll(slice, array.length)));
}

function isAppending({ position, slice, sort }: Push, array: Value[]): boolean {
  return array.length > 0 && slice === undefined && sort === undefined && (position === undefined || position >= array.length);
}

function whole(value: Value, refusal: string): number {
  if (!isNumber(value) || !Number.isInteger(plain(value))) throw new MongoError('BadValue', refusal);
  return plain(value);
}

function pushed(array: Value[], { values, position, slice, sort }: Push): Value[] {
  const at = position === undefined ? array.length : position < 0 ? Math.max(0, array.length + position) : Math.min(position, array.length);
  const result = [...array.slice(0, at), ...values, ...array.slice(at)];
  if (sort !== undefined) result.sort(sort);
  if (keepsAll(slice, result.length)) return result;
  return slice! < 0 ? result.slice(slice) : result.slice(0, slice);
}

function keepsAll(slice: number | undefined, length: number): boolean {
  return slice === undefined || Math.abs(slice) >= length;
}

function sortOf(value: Value, strings?: StringOrder): (a: Value, b: Value) => number {
  if (isNumber(value)) {
    const direction = directionOf(value, 'The $sort element value must be either 1 or -1');
    return (a, b) => direction * compare(a, b, strings);
  }
  if (!isDoc(value)) {
    throw new MongoError('BadValue', 'The $sort is invalid: use 1/-1 to sort the whole element, or {field:1/-1} to sort embedded fields');
  }
  const keys = Object.keys(value).map((field) => ({ path: sortPath(field), direction: directionOf(value[field], 'The sort element value must be either 1 or -1') }));
  if (keys.length === 0) throw new MongoError('BadValue', 'The sort pattern is empty when it should be a set of fields.');
  return (a, b) => {
    for (const { path, direction } of keys) {
      const order = direction * compare(sortKey(a, path), sortKey(b, path), strings);
      if (order !== 0) return order;
    }
    return 0;
  };
}

function directionOf(value: Value, refusal: string): number {
  if (!isNumber(value) || Math.abs(plain(value)) !== 1) throw new MongoError('BadValue', refusal);
  return plain(value);
}

function sortPath(field: string): string[] {
  if (field === '') throw new MongoError('BadValue', 'The sort field cannot be empty');
  const path = field.split('.');
  if (path.includes('')) throw new MongoError('BadValue', `The sort field is a dotted field but has an empty part: ${field}`);
  return path;
}

/** What is not there counts as null, and so does everything inside arrays and in elements that are no documents. */
function sortKey(element: Value, path: string[]): Value {
  let value: Value = element;
  for (const part of path) {
    if (!isDoc(value) || !Object.hasOwn(value, part)) return null;
    value = (value as Doc)[part];
  }
  return value;
}
