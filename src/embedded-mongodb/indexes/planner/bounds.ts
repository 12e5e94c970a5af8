import { Double } from 'bson';
import type { StringOrder } from '../../bson/compare.js';
import type { Value } from '../../bson/document.js';
import type { TypeAlias } from '../../bson/types.js';
import type { Key } from '../key.js';
import { AFTER, bracketOf, complement, keyOf } from '../key.js';
import type { KeyRange } from '../sorted-keys.js';

/** An end that is no value, for example where all strings end. Only `explain` reads it. */
export class Literal {
  constructor(readonly text: string, readonly isIncluded: boolean) {}
}

/** A place between keys of one ascending field: before the value with this key, or after it. */
export interface End {
  key: Key;
  after: boolean;
  shown: Value | Literal;
}

/** What lies between two ends. A low end that is not `after` includes its value, and so does a high end that is. */
export interface Interval { low: End; high: End }

const ASCENDING = [false];

export function keyOfValue(value: Value, strings?: StringOrder): Key {
  return keyOf([value], ASCENDING, strings);
}

function end(key: Key, after: boolean, shown: Value | Literal): End {
  return { key, after, shown };
}

const MIN_KEY = new Literal('MinKey', true);
const MAX_KEY = new Literal('MaxKey', true);

export const FIRST: End = end('', false, MIN_KEY);
export const LAST: End = end('', true, MAX_KEY);
export const EVERYTHING: Interval[] = [{ low: FIRST, high: LAST }];

export function isEverything(intervals: readonly Interval[]): boolean {
  return intervals.length === 1 && intervals[0]!.low === FIRST && intervals[0]!.high === LAST;
}

/** Exactly one value. */
export function point(value: Value, strings?: StringOrder): Interval {
  const key = keyOfValue(value, strings);
  return { low: end(key, false, value), high: end(key, true, value) };
}

export function isPoint({ low, high }: Interval): boolean {
  return low.key === high.key && !low.after && high.after && !(low.shown instanceof Literal);
}

export function endAt(value: Value, after: boolean, strings?: StringOrder): End {
  return end(keyOfValue(value, strings), after, value);
}

const NEGATIVE_INFINITY = new Double(-Infinity);
const INFINITY = new Double(Infinity);

/** How MongoDB prints the ends of a type that have a name of their own; a high end may be the beginning of the next type. */
const SHOWN: Partial<Record<TypeAlias, { low: string; high: string; until?: TypeAlias }>> = {
  string: { low: '""', high: '{}', until: 'object' },
  object: { low: '{}', high: '[]', until: 'array' },
  array: { low: '[]', high: 'BinData(0, )', until: 'binData' },
  binData: { low: 'BinData(0, )', high: "ObjectId('000000000000000000000000')", until: 'objectId' },
  objectId: { low: "ObjectId('000000000000000000000000')", high: "ObjectId('ffffffffffffffffffffffff')" },
  date: { low: 'new Date(-9223372036854775808)', high: 'new Date(9223372036854775807)' },
  timestamp: { low: 'Timestamp(0, 0)', high: 'Timestamp(4294967295, 4294967295)' },
  bool: { low: 'false', high: 'true' },
  regex: { low: '//', high: 'DBRef' },
  null: { low: 'null', high: 'null' },
  undefined: { low: 'undefined', high: 'undefined' },
  minKey: { low: 'MinKey', high: 'MinKey' },
  maxKey: { low: 'MaxKey', high: 'MaxKey' },
};

const NUMBERS: Interval = { low: endAt(NEGATIVE_INFINITY, false), high: endAt(INFINITY, true) };

/**
 * All values that compare with a value of the type; NaN, which compares with nothing, is left out. No value begins with
 * a byte next to that of a type, so these bytes are where the type ends.
 */
