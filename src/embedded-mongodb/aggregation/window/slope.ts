import { Int32, Long } from 'bson';
import { divide, isZero, Summation } from '../../bson/arithmetic.js';
import * as arithmetic from '../../bson/arithmetic.js';
import type { BsonNumber, Doc } from '../../bson/document.js';
import { doc, isDoc } from '../../bson/document.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Expression } from '../expression.js';
import { compileExpression } from '../expression.js';
import { isNullish, isNumeric } from '../expressions/arguments.js';
import { unitFrom } from '../expressions/date/unit.js';
import type { Result } from '../variables.js';
import { MISSING, Variables } from '../variables.js';
import { boundsOf } from './bounds.js';
import type { WindowContext, WindowFunctionDefinition } from './window.js';

// $derivative and $integral: the rise over the order of the documents, and the area under it.

const MILLISECONDS: Record<string, number> = { week: 604_800_000, day: 86_400_000, hour: 3_600_000, minute: 60_000, second: 1000, millisecond: 1 };

interface Arguments {
  input: Expression;
  sortKey: Expression;
  /** Milliseconds of the unit, if there is one. */
  unit: Long | undefined;
}

function argumentsOf(section: Doc, { stage, sortBy, sortKey }: WindowContext, name: string): Arguments {
  const argument = section[name];
  if (!isDoc(argument)) throw new MongoError('FailedToParse', `${name} expects an object, but got a ${typeOf(argument)}: ${name}`);
  for (const field of Object.keys(argument)) {
    if (field !== 'input' && field !== 'unit') throw new MongoError('FailedToParse', `${name} got unexpected argument: ${field}`);
  }
  if (!('input' in argument)) throw new MongoError('FailedToParse', `${name} requires an 'input' expression`);
  if (sortBy === undefined) throw new MongoError('FailedToParse', `${name} requires a sortBy`);
  if (sortKey === undefined) throw new MongoError('FailedToParse', `${name} requires a non-compound sortBy`);
  const unit = 'unit' in argument ? unitOf(argument.unit as string) : undefined;
  return { input: stage.expression(argument.input), sortKey, unit };
}

function unitOf(name: string): Long {
  const milliseconds = MILLISECONDS[unitFrom(name, 'window')];
  if (milliseconds === undefined) throw new MongoError(5490710, "unit must be 'week' or smaller");
  return Long.fromNumber(milliseconds);
}

const SUBTRACT = compileExpression(doc({ $subtract: ['$a', '$b'] }));

function minus(a: Result, b: Result): BsonNumber {
  return SUBTRACT(doc({ ...(a === MISSING ? {} : { a }), ...(b === MISSING ? {} : { b }) }), Variables.none) as BsonNumber;
}

export const $derivative: WindowFunctionDefinition = (section, context, name) => {
  const { input, sortKey, unit } = argumentsOf(section, context, name);
  if (!('window' in section)) throw new MongoError('FailedToParse', '$derivative requires explicit window bounds');
  const bounds = boundsOf(section, context);
  return (partition) => {
    const { documents, variables } = partition;
    const boundsAt = bounds.of(partition);
    return documents.map((_document, position) => {
      const [from, to] = boundsAt(position);
      if (to - from < 1) return null;
      const [first, last] = [documents[from]!, documents[to - 1]!];
      const [x0, x1]: [Result, Result] = [sortKey(first, variables), sortKey(last, variables)];
      checkDerivativeKeys(x0, unit);
      checkDerivativeKeys(x1, unit);
      const [y0, y1]: [Result, Result] = [input(first, variables), input(last, variables)];
      if (isNullish(y0) || isNullish(y1)) throw new MongoError(5624903, '$derivative input must not be null or missing');
      if (to - from < 2) return null;
      const run = minus(x1, x0);
      const rise = minus(y1, y0);
      if (isZero(run)) return null;
      const slope = divide(rise, run);
      return unit === undefined ? slope : arithmetic.multiply(slope, unit);
    });
  };
};

function checkDerivativeKeys(key: Result, unit: Long | undefined): void {
  const isDate = key !== MISSING && key instanceof Date;
  if (unit !== undefined) {
    if (!isDate) throw new MongoError(5624900, "$derivative with 'unit' expects the sortBy field to be a Date");
    return;
  }
  if (isDate) throw new MongoError(5624901, "$derivative where the sortBy is a Date requires an 'unit'");
  if (!isNumeric(key)) throw new MongoError(5624902, "$derivative (with no 'unit') expects the sortBy field to be numeric");
}

export const $integral: WindowFunctionDefinition = (section, context, name) => {
  const { input, sortKey, unit } = argumentsOf(section, context, name);
  const bounds = boundsOf(section, context);
  return (partition) => {
    const { documents, variables } = partition;
    const boundsAt = bounds.of(partition);
    const points: Point[] = [];
    const pointAt = (i: number): Point => (points[i] ??= pointOf(sortKey(documents[i]!, variables), input(documents[i]!, variables), unit));
    return documents.map((_document, position) => {
      const [from, to] = boundsAt(position);
      if (from === to) return null;
      const area = areaUnder(Array.from({ length: to - from }, (_, i) => pointAt(from + i)));
      return unit === undefined ? area : divide(area, unit);
    });
  };
};

interface Point {
  x: Exclude<Result, typeof MISSING>;
  y: BsonNumber;
}

function pointOf(x: Result, y: Result, unit: Long | undefined): Point {
  const isDate = x !== MISSING && x instanceof Date;
  if (x === MISSING || !(isDate || isNumber(x)) || !isNumeric(y)) {
    throw new MongoError(5423900, 'The input value of $integral window function must be a vector of 2 value, the first value must be numeric or date type');
  }
  if (unit !== undefined && !isDate) throw new MongoError(5423901, "$integral with 'unit' expects the sortBy field to be a Date");
  if (unit === undefined && isDate) throw new MongoError(5423902, "$integral (with no 'unit') expects the sortBy field to be numeric");
  return { x, y };
}

/** By trapezoids. */
function areaUnder(points: Point[]): BsonNumber {
  const area = new Summation();
  for (let i = 1; i < points.length; i += 1) {
    const [left, right] = [points[i - 1]!, points[i]!];
    area.add(divide(arithmetic.multiply(minus(right.x, left.x), arithmetic.add(left.y, right.y)), new Int32(2)));
  }
  return area.total();
}
