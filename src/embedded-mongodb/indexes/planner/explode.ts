import type { Interval } from './bounds.js';
import { isPoint, rangesOf } from './bounds.js';
import type { IndexRead } from './candidate.js';

/** `internalQueryMaxScansToExplode` */
const MOST_SCANS = 200;

/**
 * One read for each combination of the values that the first fields may have: `{ a: { $in: [1, 2] } }` on an index of `a`
 * and `b` comes to two reads, each in the order of `b`. Null if that gives nothing new, or too much.
 */
export function explode(read: IndexRead): IndexRead[] | null {
  let prefixes: (readonly Interval[])[][] = [[]];
  for (const intervals of read.bounds) {
    if (!intervals.every(isPoint)) break;
    if (prefixes.length * intervals.length > MOST_SCANS) return null;
    prefixes = prefixes.flatMap((prefix) => intervals.map((interval) => [...prefix, [interval]]));
  }
  if (prefixes.length < 2) return null;
  return prefixes.map((prefix) => {
    const bounds = [...prefix, ...read.bounds.slice(prefix.length)];
    const { ranges, fields } = rangesOf(bounds, read.descending);
    return { ...read, bounds, ranges, rangedFields: fields };
  });
}
