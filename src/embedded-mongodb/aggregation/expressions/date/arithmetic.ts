import { Long } from 'bson';
import { plain } from '../../../bson/arithmetic.js';
import { decimalOf } from '../../../bson/decimal.js';
import { MongoError } from '../../../errors.js';
import type { Result } from '../../variables.js';
import { isNullish, isNumeric, parseFromLast, parseInOrder, typeName } from '../arguments.js';
import type { Complaints } from '../arguments.js';
import type { Build } from '../node.js';
import { Operation } from '../node.js';
import type { Operator } from '../parser.js';
import { DAY, dayNumber, dayOfWeek, daysInMonth, fieldsOf, fromFields } from './calendar.js';
import type { LocalTime, TimeZone } from './time-zone.js';
import { toInstant, toLocal, UTC, zoneFrom } from './time-zone.js';
import type { Unit } from './unit.js';
import { checkOptions, MILLISECONDS, startOfWeekFrom, unitFrom } from './unit.js';
import { dateOf } from './value.js';

/** The whole number that a value is, if it is one that fits 64 bits; beyond 2^53 the nearest. */
function wholeNumber(value: Result): number | undefined {
  if (!isNumeric(value)) return undefined;
  const exact = decimalOf(value);
  if (exact.kind !== 'finite' || (exact.exponent < 0 && exact.digits % 10n ** BigInt(-exact.exponent) !== 0n)) return undefined;
  const number = plain(value);
  return Math.abs(number) <= 2 ** 63 ? number : undefined;
}

const ADD_CODES = { notAnObject: 5166400, unknown: 5166401, missing: { startDate: 5166402, unit: 5166402, amount: 5166402 } };

function adding(sign: 1 | -1): Operator {
  return (argument, parser, name) => {
    const operands = parseInOrder(argument, parser, name, ['startDate', 'unit', 'amount', 'timezone'], ADD_CODES);
    const build: Build = ([startDate, unit, amount, timezone]) => (root, variables) => {
      const start = startDate!(root, variables);
      if (isNullish(start)) return null;
      const unitValue = unit!(root, variables);
      if (isNullish(unitValue)) return null;
      const wanted = unitFrom(unitValue, name);
      const amountValue = amount!(root, variables);
      if (isNullish(amountValue)) return null;
      const zone = timezone === undefined ? UTC : zoneFrom(timezone(root, variables));
      if (zone === undefined) return null;
      const date = dateOf(start);
      if (date === undefined) throw new MongoError(5166403, `${name} requires startDate to be convertible to a date`);
      const count = wholeNumber(amountValue);
      if (count === undefined) throw new MongoError(5166405, `${name} expects integer amount of time units`);
      if (sign === -1 && count === -(2 ** 63)) throw new MongoError(6045000, `invalid ${name} 'amount' parameter value: ${count}`);
      return later(date, wanted, sign * count, zone);
    };
    const check = checkOptions([1, (value) => unitFrom(value, name)], [3, zoneFrom]);
    return new Operation(operands, build, { simplify: check });
  };
}

export const $dateAdd = adding(1);
export const $dateSubtract = adding(-1);

const MOST_DAYS = 2 ** 64 / DAY;
/** Amounts beyond these are refused, whatever the date. */
const MOST: Record<Unit, number> = {
  year: MOST_DAYS / 365, quarter: (MOST_DAYS / 365) * 4, month: (MOST_DAYS / 365) * 12, week: MOST_DAYS / 7, day: MOST_DAYS,
  hour: MOST_DAYS * 24, minute: MOST_DAYS * 1440, second: MOST_DAYS * 86_400, millisecond: Infinity,
};

/** Also for `$densify` and the ranges of `$setWindowFields`. */
export function later(date: Date, unit: Unit, count: number, zone: TimeZone = UTC): Date {
  if (Math.abs(count) > MOST[unit]) throw new MongoError(5976500, `invalid dateAdd 'amount' parameter value: ${count} ${unit}`);
  const time = laterTime(date.getTime(), unit, count, zone);
  if (!(Math.abs(time) <= 8.64e15)) throw new MongoError(unit === 'millisecond' ? 'DurationOverflow' : 5166406, 'dateAdd overflowed');
  return new Date(time);
}