export function typeInterval(alias: TypeAlias): Interval {
  if (alias === 'int' || alias === 'long' || alias === 'double' || alias === 'decimal') return NUMBERS;
  const { from, to } = bracketOf(alias);
  const { low, high, until } = SHOWN[alias] ?? { low: alias, high: alias, until: undefined };
  const before = String.fromCharCode(from.charCodeAt(0) - 1);
  return { low: end(before, true, new Literal(low, true)), high: end(to, false, new Literal(high, until === undefined)) };
}

/** Strings that begin with the prefix. */
export function prefixInterval(prefix: string): Interval {
  const code = prefix.charCodeAt(prefix.length - 1) + 1;
  // Surrogates are no characters of their own.
  const next = prefix.slice(0, -1) + String.fromCharCode(code === 0xd800 ? 0xe000 : code);
  return { low: endAt(prefix, false), high: endAt(next, false) };
}

function place({ key, after }: End): Key {
  return after ? key + AFTER : key;
}

export type CompareKeys = (a: Key, b: Key) => number;

/** Sets of values, as intervals in ascending order that do not touch. */
export class Bounds {
  constructor(private readonly compare: CompareKeys) {}

  union(intervals: readonly Interval[]): Interval[] {
    const sorted = intervals.filter(({ low, high }) => this.ends(low, high) < 0).sort((a, b) => this.ends(a.low, b.low));
    const out: Interval[] = [];
    for (const next of sorted) {
      const last = out[out.length - 1];
      if (last === undefined || this.ends(last.high, next.low) < 0) out.push(next);
      else if (this.ends(last.high, next.high) < 0) out[out.length - 1] = { low: last.low, high: next.high };
    }
    return out;
  }

  intersection(a: readonly Interval[], b: readonly Interval[]): Interval[] {
    const out: Interval[] = [];
    let i = 0;
    let j = 0;
    while (i < a.length && j < b.length) {
      const low = this.ends(a[i]!.low, b[j]!.low) >= 0 ? a[i]!.low : b[j]!.low;
      const firstEndsFirst = this.ends(a[i]!.high, b[j]!.high) <= 0;
      const high = firstEndsFirst ? a[i]!.high : b[j]!.high;
      if (this.ends(low, high) < 0) out.push({ low, high });
      if (firstEndsFirst) i += 1;
      else j += 1;
    }
    return out;
  }

  complement(intervals: readonly Interval[]): Interval[] {
    const out: Interval[] = [];
    let low = FIRST;
    for (const interval of intervals) {
      if (this.ends(low, interval.low) < 0) out.push({ low, high: interval.low });
      low = interval.high;
    }
    if (this.ends(low, LAST) < 0) out.push({ low, high: LAST });
    return out;
  }

  private ends(a: End, b: End): number {
    return this.compare(place(a), place(b));
  }
}

/** The interval in the keys of an index field. */
export function rangeOf({ low, high }: Interval, descending: boolean): KeyRange {
  if (!descending) return { from: place(low), to: place(high) };
  return { from: place(turned(high)), to: place(turned(low)) };
}

function turned({ key, after, shown }: End): End {
  return { key: complement(key), after: !after, shown };
}

/** The ranges of keys for a list of intervals a field, in the order of the index, and how many leading fields they bound. */
export function rangesOf(bounds: readonly (readonly Interval[])[], descending: readonly boolean[]): { ranges: KeyRange[]; fields: number } {
  let prefixes: Key[] = [''];
  for (let i = 0; i < bounds.length; i += 1) {
    const own = bounds[i]!.map((interval) => rangeOf(interval, descending[i]!));
    if (descending[i]) own.reverse();
    const onlyPoints = bounds[i]!.every(isPoint) && prefixes.length * own.length <= MOST_RANGES;
    if (onlyPoints && i < bounds.length - 1) prefixes = prefixes.flatMap((prefix) => own.map(({ from }) => prefix + from));
    else return { ranges: prefixes.flatMap((prefix) => own.map(({ from, to }) => ({ from: prefix + from, to: prefix + to }))), fields: i + 1 };
  }
  return { ranges: [], fields: 0 };
}

/** Beyond this, later fields are checked key by key and not turned into ranges of their own. */
const MOST_RANGES = 20_000;
