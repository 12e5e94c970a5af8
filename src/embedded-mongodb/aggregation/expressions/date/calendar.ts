import type { LocalTime } from './time-zone.js';

export const DAY = 86_400_000;

/** The fields of a wall clock's date and time. Months and days count from 1, days of the week from 1 for Sunday. */
export interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  millisecond: number;
}

export function fieldsOf(local: LocalTime): Fields {
  const date = new Date(local);
  return {
    year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(),
    hour: date.getUTCHours(), minute: date.getUTCMinutes(), second: date.getUTCSeconds(), millisecond: date.getUTCMilliseconds(),
  };
}

/** The inverse; fields beyond their range carry over into the next larger one. */
export function fromFields({ year, month = 1, day = 1, hour = 0, minute = 0, second = 0, millisecond = 0 }: Partial<Fields> & { year: number }): LocalTime {
  const midnight = new Date(0);
  // Date.UTC would take the years 0 to 99 for 1900 to 1999
  midnight.setUTCFullYear(year, month - 1, 1);
  return midnight.getTime() + (day - 1) * DAY + hour * 3_600_000 + minute * 60_000 + second * 1000 + millisecond;
}

export function daysInMonth(year: number, month: number): number {
  return new Date(fromFields({ year, month: month + 1 }) - DAY).getUTCDate();
}

/** Days since 1970-01-01. */
export function dayNumber(local: LocalTime): number {
  return Math.floor(local / DAY);
}

/** 1 for Sunday to 7 for Saturday. */
export function dayOfWeek(local: LocalTime): number {
  return new Date(local).getUTCDay() + 1;
}

/** 1 for Monday to 7 for Sunday. */
export function isoDayOfWeek(local: LocalTime): number {
  return new Date(local).getUTCDay() || 7;
}

export function dayOfYear(local: LocalTime): number {
  const { year } = fieldsOf(local);
  return dayNumber(local) - dayNumber(fromFields({ year })) + 1;
}

/** Weeks begin on Sundays; days before the first Sunday of a year are in week 0. */
export function weekOfYear(local: LocalTime): number {
  return Math.floor((dayOfYear(local) - dayOfWeek(local) + 7) / 7);
}

/** Weeks begin on Mondays, and belong to the year in which their Thursday is. */
export function isoWeek(local: LocalTime): { isoWeekYear: number; isoWeek: number } {
  const thursday = local + (4 - isoDayOfWeek(local)) * DAY;
  return { isoWeekYear: fieldsOf(thursday).year, isoWeek: Math.floor((dayOfYear(thursday) - 1) / 7) + 1 };
}

/** Midnight of a day that is given by its ISO week. */
export function fromIsoWeek(isoWeekYear: number, week: number, day: number): LocalTime {
  const fourth = fromFields({ year: isoWeekYear, day: 4 });
  return fourth + (1 - isoDayOfWeek(fourth) + (week - 1) * 7 + (day - 1)) * DAY;
}
