import { MongoError } from '../../../errors.js';
import type { Result } from '../../variables.js';
import { typeName } from '../arguments.js';
import type { Operands } from '../node.js';
import { Constant } from '../node.js';
import { isNullish } from '../arguments.js';

export const UNITS = ['year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'] as const;

export type Unit = (typeof UNITS)[number];

/** The units whose length is always the same. */
export const MILLISECONDS = { hour: 3_600_000, minute: 60_000, second: 1000, millisecond: 1 } as const;

export function unitFrom(value: Result, name: string): Unit {
  if (typeof value !== 'string') throw new MongoError(5439013, `${name} requires 'unit' to be a string, but got ${typeName(value)}`);
  if (!UNITS.includes(value as Unit)) {
    throw new MongoError('FailedToParse', `${name} parameter 'unit' value parsing failed :: caused by :: unknown time unit value: ${value}`);
  }
  return value as Unit;
}

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** 1 for Sunday to 7 for Saturday, from a full name or its first three letters. */
export function startOfWeekFrom(value: Result, name: string): number {
  if (typeof value !== 'string') throw new MongoError(5439015, `${name} requires 'startOfWeek' to be a string, but got ${typeName(value)}`);
  const wanted = value.toLowerCase();
  const day = DAYS.findIndex((each) => each === wanted || each.slice(0, 3) === wanted);
  if (day === -1) throw new MongoError(5439016, `${name} parameter 'startOfWeek' value cannot be recognized as a day of a week: ${value}`);
  return day + 1;
}

/**
 * Options that are constant are looked at ahead of the documents, in this order, and one that is null makes the
 * operation null, even if it would not be used. Where the whole operation is constant, dates come first.
 */
export function checkOptions(...checks: [operand: number, check: (value: Result) => unknown][]): (operands: Operands) => Constant | undefined {
  return (operands) => {
    if (operands.every((operand) => operand === undefined || operand instanceof Constant)) return undefined;
    for (const [index, check] of checks) {
      const operand = operands[index];
      if (!(operand instanceof Constant)) continue;
      if (isNullish(operand.value)) return new Constant(null);
      check(operand.value);
    }
    return undefined;
  };
}
