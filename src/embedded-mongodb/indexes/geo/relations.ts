import type { Geometry, Polygon } from './geometry.js';
import type { Vector } from './sphere.js';
import { angle, angleToEdge, edgesCross, encloses } from './sphere.js';

/** Closer than this, places are the same: about a centimetre. */
const TOUCHING = 2e-9;

type Edge = readonly [Vector, Vector];

function lineEdges(line: readonly Vector[]): Edge[] {
  return line.slice(1).map((end, i) => [line[i]!, end]);
}

function polygonEdges({ loops }: Polygon): Edge[] {
  return loops.flatMap((loop) => loop.map((start, i): Edge => [start, loop[(i + 1) % loop.length]!]));
}

function edgesOf({ lines, polygons }: Geometry): Edge[] {
  return [...lines.flatMap(lineEdges), ...polygons.flatMap(polygonEdges)];
}

export function verticesOf({ points, lines, polygons }: Geometry): Vector[] {
  return [...points, ...lines.flat(), ...polygons.flatMap(({ loops }) => loops.flat())];
}

function polygonHas({ loops, isInverted }: Polygon, point: Vector): boolean {
  const [outer, ...holes] = loops;
  return encloses(outer!, point) !== isInverted && !holes.some((hole) => encloses(hole, point));
}

function isOnEdge(point: Vector, edges: readonly Edge[]): boolean {
  return edges.some(([a, b]) => angleToEdge(point, a, b) < TOUCHING);
}

/** Does all of the geometry lie in one of the polygons? */
export function isWithin(geometry: Geometry, region: Geometry): boolean {
  return region.polygons.some((polygon) => isWithinPolygon(geometry, polygon));
}

function isWithinPolygon(geometry: Geometry, region: Polygon): boolean {
  const border = polygonEdges(region);
  if (!geometry.points.every((point) => polygonHas(region, point))) return false;
  const others: Geometry = { ...geometry, points: [] };
  if (!verticesOf(others).every((vertex) => polygonHas(region, vertex) || isOnEdge(vertex, border))) return false;
  if (edgesOf(others).some(([a, b]) => border.some(([c, d]) => edgesCross(a, b, c, d)))) return false;
  return !geometry.polygons.some((polygon) => region.loops.slice(1).some((hole) => hole.some((vertex) => polygonHas(polygon, vertex))));
}

/** Have they a point in common? */
export function intersect(a: Geometry, b: Geometry): boolean {
  return touches(a, b) || touches(b, a) || edgesOf(a).some(([p, q]) => edgesOf(b).some(([r, s]) => edgesCross(p, q, r, s)));
}

/** Is a vertex of the one on or in the other? */
function touches(a: Geometry, b: Geometry): boolean {
  const edges = edgesOf(b);
  return verticesOf(a).some((vertex) => b.points.some((point) => angle(vertex, point) < TOUCHING) || b.polygons.some((polygon) => polygonHas(polygon, vertex)) || isOnEdge(vertex, edges));
}

/** How far the geometry's nearest place is from a point. */
export function distanceTo(geometry: Geometry, from: Vector): number {
  if (geometry.polygons.some((polygon) => polygonHas(polygon, from))) return 0;
  let least = Infinity;
  for (const point of geometry.points) least = Math.min(least, angle(from, point));
  for (const [a, b] of edgesOf(geometry)) least = Math.min(least, angleToEdge(from, a, b));
  return least;
}

/** Is all of it within a distance of a point? */
export function isWithinCap(geometry: Geometry, center: Vector, radius: number): boolean {
  return verticesOf(geometry).every((vertex) => angle(center, vertex) <= radius);
}
