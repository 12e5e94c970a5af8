import { MongoError } from '../../../errors.js';
import { dayOfWeek, dayOfYear, fieldsOf, fromFields, fromIsoWeek, isoDayOfWeek, isoWeek, weekOfYear } from './calendar.js';
import { hoursOfAbbreviation, MONTHS, monthNamed } from './names.js';
import type { Reading } from './text.js';
import { unreadable } from './text.js';
import type { TimeZone } from './time-zone.js';
import { toLocal } from './time-zone.js';

/** The letters after `%`, when writing and when reading. */
const WRITABLE = 'bBdGHjLmMSuUVwYzZ%';
const READABLE = 'bBdGHjLmMSuVYzZ%';

/** Splits a format into plain text and single specifiers such as `%Y`. */
function partsOf(format: string, allowed: string): string[] {
  const parts = format.match(/%[^]?|[^%]+/g) ?? [];
  for (const part of parts) {
    if (part === '%') throw new MongoError(18535, "Unmatched '%' at end of format string");
    if (part.startsWith('%') && !allowed.includes(part[1]!)) throw new MongoError(18536, `Invalid format character '${part}' in format string`);
  }
  return parts;
}

export function checkWritable(format: string): void {
  partsOf(format, WRITABLE);
}

export function checkReadable(format: string): void {
  partsOf(format, READABLE);
}

const padded = (value: number, width: number): string => String(value).padStart(width, '0');

function year(value: number): string {
  if (value < 0 || value > 9999) {
    throw new MongoError(18537, `Could not convert date to string: date component was outside the supported range of 0-9999: ${value}`);
  }
  return padded(value, 4);
}

function capital(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}

export function writeDate(time: number, format: string, zone: TimeZone): string {
  const local = toLocal(time, zone);
  const minutes = Math.trunc(zone.offsetAt(time) / 60_000);
  const fields = fieldsOf(local);
  const write = (specifier: string): string => {
    switch (specifier) {
      case 'Y': return year(fields.year);
      case 'm': return padded(fields.month, 2);
      case 'd': return padded(fields.day, 2);
      case 'H': return padded(fields.hour, 2);
      case 'M': return padded(fields.minute, 2);
      case 'S': return padded(fields.second, 2);
      case 'L': return padded(fields.millisecond, 3);
      case 'j': return padded(dayOfYear(local), 3);
      case 'w': return String(dayOfWeek(local));
      case 'u': return String(isoDayOfWeek(local));
      case 'U': return padded(weekOfYear(local), 2);
      case 'V': return padded(isoWeek(local).isoWeek, 2);
      case 'G': return year(isoWeek(local).isoWeekYear);
      case 'b': return capital(MONTHS[fields.month - 1]!.slice(0, 3));
      case 'B': return capital(MONTHS[fields.month - 1]!);
      case 'z': return `${minutes < 0 ? '-' : '+'}${padded(Math.floor(Math.abs(minutes) / 60), 2)}${padded(Math.abs(minutes) % 60, 2)}`;
      case 'Z': return String(minutes);
      default: return '%';
    }
  };
  return partsOf(format, WRITABLE).map((part) => (part.startsWith('%') ? write(part[1]!) : part)).join('');
}

/** How each specifier looks in a text. */
const LOOKS: Record<string, RegExp> = {
  Y: /\d{1,4}/y, G: /\d{1,4}/y, m: /\d\d?/y, d: /\d\d?/y, H: /\d\d?/y, M: /\d\d?/y, S: /\d\d?/y, L: /\d{1,3}/y, j: /\d{1,3}/y, V: /\d\d?/y, u: /\d/y,
  b: /[a-z]+/iy, B: /[a-z]+/iy, z: /[+-]\d\d?(?::?\d\d)?|[a-z]+(?:\/[a-z_]+)*/iy, Z: /[+-]\d+/y, '%': /%/y,
};

/** Reads a text that must look exactly as the format says. */
export function readByFormat(text: string, format: string): Reading {
  const found: Record<string, string> = {};
  let position = 0;
  for (const part of partsOf(format, READABLE)) {
    if (!part.startsWith('%')) {
      if (!text.startsWith(part, position)) throw unreadable(text, `${position}: Format literal not found`);
      position += part.length;
      continue;
    }
    const look = LOOKS[part[1]!]!;
    look.lastIndex = position;
    const match = look.exec(text);
    if (match === null) throw unreadable(text, `${position}: Unexpected data found.`);
    found[part[1]!] = match[0];
    position += match[0].length;
  }
  if (position < text.length) throw unreadable(text, `${position}: Trailing data`);
  return readingOf(found, text);
}

function readingOf(found: Record<string, string>, text: string): Reading {
  const number = (specifier: string): number | undefined => (found[specifier] === undefined ? undefined : Number(found[specifier]));
  const named = found.b ?? found.B;
  const reading: Reading = {};
  const put = (field: keyof Reading, value: number | undefined): void => { if (value !== undefined) reading[field] = value; };
  put('year', number('Y'));
  put('month', named === undefined ? number('m') : (monthNamed(named) ?? 0));
  put('day', number('d'));
  put('hour', number('H'));
  put('minute', number('M'));
  put('second', number('S'));
  put('millisecond', found.L === undefined ? undefined : Number(found.L.padEnd(3, '0')));
  put('offset', offsetOf(found, text));
  put('wholeDay', wholeDayOf(found, text));
  return reading;
}

function wholeDayOf(found: Record<string, string>, text: string): number | undefined {
  const isIso = found.G !== undefined || found.V !== undefined || found.u !== undefined;
  if (isIso) {
    if (['Y', 'm', 'd', 'j', 'b', 'B'].some((specifier) => found[specifier] !== undefined)) {
      throw unreadable(text, 'Mixing of ISO dates with natural dates is not allowed');
    }
    const [week, day] = [Number(found.V ?? 1), Number(found.u ?? 1)];
    if (week < 1 || week > 53) throw unreadable(text, 'ISO Week must be between 1 and 53');
    if (day < 1 || day > 7) throw unreadable(text, 'Day of week must be between 1 and 7');
    return found.G === undefined ? undefined : fromIsoWeek(Number(found.G), week, day) / 86_400_000;
  }
  if (found.j === undefined || found.Y === undefined) return undefined;
  // the server counts the day of the year from zero where it meets the calendar: day 366 of 2021 is 2022-01-02
  const days = Number(found.j);
  return fromFields({ year: Number(found.Y) }) / 86_400_000 + days;
}

function offsetOf(found: Record<string, string>, text: string): number | undefined {
  if (found.Z !== undefined) return Number(found.Z) * 60_000;
  if (found.z === undefined) return undefined;
  const match = /^([+-])(\d\d?):?(\d\d)?$/.exec(found.z);
  if (match !== null) {
    const size = Number(match[2]) * 3_600_000 + Number(match[3] ?? 0) * 60_000;
    return match[1] === '-' ? -size : size;
  }
  const hours = hoursOfAbbreviation(found.z);
  if (hours === undefined) throw unreadable(text, 'passing a time zone identifier as part of the string is not allowed');
  return hours * 3_600_000;
}
