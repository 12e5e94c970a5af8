import { MongoError } from '../../../errors.js';
import type { Result } from '../../variables.js';
import { isNullish, typeName } from '../arguments.js';

/** Milliseconds since 1970, of the wall clock somewhere: its date and time as if they were UTC. */
export type LocalTime = number;

export interface TimeZone {
  /** UTC by that name, or an offset of nothing. Text for it ends in Z; `GMT` and its like are zones as any other. */
  readonly isUtc: boolean;
  /** How far the wall clock is ahead of UTC, in milliseconds. */
  offsetAt(time: number): number;
}

export const UTC: TimeZone = { isUtc: true, offsetAt: () => 0 };

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** Zones are few and made by parsing, so each is kept. */
const known = new Map<string, TimeZone>([['UTC', UTC]]);

/** @throws MongoError 40485 for what is neither an Olson name, in its exact spelling, nor an offset such as +05:30 */
export function timeZone(id: string): TimeZone {
  let zone = known.get(id);
  if (zone === undefined) {
    zone = fixedOffset(id) ?? namedZone(id);
    if (zone === undefined) throw new MongoError(40485, `unrecognized time zone identifier: "${id}"`);
    known.set(id, zone);
  }
  return zone;
}

/** The zone of a `timezone` argument; undefined where it is null and so makes the whole operator null. */
export function zoneFrom(value: Result): TimeZone | undefined {
  if (isNullish(value)) return undefined;
  if (typeof value !== 'string') throw new MongoError(40517, `timezone must evaluate to a string, found ${typeName(value)}`);
  return timeZone(value);
}

function fixedOffset(id: string): TimeZone | undefined {
  const match = /^([+-])(\d\d)(?::?(\d\d))?$/.exec(id);
  if (match === null) return undefined;
  const size = Number(match[2]) * HOUR + Number(match[3] ?? 0) * MINUTE;
  const offset = match[1] === '-' ? -size : size;
  return { isUtc: offset === 0, offsetAt: () => offset };
}

/** Short names that the Olson database has; Intl knows others, such as PST and IST, which MongoDB does not. */
const SHORT_NAMES = new Set(['CET', 'EET', 'EST', 'GMT', 'HST', 'MET', 'MST', 'PRC', 'ROC', 'ROK', 'UCT', 'UTC', 'WET', 'GB', 'NZ']);

/** Intl takes any spelling, MongoDB only the exact one. */
function isSpelledRight(id: string): boolean {
  if (!/^[A-Z]/.test(id) || id.startsWith('SystemV/')) return false;
  if (id.length <= 3) return SHORT_NAMES.has(id);
  return id.split('/').every((part) => /^[A-Z]/.test(part)) && !/_[a-z](?!f_|s_)/.test(id.replace(/_(?:es|of|au|de)_/g, '_'));
}

function namedZone(id: string): TimeZone | undefined {
  if (id === 'Factory') return { isUtc: false, offsetAt: () => 0 };
  if (!isSpelledRight(id)) return undefined;
  try {
    return new OlsonZone(new Intl.DateTimeFormat('en-US', { timeZone: id, timeZoneName: 'longOffset' }));
  } catch {
    return undefined;
  }
}

const DAY = 24 * HOUR;
const MOST_KEPT = 4096;

class OlsonZone implements TimeZone {
  readonly isUtc = false;
  /** The offsets of days throughout which the offset does not change. */
  private readonly days = new Map<number, number>();

  constructor(private readonly format: Intl.DateTimeFormat) {}

  offsetAt(time: number): number {
    const day = Math.floor(time / DAY);
    const steady = this.days.get(day);
    if (steady !== undefined) return steady;
    const atStart = this.ask(day * DAY);
    if (atStart !== this.ask((day + 1) * DAY)) return this.ask(time);
    if (this.days.size >= MOST_KEPT) this.days.clear();
    this.days.set(day, atStart);
    return atStart;
  }

  /** Reads the end of a text such as `6/15/2021, GMT+02:00`; local mean times of old have seconds too. */
  private ask(time: number): number {
    const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(this.format.format(time));
    if (match?.[1] === undefined) return 0;
    const size = Number(match[2]) * HOUR + Number(match[3]) * MINUTE + Number(match[4] ?? 0) * 1000;
    return match[1] === '-' ? -size : size;
  }
}

export function toLocal(time: number, zone: TimeZone): LocalTime {
  return time + zone.offsetAt(time);
}

/**
 * The instant at which the wall clock shows a time. Where it shows it twice, or skips it, the choice is that of
 * MongoDB's library: the offset found by taking the local time for UTC, corrected once.
 */
export function toInstant(local: LocalTime, zone: TimeZone): number {
  const first = zone.offsetAt(local);
  const second = zone.offsetAt(local - first);
  if (first === second) return local - first;
  const isInTransition = second > first && zone.offsetAt(local - second) !== second;
  return local - (isInTransition ? first : second);
}