function laterTime(time: number, unit: Unit, count: number, zone: TimeZone): number {
  switch (unit) {
    case 'year': return monthsLater(time, count * 12, zone);
    case 'quarter': return monthsLater(time, count * 3, zone);
    case 'month': return monthsLater(time, count, zone);
    case 'week': return throughLocal(time, zone, (local) => local + count * 7 * DAY);
    case 'day': return throughLocal(time, zone, (local) => local + count * DAY);
    default: return time + count * MILLISECONDS[unit];
  }
}

function throughLocal(time: number, zone: TimeZone, move: (local: LocalTime) => LocalTime): number {
  return toInstant(move(toLocal(time, zone)), zone);
}

/** The 31st becomes the last day of a shorter month. */
function monthsLater(time: number, count: number, zone: TimeZone): number {
  return throughLocal(time, zone, (local) => {
    const { year, month, day, ...rest } = fieldsOf(local);
    const total = year * 12 + month - 1 + count;
    const [newYear, newMonth] = [Math.floor(total / 12), (total - Math.floor(total / 12) * 12) + 1];
    return fromFields({ year: newYear, month: newMonth, day: Math.min(day, daysInMonth(newYear, newMonth)), ...rest });
  });
}

const DIFF_CODES: Complaints = { notAnObject: 5166301, unknown: 5166302, missing: { startDate: 5166303, endDate: 5166304, unit: 5166305 } };

/** How many boundaries of a unit lie between two dates. */
export const $dateDiff: Operator = (argument, parser, name) => {
  const operands = parseFromLast(argument, parser, name, ['startDate', 'endDate', 'unit', 'timezone', 'startOfWeek'], DIFF_CODES);
  const build: Build = ([startDate, endDate, unit, timezone, startOfWeek]) => (root, variables) => {
    const start = startDate!(root, variables);
    const end = endDate!(root, variables);
    const unitValue = unit!(root, variables);
    if (isNullish(start) || isNullish(end) || isNullish(unitValue)) return null;
    const wanted = unitFrom(unitValue, name);
    const first = startOfWeek === undefined || wanted !== 'week' ? 'sunday' : startOfWeek(root, variables);
    if (isNullish(first)) return null;
    const weekStart = startOfWeekFrom(first, name);
    const zone = timezone === undefined ? UTC : zoneFrom(timezone(root, variables));
    if (zone === undefined) return null;
    return Long.fromNumber(difference(needed(start, 'startDate', name), needed(end, 'endDate', name), wanted, zone, weekStart));
  };
  const check = checkOptions([2, (value) => unitFrom(value, name)], [4, (value) => startOfWeekFrom(value, name)], [3, zoneFrom]);
  return new Operation(operands, build, { simplify: check });
};

function needed(value: Result, parameter: string, name: string): number {
  const date = dateOf(value);
  if (date === undefined) throw new MongoError(5166307, `${name} requires '${parameter}' to be a date, but got ${typeName(value)}`);
  return date.getTime();
}

/** Also for whoever measures a range of dates in units. */
export function difference(start: number, end: number, unit: Unit, zone: TimeZone, startOfWeek: number): number {
  if (unit === 'millisecond') return end - start;
  const [from, to] = [toLocal(start, zone), toLocal(end, zone)];
  switch (unit) {
    case 'year': return fieldsOf(to).year - fieldsOf(from).year;
    case 'quarter': return Math.floor(monthNumber(to) / 3) - Math.floor(monthNumber(from) / 3);
    case 'month': return monthNumber(to) - monthNumber(from);
    case 'week': return weekNumber(to, startOfWeek) - weekNumber(from, startOfWeek);
    case 'day': return dayNumber(to) - dayNumber(from);
    default: {
      const size = MILLISECONDS[unit];
      const shift = zone.offsetAt(start) - zone.offsetAt(end);
      return Math.floor(to / size) - Math.floor(from / size) + Math.trunc(shift / size);
    }
  }
}

function monthNumber(local: LocalTime): number {
  const { year, month } = fieldsOf(local);
  return year * 12 + month - 1;
}

