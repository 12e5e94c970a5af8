import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { LngLat, Loop, Vector } from './sphere.js';
import { edgesCross, encloses, signedArea, vectorOf } from './sphere.js';

export interface Polygon {
  /** The outer one turns left around its inside, holes turn left around theirs. */
  loops: Loop[];
  /** With MongoDB's strict winding the inside may be more than half of the world. */
  isInverted: boolean;
}

/** Points, lines and polygons, in any number: whatever GeoJSON or a legacy pair of coordinates says. */
export interface Geometry {
  points: Vector[];
  lines: Vector[][];
  polygons: Polygon[];
  /** Of a single point, as it was written. */
  position: LngLat | null;
  /** A pair of coordinates, which may as well mean a place on a plane. */
  isLegacy: boolean;
}

function empty(): Geometry {
  return { points: [], lines: [], polygons: [], position: null, isLegacy: false };
}

function refuse(message: string): never {
  throw new MongoError('BadValue', message);
}

/** A stored or given geometry. @throws BadValue */
export function geometryOf(value: Value): Geometry {
  if (Array.isArray(value)) return legacyPoint(value);
  if (!isDoc(value)) return refuse(`geo element must be an array or object, got ${typeOf(value)}`);
  if ('type' in value || !isLegacy(value)) return geoJson(value);
  return legacyPoint(Object.values(value));
}

function isLegacy(value: Doc): boolean {
  const [x, y] = Object.values(value);
  return x !== undefined && y !== undefined && isNumber(x) && isNumber(y);
}

function legacyPoint(value: readonly Value[]): Geometry {
  const position = coordinates(value);
  if (!isOnEarth(position)) refuse("can't project geometry from FLAT CRS into spherical CRS");
  return { ...empty(), points: [vectorOf(position)], position, isLegacy: true };
}

/** `[x, y]` or `{ x, y }`, whatever the range of the numbers. @throws BadValue */
export function flatPoint(value: Value): LngLat {
  if (Array.isArray(value)) return coordinates(value);
  if (isDoc(value)) return coordinates(Object.values(value));
  return refuse(`Point must be an array or object, instead got type ${value === undefined ? 'missing' : typeOf(value)}`);
}

function coordinates(values: readonly Value[]): LngLat {
  const [x, y] = [0, 1].map((i) => {
    const value = values[i];
    if (i >= values.length) return refuse('Point must only contain numeric elements, instead got type missing');
    if (!isNumber(value)) return refuse(`Point must only contain numeric elements, instead got type ${typeOf(value)}`);
    const number = Number(String(value));
    return Number.isFinite(number) ? number : refuse('Point coordinates must be finite numbers');
  });
  return [x!, y!];
}

export function isOnEarth([lng, lat]: LngLat): boolean {
  return Math.abs(lng) <= 180 && Math.abs(lat) <= 90;
}

function position(value: Value): LngLat {
  const point = flatPoint(value);
  if (!isOnEarth(point)) refuse(`Longitude/latitude is out of bounds, lng: ${point[0]} lat: ${point[1]}`);
  return point;
}

function geoJson(value: Doc): Geometry {
  const { type } = value;
  if (typeof type !== 'string') return refuse('unknown GeoJSON type (type field missing or not a string)');
  const isStrict = checkCrs(value.crs);
  const out = empty();
  const parts = value.coordinates;
  switch (type) {
    case 'Point':
      out.position = position(parts);
      out.points.push(vectorOf(out.position));
      break;
    case 'MultiPoint': out.points.push(...list(parts, type).map((part) => vectorOf(position(part)))); break;
    case 'LineString': out.lines.push(lineString(parts)); break;
    case 'MultiLineString': out.lines.push(...list(parts, type).map(lineString)); break;
    case 'Polygon': out.polygons.push(polygon(parts, isStrict)); break;
    case 'MultiPolygon': out.polygons.push(...list(parts, type).map((part) => polygon(part, isStrict))); break;
    case 'GeometryCollection':
      for (const part of list(value.geometries, type, 'geometries')) merge(out, isDoc(part) ? geoJson(part) : refuse('GeometryCollection geometries must be objects'));
      break;
    default: refuse(`unknown GeoJSON type '${type}'`);
  }
  return out;
}

