import { MongoError } from '../../../errors.js';
import { daysInMonth, fromFields, fromIsoWeek } from './calendar.js';
import { hoursOfAbbreviation, monthNamed } from './names.js';
import type { TimeZone } from './time-zone.js';
import { toInstant } from './time-zone.js';

/** What has been read of a date's text so far. */
export interface Reading {
  year?: number;
  month?: number;
  day?: number;
  /** Days since 1970, where the date was given by a week or by the day of the year. */
  wholeDay?: number;
  hour?: number;
  minute?: number;
  second?: number;
  millisecond?: number;
  /** Milliseconds ahead of UTC, if the text says so. */
  offset?: number;
}

export function unreadable(text: string, reason: string): MongoError {
  return new MongoError('ConversionFailure', `Error parsing date string '${text}'; ${reason}`);
}

const NUMBER = '(\\d{1,2})';
const MONTH = '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const TH = '(?:st|nd|rd|th)?';

type Read = (reading: Reading, groups: string[]) => void;

const date = (year: number, month: number, day: number) => (reading: Reading): void => {
  if (reading.day !== undefined || reading.wholeDay !== undefined) throw new Error('Double date specification');
  Object.assign(reading, { year, month, day });
};

/** Two digits of a year mean the years 1970 to 2069. */
function fullYear(text: string): number {
  const year = Number(text);
  if (text.replace(/^[+-]/, '').length > 2) return year;
  return year < 70 ? 2000 + year : 1900 + year;
}

const named = (year: string, month: string, day: string): ((reading: Reading) => void) => date(fullYear(year), monthNamed(month)!, Number(day));

function time(hour: string, minute = '0', second = '0', fraction = '', half = ''): (reading: Reading) => void {
  return (reading) => {
    if (reading.hour !== undefined) throw new Error('Double time specification');
    const base = half === '' ? Number(hour) : (Number(hour) % 12) + (/^p/i.test(half) ? 12 : 0);
    Object.assign(reading, { hour: base, minute: Number(minute), second: Number(second), millisecond: Number(fraction.slice(0, 3).padEnd(3, '0')) });
  };
}

function offset(sign: string, hours: string, minutes = '0', seconds = '0'): (reading: Reading) => void {
  return (reading) => {
    if (reading.offset !== undefined) throw new Error('Double timezone specification');
    const size = Number(hours) * 3_600_000 + Number(minutes) * 60_000 + Number(seconds) * 1000;
    reading.offset = sign === '-' ? -size : size;
  };
}

function abbreviation(text: string): (reading: Reading) => void {
  return (reading) => {
    const hours = hoursOfAbbreviation(text);
    if (hours === undefined) throw new Error('passing a time zone identifier as part of the string is not allowed');
    if (reading.offset !== undefined) throw new Error('Double timezone specification');
    reading.offset = hours * 3_600_000;
  };
}

const at = (groups: string[], ...wanted: number[]): [string, string, string] => wanted.map((group) => groups[group]) as [string, string, string];

