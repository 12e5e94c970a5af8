import { Long } from 'bson';
import * as arithmetic from '../../bson/arithmetic.js';
import type { BsonNumber } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { isNullish, isNumeric, typeName } from '../expressions/arguments.js';
import type { Result } from '../variables.js';
import { MISSING } from '../variables.js';
import type { WindowFunctionDefinition } from './window.js';

/** Last observation carried forward. */
export const $locf: WindowFunctionDefinition = (section, { stage }) => {
  refuseWindow(section, '$locf');
  const input = stage.expression(section.$locf);
  return ({ documents, variables }) => {
    let last: Result = null;
    return documents.map((document) => {
      const value = input(document, variables);
      if (!isNullish(value)) last = value;
      return last;
    });
  };
};

function refuseWindow(section: object, name: string): void {
  for (const field of Object.keys(section)) if (field !== name) throw new MongoError('FailedToParse', `'${field}' field is not allowed in ${name}`);
}

/** What is null between two numbers gets a number on the line between them. */
export const $linearFill: WindowFunctionDefinition = (section, { stage, sortKey }) => {
  refuseWindow(section, '$linearFill');
  if (sortKey === undefined) throw new MongoError(605001, '$linearFill must be specified with a top level sortBy expression with exactly one element');
  const input = stage.expression(section.$linearFill);
  return ({ documents, variables }) => {
    const points: { x: BsonNumber; y: BsonNumber | null }[] = [];
    for (const document of documents) {
      const x = place(sortKey(document, variables));
      const before = points.at(-1);
      if (before !== undefined && arithmetic.compareNumbers(x, before.x) === 0) {
        throw new MongoError(6050106, 'There can be no repeated values in the sort field in the same partition');
      }
      points.push({ x, y: numberOrNull(input(document, variables)) });
    }
    const results: Result[] = points.map(({ y }) => y);
    let left = -1;
    for (const [right, { y }] of points.entries()) {
      if (y === null) continue;
      if (left >= 0) for (let i = left + 1; i < right; i += 1) results[i] = onLine(points[left] as Point, points[right] as Point, points[i]!.x);
      left = right;
    }
    return results;
  };
};

interface Point {
  x: BsonNumber;
  y: BsonNumber;
}

function place(value: Result): BsonNumber {
  if (value !== MISSING && value instanceof Date) return Long.fromNumber(value.getTime());
  if (!isNumeric(value)) throw new MongoError('TypeMismatch', `Value of the sortBy field must be numeric or a date, but found ${typeName(value)}`);
  return value;
}

function numberOrNull(value: Result): BsonNumber | null {
  if (isNullish(value)) return null;
  if (!isNumeric(value)) throw new MongoError('TypeMismatch', `Value to be filled must be numeric or nullish, but found ${typeName(value)}`);
  return value;
}

function onLine(left: Point, right: Point, x: BsonNumber): BsonNumber {
  const slope = arithmetic.divide(arithmetic.subtract(right.y, left.y), arithmetic.subtract(right.x, left.x));
  return arithmetic.add(left.y, arithmetic.multiply(slope, arithmetic.subtract(x, left.x)));
}