function merge(into: Geometry, part: Geometry): void {
  into.points.push(...part.points);
  into.lines.push(...part.lines);
  into.polygons.push(...part.polygons);
}

function list(value: Value, type: string, field = 'coordinates'): Value[] {
  if (!Array.isArray(value)) return refuse(`${type} ${field} must be an array, instead got type ${value === undefined ? 'missing' : typeOf(value)}`);
  return value.length === 0 ? refuse(`${type} ${field} must have at least 1 element`) : value;
}

const CRS = new Set(['urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:4326']);
const STRICT_CRS = 'urn:x-mongodb:crs:strictwinding:EPSG:4326';

/** @returns whether polygons have their inside on their left, however large */
function checkCrs(crs: Value): boolean {
  if (crs === undefined) return false;
  const name = isDoc(crs) && isDoc(crs.properties) ? crs.properties.name : undefined;
  if (!isDoc(crs) || crs.type !== 'name' || typeof name !== 'string') return refuse('GeoJSON CRS must be an object with a type of "name" and a name');
  if (name === STRICT_CRS) return true;
  return CRS.has(name) ? false : refuse(`Unknown CRS name: ${name}`);
}

function path(value: Value, what: string): Vector[] {
  if (!Array.isArray(value)) return refuse(`${what} must be an array of coordinates, instead got type ${value === undefined ? 'missing' : typeOf(value)}`);
  return value.map((part) => vectorOf(position(part)));
}

function withoutRepetition(vertices: readonly Vector[]): Vector[] {
  return vertices.filter((vertex, i) => i === 0 || !same(vertex, vertices[i - 1]!));
}

function same(a: Vector, b: Vector): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2];
}

function lineString(value: Value): Vector[] {
  const vertices = withoutRepetition(path(value, 'LineString'));
  return vertices.length < 2 ? refuse(`GeoJSON LineString must have at least 2 vertices, instead got ${vertices.length} vertices`) : vertices;
}

function polygon(value: Value, isStrict: boolean): Polygon {
  if (!Array.isArray(value)) return refuse(`Polygon coordinates must be an array, instead got type ${value === undefined ? 'missing' : typeOf(value)}`);
  if (value.length === 0) return refuse('Polygon has no loops.');
  const loops = value.map(loop);
  const isInverted = isStrict && signedArea(loops[0]!) < 0;
  const [outer, ...holes] = loops.map((vertices) => (signedArea(vertices) < 0 ? [...vertices].reverse() : vertices));
  for (const hole of holes) {
    if (!hole.every((vertex) => encloses(outer!, vertex) || outer!.some((other) => same(other, vertex)))) {
      refuse('Secondary loops not contained by first exterior loop - secondary loops must be holes');
    }
  }
  return { loops: [outer!, ...holes], isInverted };
}

function loop(value: Value): Vector[] {
  const vertices = path(value, 'Loop');
  if (vertices.length === 0) refuse('Loop has no vertices: []');
  if (!same(vertices[0]!, vertices[vertices.length - 1]!)) refuse('Loop is not closed, first vertex does not equal last vertex');
  const open = withoutRepetition(vertices.slice(0, -1));
  const different = new Set(open.map(String)).size;
  if (different < 3) refuse(`Loop must have at least 3 different vertices, ${different} unique vertices were provided`);
  for (let i = 0; i < open.length; i += 1) {
    for (let j = i + 2; j < open.length; j += 1) {
      const areNeighbours = i === 0 && j === open.length - 1;
      if (!areNeighbours && edgesCross(open[i]!, open[i + 1]!, open[j]!, open[(j + 1) % open.length]!)) refuse(`Loop is not valid: Edges ${i} and ${j} cross`);
    }
  }
  if (different < open.length) refuse('Loop is not valid: Duplicate vertices');
  return open;
}