/** The forms that are known, tried in this order at each place of the text. */
const FORMS: [pattern: string, read: Read][] = [
  ['[ \\t,;]+', () => {}],
  ['@(-?\\d+)(?:\\.(\\d{1,6}))?', (reading, [, seconds, fraction = '']) => {
    const instant = Number(seconds) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'));
    Object.assign(reading, { wholeDay: 0, hour: 0, minute: 0, second: 0, millisecond: instant, offset: 0 });
  }],
  // 2020-W05-3
  ['(\\d{4})-?W([0-4]\\d|5[0-3])(?:-?([0-7]))?(?!\\d)', (reading, [, year, week, day = '1']) => {
    reading.wholeDay = fromIsoWeek(Number(year), Number(week), Number(day)) / 86_400_000;
  }],
  // 20200203102030, 20200203T102030, 20200203
  ['(\\d{4})(\\d\\d)(\\d\\d)[tT]?([01]\\d|2[0-4])(?::?([0-5]\\d)(?::?([0-5]\\d)(?:\\.(\\d+))?))', (reading, [, year, month, day, ...clock]) => {
    date(Number(year), Number(month), Number(day))(reading);
    time(...(clock as [string]))(reading);
  }],
  ['(\\d{4})(\\d\\d)(\\d\\d)(?!\\d)', (reading, groups) => date(...(at(groups, 1, 2, 3).map(Number) as [number, number, number]))(reading)],
  // 2020-02-03, 2020/02/03, with a sign for years before Christ
  ['([+-]?\\d{4})-(\\d\\d?)-(\\d\\d?)(?!\\d)', (reading, groups) => date(...(at(groups, 1, 2, 3).map(Number) as [number, number, number]))(reading)],
  ['(\\d{4})/(\\d\\d?)/(\\d\\d?)(?!\\d)', (reading, groups) => date(...(at(groups, 1, 2, 3).map(Number) as [number, number, number]))(reading)],
  ['(\\d\\d)-(\\d\\d)-(\\d\\d)(?!\\d)', (reading, [, year, month, day]) => date(fullYear(year!), Number(month), Number(day))(reading)],
  // 2020-02
  ['(\\d{4})-(0?[1-9]|1[0-2])(?![\\d-])', (reading, [, year, month]) => date(Number(year), Number(month), 1)(reading)],
  // 2/3/2020 is the third of February, but 3.2.2020 and 3-2-2020 are so too
  ['(\\d\\d?)/(\\d\\d?)/(\\d{4}|\\d\\d)(?!\\d)', (reading, [, month, day, year]) => date(fullYear(year!), Number(month), Number(day))(reading)],
  ['(\\d\\d?)[.-](\\d\\d?)[.-](\\d{4})(?!\\d)', (reading, [, day, month, year]) => date(Number(year), Number(month), Number(day))(reading)],
  // 2020-Jun-03, 03-Jun-2020, Jun-03-2020
  [`(\\d{4})-${MONTH}-(\\d\\d?)(?!\\d)`, (reading, [, year, month, day]) => named(year!, month!, day!)(reading)],
  [`(\\d\\d?)-${MONTH}-(\\d{4})(?!\\d)`, (reading, [, day, month, year]) => named(year!, month!, day!)(reading)],
  [`${MONTH}-(\\d\\d)-(\\d{4})(?!\\d)`, (reading, [, month, day, year]) => named(year!, month!, day!)(reading)],
  // Wed Jun  3 10:20:30 2020
  [`${MONTH}[ \\t]+(\\d\\d?)[ \\t]+(\\d\\d):(\\d\\d):(\\d\\d)[ \\t]+(\\d{4})(?!\\d)`, (reading, [, month, day, hour, minute, second, year]) => {
    named(year!, month!, day!)(reading);
    time(hour!, minute, second)(reading);
  }],
  // June 3rd, 2020; 3rd June 2020; June 2020
  [`${MONTH}[ \\t]+${NUMBER}${TH},?[ \\t]+(\\d{4})(?![\\d:])`, (reading, [, month, day, year]) => named(year!, month!, day!)(reading)],
  [`${NUMBER}${TH}[ \\t]+${MONTH},?[ \\t]+(\\d{4})(?!\\d)`, (reading, [, day, month, year]) => named(year!, month!, day!)(reading)],
  [`${MONTH}[ \\t]+(\\d{4})(?![\\d:])`, (reading, [, month, year]) => named(year!, month!, '1')(reading)],
  // times
  ['[tT]?(0?[1-9]|1[0-2])(?:[:.]([0-5]?\\d)(?:[:.]([0-5]?\\d|60))?)?[ \\t]*([ap])\\.?m\\.?(?![a-z])', (reading, [, hour, minute, second, half]) =>
    time(hour!, minute, second, '', half)(reading)],
  ['[tT]?([01]?\\d|2[0-4])[:.]([0-5]?\\d)(?!\\d)(?:[:.]([0-5]?\\d|60)(?!\\d)(?:\\.(\\d*))?)?', (reading, [, ...clock]) => time(...(clock as [string]))(reading)],
  ['[tT]([01]\\d|2[0-4])([0-5]\\d)([0-5]\\d)(?:\\.(\\d+))?(?!\\d)', (reading, [, ...clock]) => time(...(clock as [string]))(reading)],
  ['[tT]([01]?\\d|2[0-4])(?!\\d)', (reading, [, hour]) => time(hour!)(reading)],
  ['noon(?![a-z])', (reading) => time('12')(reading)],
  ['midnight(?![a-z])', (reading) => time('0')(reading)],
  // zones
  ['(?:gmt|utc)?([+-])([01]?\\d|2[0-4])(?::?([0-5]\\d)(?::?([0-5]\\d))?)?(?!\\d)', (reading, [, sign, ...parts]) => offset(sign!, ...(parts as [string]))(reading)],
  ['(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?(?![a-z])', () => {}],
  ['\\(?([a-z]{1,6})\\)?(?![a-z/_])', (reading, [, name]) => abbreviation(name!)(reading)],
];

const PATTERNS = FORMS.map(([pattern, read]) => ({ pattern: new RegExp(pattern, 'iy'), read }));

/**
 * Reads a date in the forms that people and programs write it in: ISO 8601 in its variants, with names of months,
 * as RFC 2822 has it, American. MongoDB also knows relative ones (`+1 day`), which are refused here.
 */
export function readDate(text: string): Reading {
  if (text === '') throw unreadable(text, 'Empty string');
  const reading: Reading = {};
  let position = 0;
  while (position < text.length) {
    const next = readForm(text, position, reading);
    if (next === undefined) throw unreadable(text, `${position}: Unexpected character '${text[position]!}'`);
    position = next;
  }
  return reading;
}

function readForm(text: string, position: number, reading: Reading): number | undefined {
  for (const { pattern, read } of PATTERNS) {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match === null || match[0] === '') continue;
    try {
      read(reading, match);
    } catch (error) {
      throw unreadable(text, `${position}: ${(error as Error).message}`);
    }
    return position + match[0].length;
  }
  return undefined;
}

/** The instant that a text means, whose own zone and the one that was asked for must not both be given. */
export function instantOf(reading: Reading, text: string, zone: TimeZone): number {
  const { year, month, day, wholeDay, hour = 0, minute = 0, second = 0, millisecond = 0 } = reading;
  const midnight = wholeDay !== undefined ? wholeDay * 86_400_000 : dateOf(year, month, day, text);
  if (hour > 23 || minute > 59 || second > 59) throw unreadable(text, 'The parsed time was invalid');
  if (reading.offset !== undefined && !zone.isUtc) {
    throw new MongoError('ConversionFailure', 'you cannot pass in a date/time string with time zone information together with a timezone argument');
  }
  const local = midnight + hour * 3_600_000 + minute * 60_000 + second * 1000 + millisecond;
  return reading.offset !== undefined ? local - reading.offset : toInstant(local, zone);
}

function dateOf(year: number | undefined, month: number | undefined, day: number | undefined, text: string): number {
  if (year === undefined || month === undefined || day === undefined) {
    throw new MongoError('ConversionFailure', `an incomplete date/time string has been found, with elements missing: "${text}"`);
  }
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) throw unreadable(text, 'The parsed date was invalid');
  return fromFields({ year, month, day });
}