/** Counts weeks that begin on the given day of the week. 1970-01-01 was a Thursday. */
function weekNumber(local: LocalTime, startOfWeek: number): number {
  return Math.floor((dayNumber(local) + 5 - startOfWeek) / 7);
}

const TRUNC_CODES: Complaints = { notAnObject: 5439007, unknown: 5439008, missing: { date: 5439009, unit: 5439010 } };

/** The beginning of the period that a date is in. Periods of several units are counted from the year 2000. */
export const $dateTrunc: Operator = (argument, parser, name) => {
  const operands = parseFromLast(argument, parser, name, ['date', 'unit', 'binSize', 'timezone', 'startOfWeek'], TRUNC_CODES);
  const build: Build = ([date, unit, binSize, timezone, startOfWeek]) => (root, variables) => {
    const value = date!(root, variables);
    if (isNullish(value)) return null;
    const bin = binSize?.(root, variables);
    if (binSize !== undefined && isNullish(bin!)) return null;
    const size = binSize === undefined ? 1 : binSizeFrom(bin!, name);
    const unitValue = unit!(root, variables);
    if (isNullish(unitValue)) return null;
    const wanted = unitFrom(unitValue, name);
    const first = startOfWeek === undefined || wanted !== 'week' ? 'sunday' : startOfWeek(root, variables);
    if (isNullish(first)) return null;
    const weekStart = startOfWeekFrom(first, name);
    const zone = timezone === undefined ? UTC : zoneFrom(timezone(root, variables));
    if (zone === undefined) return null;
    return new Date(truncated(needed(value, 'date', name), wanted, size, zone, weekStart));
  };
  const check = checkOptions(
    [1, (value) => unitFrom(value, name)], [4, (value) => startOfWeekFrom(value, name)], [3, zoneFrom], [2, (value) => binSizeFrom(value, name)],
  );
  return new Operation(operands, build, { simplify: check });
};

function binSizeFrom(value: Result, name: string): number {
  const size = wholeNumber(value);
  if (size === undefined) throw new MongoError(5439017, `${name} requires 'binSize' to be a 64-bit integer, but got a value of type ${typeName(value)}`);
  if (size <= 0) throw new MongoError(5439018, `${name} requires 'binSize' to be greater than 0, but got value ${size}`);
  return size;
}

/** Larger ones are refused for units whose length varies. */
const MOST_UNITS = 100_000_000_000;

function truncated(time: number, unit: Unit, size: number, zone: TimeZone, startOfWeek: number): number {
  switch (unit) {
    case 'year': return monthsTruncated(time, size, 12, zone);
    case 'quarter': return monthsTruncated(time, size, 3, zone);
    case 'month': return monthsTruncated(time, size, 1, zone);
    case 'week': {
      checkUnits(size);
      const reference = fromFields({ year: 2000 });
      const firstStart = reference + ((startOfWeek - dayOfWeek(reference) + 7) % 7) * DAY;
      return throughLocal(time, zone, (local) => below(local, firstStart, size * 7 * DAY));
    }
    case 'day':
      checkUnits(size);
      return throughLocal(time, zone, (local) => below(local, fromFields({ year: 2000 }), size * DAY));
    default: {
      const period = size * MILLISECONDS[unit];
      if (period > 2 ** 63) throw new MongoError(5439002, 'dateTrunc overflowed');
      return below(time, toInstant(fromFields({ year: 2000 }), zone), period);
    }
  }
}

function checkUnits(size: number): void {
  if (size > MOST_UNITS) throw new MongoError(5439006, 'dateTrunc unsupported binSize value');
}

function below(time: number, reference: number, period: number): number {
  return reference + Math.floor((time - reference) / period) * period;
}

function monthsTruncated(time: number, size: number, months: number, zone: TimeZone): number {
  checkUnits(size);
  return throughLocal(time, zone, (local) => {
    const number = below(monthNumber(local), 2000 * 12, size * months);
    return fromFields({ year: Math.floor(number / 12), month: (number - Math.floor(number / 12) * 12) + 1 });
  });
}
