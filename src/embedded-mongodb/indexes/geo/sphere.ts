// Geometry on the unit sphere. Angles are in radians, edges are the shortest way between their ends.

/** Longitude and latitude, in degrees. */
export type LngLat = readonly [number, number];

export type Vector = readonly [number, number, number];

/** MongoDB's earth is a sphere. */
export const EARTH_RADIUS_METERS = 6_378_100;

const DEGREE = Math.PI / 180;

export function vectorOf([lng, lat]: LngLat): Vector {
  const theta = lng * DEGREE;
  const phi = lat * DEGREE;
  const cosPhi = Math.cos(phi);
  return [Math.cos(theta) * cosPhi, Math.sin(theta) * cosPhi, Math.sin(phi)];
}

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function norm(a: Vector): number {
  return Math.sqrt(dot(a, a));
}

function unit(a: Vector): Vector | null {
  const size = norm(a);
  return size < 1e-15 ? null : [a[0] / size, a[1] / size, a[2] / size];
}

/** The distance of two points, exact for small and for large ones. */
export function angle(a: Vector, b: Vector): number {
  return Math.atan2(norm(cross(a, b)), dot(a, b));
}

/** The direction in the midst of points; null if there is none. */
export function middle(points: readonly Vector[]): Vector | null {
  let [x, y, z] = [0, 0, 0];
  for (const point of points) {
    x += point[0];
    y += point[1];
    z += point[2];
  }
  return unit([x, y, z]);
}

/** Do the edges ab and cd cross at a point inside of both? */
export function edgesCross(a: Vector, b: Vector, c: Vector, d: Vector): boolean {
  const ab = cross(a, b);
  const acb = -dot(ab, c);
  const bda = dot(ab, d);
  if (acb * bda <= 0) return false;
  const cd = cross(c, d);
  return acb * -dot(cd, b) > 0 && acb * dot(cd, a) > 0;
}

/** The distance of a point from the edge ab. */
export function angleToEdge(point: Vector, a: Vector, b: Vector): number {
  const normal = unit(cross(a, b));
  if (normal !== null && dot(cross(normal, a), point) >= 0 && dot(cross(b, normal), point) >= 0) return Math.abs(Math.asin(Math.max(-1, Math.min(1, dot(normal, point)))));
  return Math.min(angle(point, a), angle(point, b));
}

/** A closed way, its last point not repeated, with what lies on its left. */
export type Loop = readonly Vector[];

/** The area on the left; negative if the smaller one is on the right. */
export function signedArea(loop: Loop): number {
  const from = middle(loop) ?? loop[0]!;
  let area = 0;
  for (let i = 0; i < loop.length; i += 1) area += triangleArea(from, loop[i]!, loop[(i + 1) % loop.length]!);
  return area;
}

function triangleArea(a: Vector, b: Vector, c: Vector): number {
  return 2 * Math.atan2(dot(a, cross(b, c)), 1 + dot(a, b) + dot(b, c) + dot(c, a));
}

/** Is the point on the left of a loop? The loop turns once around what it encloses, as seen from there. */
export function encloses(loop: Loop, point: Vector): boolean {
  const east = unit(cross(Math.abs(point[2]) < 0.9 ? [0, 0, 1] : [1, 0, 0], point))!;
  const north = cross(point, east);
  const directions = loop.map((vertex) => Math.atan2(dot(vertex, north), dot(vertex, east)));
  let turned = 0;
  for (let i = 0; i < directions.length; i += 1) {
    let step = directions[(i + 1) % directions.length]! - directions[i]!;
    if (step > Math.PI) step -= 2 * Math.PI;
    if (step < -Math.PI) step += 2 * Math.PI;
    turned += step;
  }
  return turned > Math.PI;
}
