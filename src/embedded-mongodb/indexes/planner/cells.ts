import { Long } from 'bson';
import type { PathNode } from '../../query/match/tree.js';
import type { Box } from '../geo/cells.js';
import { cover, lookups } from '../geo/cells.js';
import type { Region } from '../geo/region.js';
import type { Index } from '../index.js';
import type { Interval } from './bounds.js';
import { Bounds, endAt } from './bounds.js';

/** The cells of a geo index in which a region can be. */
export function cellIntervals(boxes: readonly Box[], index: Index): Interval[] {
  const cells = lookups(cover(boxes, index.geo!.world));
  const bounds = new Bounds((a, b) => index.compareKeys(a, b));
  return bounds.union(cells.map(({ from, to }) => ({ low: endAt(Long.fromNumber(from), false), high: endAt(Long.fromNumber(to), true) })));
}

/** The region that a condition asks for, if it is one. */
export function regionIn(node: PathNode): Region | null {
  return node.operator === '$geoWithin' || node.operator === '$geoIntersects' ? (node.parsed as Region) : null;
}
