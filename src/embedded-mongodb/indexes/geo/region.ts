import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { isNumber } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { describe } from '../../storage/describe.js';
import type { Box } from './cells.js';
import { boxesAround, boxesAroundAll } from './cells.js';
import type { Geometry } from './geometry.js';
import { flatPoint, geometryOf, isOnEarth } from './geometry.js';
import { intersect, isWithin, isWithinCap, verticesOf } from './relations.js';
import type { LngLat } from './sphere.js';
import { vectorOf } from './sphere.js';

/** What `$geoWithin` and `$geoIntersects` ask for: a part of the earth or of a plane. */
export interface Region {
  isFlat: boolean;
  /** Rectangles that hold it: of longitudes and latitudes, or of the plane. */
  boxes: Box[];
  test(value: Value): boolean;
}

function refuse(message: string): never {
  throw new MongoError('BadValue', message);
}

/** @throws BadValue */
export function regionOf(operand: Value, operator: '$geoWithin' | '$geoIntersects'): Region {
  if (!isDoc(operand)) return refuse('geometry must be an object');
  const shapes = Object.keys(operand).filter((name) => name !== '$uniqueDocs');
  if (shapes.length === 0) return refuse("geo query doesn't have any geometry");
  if (shapes.length > 1) refuse(`${operator} doesn't accept multiple shapes ${operator}: ${describe(operand)}`);
  const [shape] = shapes as [string];
  const value = operand[shape];
  const read = Object.hasOwn(SHAPES, shape) && typeof value === 'object' && value !== null ? SHAPES[shape]! : null;
  if (read === null) return refuse(`unknown geo specifier: ${shape}: ${describe(value)}`);
  return read(value as Doc | Value[], operator, operand);
}

type ReadShape = (value: Doc | Value[], operator: '$geoWithin' | '$geoIntersects', operand: Doc) => Region;

const SHAPES: Record<string, ReadShape> = {
  $geometry(value, operator, operand) {
    const region = geometryOf(value);
    const isWithinQuery = operator === '$geoWithin';
    if (isWithinQuery && (region.polygons.length === 0 || region.points.length > 0 || region.lines.length > 0)) unsupported(operator, operand);
    const relation = isWithinQuery ? isWithin : intersect;
    return { isFlat: false, boxes: boxesOf(region), test: onEarth((geometry) => relation(geometry, region)) };
  },
  $centerSphere(value, operator) {
    const { center, radius } = circle(value);
    if (!isOnEarth(center)) refuse(`Longitude/latitude is out of bounds, lng: ${center[0]} lat: ${center[1]}`);
    const from = vectorOf(center);
    // Circles take part in $geoWithin only.
    const test = operator === '$geoWithin' ? onEarth((geometry) => isWithinCap(geometry, from, radius)) : (): boolean => false;
    return { isFlat: false, boxes: boxesAround(from, Math.min(radius, Math.PI)), test };
  },
  $center(value, operator, operand) {
    if (operator === '$geoIntersects') unsupported(operator, operand);
    const { center: [x, y], radius } = circle(value);
    return { isFlat: true, boxes: [{ minX: x - radius, maxX: x + radius, minY: y - radius, maxY: y + radius }], test: onPlane((a, b) => Math.sqrt((a - x) ** 2 + (b - y) ** 2) <= radius) };
  },
  $box(value, operator, operand) {
    if (operator === '$geoIntersects') unsupported(operator, operand);
    const corners = Object.values(value);
    const [a, b] = [flatPoint(corners[0]), flatPoint(corners[1])];
    const box = { minX: Math.min(a[0], b[0]), maxX: Math.max(a[0], b[0]), minY: Math.min(a[1], b[1]), maxY: Math.max(a[1], b[1]) };
    return { isFlat: true, boxes: [box], test: onPlane((x, y) => x >= box.minX && x <= box.maxX && y >= box.minY && y <= box.maxY) };
  },
  $polygon(value, operator, operand) {
    if (operator === '$geoIntersects') unsupported(operator, operand);
    const corners = Object.values(value).map((corner) => flatPoint(corner as Value));
    if (corners.length < 3) refuse(`Polygon must have at least 3 points, instead got ${corners.length} vertices`);
    const xs = corners.map(([x]) => x);
    const ys = corners.map(([, y]) => y);
    const box = { minX: Math.min(...xs), maxX: Math.max(...xs), minY: Math.min(...ys), maxY: Math.max(...ys) };
    return { isFlat: true, boxes: [box], test: onPlane((x, y) => isInFlatPolygon(x, y, corners)) };
  },
};

function unsupported(operator: string, operand: Doc): never {
  return refuse(`${operator === '$geoWithin' ? '$within' : '$geoIntersect'} not supported with provided geometry: { ${operator}: ${describe(operand)} }`);
}

function circle(value: Doc | Value[]): { center: LngLat; radius: number } {
  const parts = Object.values(value) as Value[];
  const center = flatPoint(parts[0]);
  const radius = parts[1];
  const number = isNumber(radius) ? Number(String(radius)) : NaN;
  if (!(number >= 0)) refuse(`Radius must be a non-negative number: ${radius === undefined ? 'EOO' : describe(radius)}`);
  if (parts.length > 2) refuse('Only 2 fields allowed for circular region, but more were provided');
  return { center, radius: number };
}

export function boxesOf(geometry: Geometry): Box[] {
  if (geometry.polygons.some(({ isInverted }) => isInverted)) return boxesAround([0, 0, 1], Math.PI);
  return boxesAroundAll(verticesOf(geometry));
}

/** Values that are no geometry match nothing. */
function onEarth(test: (geometry: Geometry) => boolean): (value: Value) => boolean {
  return (value) => {
    const geometry = storedGeometry(value);
    return geometry !== null && test(geometry);
  };
}

export function storedGeometry(value: Value): Geometry | null {
  if (typeof value !== 'object' || value === null || (!Array.isArray(value) && !isDoc(value))) return null;
  try {
    return geometryOf(value);
  } catch {
    return null;
  }
}

function onPlane(test: (x: number, y: number) => boolean): (value: Value) => boolean {
  return (value) => {
    const point = storedPoint(value);
    return point !== null && test(point[0], point[1]);
  };
}

/** A pair of coordinates, or a GeoJSON point. */
export function storedPoint(value: Value): LngLat | null {
  if (typeof value !== 'object' || value === null || (!Array.isArray(value) && !isDoc(value))) return null;
  try {
    return isDoc(value) && 'type' in value ? geometryOf(value).position : flatPoint(value);
  } catch {
    return null;
  }
}

function isInFlatPolygon(x: number, y: number, corners: readonly LngLat[]): boolean {
  let inside = false;
  for (let i = 0, j = corners.length - 1; i < corners.length; j = i, i += 1) {
    const [ax, ay] = corners[i]!;
    const [bx, by] = corners[j]!;
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
