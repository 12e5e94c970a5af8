import { Int32, Long } from 'bson';
import { plain } from '../../../bson/arithmetic.js';
import type { BsonNumber, Doc, Value } from '../../../bson/document.js';
import { doc, isDoc } from '../../../bson/document.js';
import { MongoError } from '../../../errors.js';
import type { Result } from '../../variables.js';
import { isNullish, isNumeric, parameters, parseFromLast, parseInOrder, typeName } from '../arguments.js';
import type { Build, Expression, Node } from '../node.js';
import { Constant, Operation } from '../node.js';
import type { Operands } from '../node.js';
import type { Operator, Parser } from '../parser.js';
import { dayOfWeek, dayOfYear, fieldsOf, fromFields, fromIsoWeek, isoDayOfWeek, isoWeek, weekOfYear } from './calendar.js';
import type { LocalTime } from './time-zone.js';
import { toInstant, toLocal, UTC, zoneFrom } from './time-zone.js';
import { dateFrom, needDate } from './value.js';

/** A constant `timezone` is looked at ahead of the documents, unless the whole operation is constant. */
export function checkZone(index: number): (operands: Operands) => undefined {
  return (operands) => {
    const zone = operands[index];
    const isWhole = operands.every((operand) => operand === undefined || operand instanceof Constant);
    if (!isWhole && zone instanceof Constant) zoneFrom(zone.value);
    return undefined;
  };
}

/** `{ $year: date }`, `{ $year: [date] }` or `{ $year: { date, timezone } }`. */
function datePart(read: (local: LocalTime) => Result): Operator {
  return (argument, parser, name) => {
    const build: Build = ([date, timezone]) => (root, variables) => {
      const value = date!(root, variables);
      if (isNullish(value)) return null;
      const time = needDate(value).getTime();
      const zone = timezone === undefined ? UTC : zoneFrom(timezone(root, variables));
      return zone === undefined ? null : read(toLocal(time, zone));
    };
    return new Operation(dateAndZone(argument, parser, name), build, { simplify: checkZone(1) });
  };
}

function dateAndZone(argument: Value, parser: Parser, name: string): (Node | undefined)[] {
  if (Array.isArray(argument)) {
    if (argument.length !== 1) throw new MongoError(40536, `${name} accepts exactly one argument if given an array, but was given ${argument.length}`);
    return [parser.parse(argument[0])];
  }
  if (!isDoc(argument) || Object.keys(argument)[0]?.startsWith('$')) return [parser.parse(argument)];
  return parseInOrder(argument, parser, name, ['date', 'timezone'], { notAnObject: 40535, unknown: 40535, missing: { date: 40539 } });
}

const int = (value: number): Int32 => new Int32(value);

export const $year = datePart((local) => int(fieldsOf(local).year));
export const $month = datePart((local) => int(fieldsOf(local).month));
export const $dayOfMonth = datePart((local) => int(fieldsOf(local).day));
export const $hour = datePart((local) => int(fieldsOf(local).hour));
export const $minute = datePart((local) => int(fieldsOf(local).minute));
export const $second = datePart((local) => int(fieldsOf(local).second));
export const $millisecond = datePart((local) => int(fieldsOf(local).millisecond));
export const $dayOfWeek = datePart((local) => int(dayOfWeek(local)));
export const $dayOfYear = datePart((local) => int(dayOfYear(local)));
export const $week = datePart((local) => int(weekOfYear(local)));
export const $isoWeek = datePart((local) => int(isoWeek(local).isoWeek));
export const $isoWeekYear = datePart((local) => Long.fromNumber(isoWeek(local).isoWeekYear));
export const $isoDayOfWeek = datePart((local) => int(isoDayOfWeek(local)));

const TO_PARTS = { notAnObject: 40524, unknown: 40520, missing: { date: 40522 } };

export const $dateToParts: Operator = (argument, parser, name) => {
  const operands = parseFromLast(argument, parser, name, ['date', 'timezone', 'iso8601'], TO_PARTS);
  const build: Build = ([date, timezone, iso8601]) => (root, variables) => {
    const value = date!(root, variables);
    const zone = timezone === undefined ? UTC : zoneFrom(timezone(root, variables));
    if (zone === undefined) return null;
    const iso = iso8601 === undefined ? false : iso8601(root, variables);
    if (isNullish(iso)) return null;
    if (typeof iso !== 'boolean') throw new MongoError(40521, `iso8601 must evaluate to a bool, found ${typeName(iso)}`);
    if (isNullish(value)) return null;
    return partsOf(toLocal(needDate(value).getTime(), zone), iso);
  };
  return new Operation(operands, build, { simplify: checkZone(1) });
};

function partsOf(local: LocalTime, iso: boolean): Doc {
  const { year, month, day, ...time } = fieldsOf(local);
  const date = iso ? { ...isoWeek(local), isoDayOfWeek: isoDayOfWeek(local) } : { year, month, day };
  return doc(Object.fromEntries(Object.entries({ ...date, ...time }).map(([name, value]) => [name, int(value)])));
}

const NATURAL = ['year', 'month', 'day'];
const ISO = ['isoWeekYear', 'isoWeek', 'isoDayOfWeek'];
const TIME = ['hour', 'minute', 'second', 'millisecond'];
const FROM_PARTS = { notAnObject: 40519, unknown: 40518, missing: {} };

/** From a year, or from an ISO week's year; parts beyond their range carry over. */
export const $dateFromParts: Operator = (argument, parser, name) => {
  const names = [...NATURAL, ...TIME, ...ISO, 'timezone'];
  const given = parameters(argument, name, names, FROM_PARTS);
  const isIso = 'isoWeekYear' in given;
  if (!('year' in given) && !isIso) throw new MongoError(40516, "$dateFromParts requires either 'year' or 'isoWeekYear' to be present");
  if ('year' in given && ISO.some((part) => part in given)) throw new MongoError(40489, '$dateFromParts does not allow mixing natural dates with ISO dates');
  if (isIso && NATURAL.some((part) => part in given)) throw new MongoError(40525, '$dateFromParts does not allow mixing ISO dates with natural dates');
  const build: Build = (operands) => {
    const expressions = Object.fromEntries(names.map((each, i) => [each, operands[i]]));
    return fromParts(expressions, isIso);
  };
  return new Operation(parseFromLast(argument, parser, name, names, FROM_PARTS), build, { simplify: checkZone(names.length - 1) });
};

function fromParts(parts: Record<string, Expression | undefined>, isIso: boolean): Expression {
  return (root, variables) => {
    const read = (name: string, fallback: number): number | null => {
      const expression = parts[name];
      return expression === undefined ? fallback : partNumber(expression(root, variables), name);
    };
    const time = [];
    for (const name of TIME) {
      const value = read(name, 0);
      if (value === null) return null;
      time.push(value);
    }
    const [hour, minute, second, millisecond] = time as [number, number, number, number];
    const zone = parts.timezone === undefined ? UTC : zoneFrom(parts.timezone(root, variables));
    if (zone === undefined) return null;
    const date = [];
    for (const name of isIso ? ISO : NATURAL) {
      const value = read(name, 1);
      if (value === null) return null;
      date.push(value);
    }
    const [year, monthOrWeek, day] = date as [number, number, number];
    const midnight = isIso ? fromIsoWeek(year, monthOrWeek, day) : fromFields({ year, month: monthOrWeek, day });
    return dateFrom(toInstant(midnight + fromFields({ year: 1970, hour, minute, second, millisecond }), zone));
  };
}

/** Of these parts any size goes. */
const UNBOUNDED = new Set(['second', 'millisecond']);

function partNumber(value: Result, name: string): number | null {
  if (isNullish(value)) return null;
  const number = isNumeric(value) ? wholeOf(value) : undefined;
  if (number === undefined) throw new MongoError(40515, `'${name}' must evaluate to an integer, found ${typeName(value)}`);
  if (name === 'year' || name === 'isoWeekYear') {
    if (number < 1 || number > 9999) {
      throw new MongoError(name === 'year' ? 40523 : 31095, `'${name}' must evaluate to an integer in the range 1 to 9999, found ${number}`);
    }
  } else if (!UNBOUNDED.has(name) && (number < -32768 || number > 32767)) {
    throw new MongoError(31034, `'${name}' must evaluate to a value in the range [-32768, 32767]; value ${number} is not in range`);
  }
  return number;
}

function wholeOf(value: BsonNumber): number | undefined {
  const number = plain(value);
  return Number.isInteger(number) && Math.abs(number) <= 2 ** 63 ? number : undefined;
}
