import { Long } from 'bson';
import type { Doc, Value } from '../../bson/document.js';
import { Doc as NoFields, isDoc } from '../../bson/document.js';
import { isNumber } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { describe } from '../../storage/describe.js';
import type { Box } from '../geo/cells.js';
import { cellOf, cover, WORLD } from '../geo/cells.js';
import { geometryOf } from '../geo/geometry.js';
import { boxesOf } from '../geo/region.js';
import type { LngLat } from '../geo/sphere.js';
import type { KeyValues } from './ascending.js';
import { extract } from './ascending.js';

/** The keys of an index with fields that are places: each place is a few cells of a grid. */
export interface GeoKeys {
  /** The plane or the earth. */
  world: Box;
  isFlat: boolean;
  extract(doc: Doc): { keys: KeyValues[]; arrays: number[] };
}

interface Field { path: string[]; isGeo: boolean }

function fieldsOf(spec: Doc, kind: string): Field[] {
  return Object.entries(spec.key as Doc).map(([path, value]) => ({ path: path.split('.'), isGeo: value === kind }));
}

export function sphereKeys(spec: Doc): GeoKeys {
  const fields = fieldsOf(spec, '2dsphere');
  return { world: WORLD, isFlat: false, extract: (doc) => combine(doc, fields, (values, path) => cellsOnEarth(values, path, doc)) };
}

export function flatKeys(spec: Doc): GeoKeys {
  const fields = fieldsOf(spec, '2d');
  const [min, max] = [numberIn(spec.min, -180), numberIn(spec.max, 180)];
  const world = { minX: min, maxX: max, minY: min, maxY: max };
  return { world, isFlat: true, extract: (doc) => combine(doc, fields, (values) => cellsOnPlane(values, world, doc)) };
}

function numberIn(value: Value, absent: number): number {
  return value === undefined ? absent : Number(String(value));
}

/** Every cell with every value of the other fields. A document without any place is left out. */
function combine(doc: Doc, fields: readonly Field[], cellsOf: (values: Value[], path: string) => number[]): { keys: KeyValues[]; arrays: number[] } {
  const arrays = fields.map(() => 0);
  let hasPlace = false;
  let keys: KeyValues[] = [[]];
  for (const [i, { path, isGeo }] of fields.entries()) {
    let values: Value[];
    if (isGeo) {
      const cells = cellsOf(valuesAlong(doc, path), path.join('.'));
      hasPlace ||= cells.length > 0;
      values = cells.length === 0 ? [null] : cells.map((cell) => Long.fromNumber(cell));
    } else {
      const extracted = extract(doc, [path], false);
      arrays[i] = extracted.arrays[0]!;
      values = extracted.keys.map(([value]) => value);
    }
    keys = keys.flatMap((key) => values.map((value) => [...key, value]));
  }
  return { keys: hasPlace ? keys : [], arrays };
}

/** Arrays on the way are entered, one at the end is a place or a list of places. */
function valuesAlong(from: Value, path: readonly string[]): Value[] {
  if (path.length === 0) return [from];
  if (Array.isArray(from)) return from.flatMap((element) => valuesAlong(element, path));
  const [field, ...rest] = path;
  return isDoc(from) && field! in from ? valuesAlong(from[field!], rest) : [];
}

function isNoPlace(value: Value): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0) || (isDoc(value) && Object.keys(value).length === 0);
}

function cellsOnEarth(values: readonly Value[], path: string, doc: Doc): number[] {
  const cells: number[] = [];
  for (const value of values) {
    if (isNoPlace(value)) continue;
    try {
      const geometry = geometryOf(value);
      if (geometry.position !== null) cells.push(cellOf(geometry.position, WORLD));
      else cells.push(...cover(boxesOf(geometry), WORLD));
    } catch (error) {
      throw new MongoError('GeoKeyExtractionFailed', `Could not extract geo keys at path '${path}' for document with _id ${describe(doc._id)}: ${(error as Error).message}`);
    }
  }
  return cells;
}

function cellsOnPlane(values: readonly Value[], world: Box, doc: Doc): number[] {
  return values.flatMap((value) => pairsIn(value, doc)).map((point) => {
    if (!isIn(point[0], world) || !isIn(point[1], world)) throw new MongoError(13027, `point not in interval of [ ${world.minX}, ${world.maxX} ] :: caused by :: ${describe(doc)}`);
    return cellOf(point, world);
  });
}

/** Latitudes reach as far as longitudes on a plane. */
function isIn(coordinate: number, { minX, maxX }: Box): boolean {
  return coordinate >= minX && coordinate <= maxX;
}

/** A pair, or a list of pairs. What is no object at all is left out. */
function pairsIn(value: Value, doc: Doc): LngLat[] {
  if (typeof value !== 'object' || isNoPlace(value) || (!Array.isArray(value) && !isDoc(value))) return [];
  const parts = Object.values(value as Doc);
  if (Array.isArray(parts[0]) || isDoc(parts[0])) return parts.flatMap((part) => [pair(part, doc)]);
  if (typeof parts[0] === 'string') throw new MongoError(16804, 'location object expected, location array not in correct format');
  return [pair(value, doc)];
}

function pair(value: Value, doc: Doc): LngLat {
  const parts = Object.values((typeof value === 'object' && value !== null ? value : new NoFields()) as Doc);
  if (parts.length < 2) throw new MongoError(13068, `geo field only has 1 element :: caused by :: ${describe(doc)}`);
  const [x, y] = [0, 1].map((i) => (isNumber(parts[i]) ? Number(String(parts[i])) : null));
  if (x === null || y === null) throw new MongoError(13026, `geo values must be 'legacy coordinate pairs' for 2d indexes :: caused by :: ${describe(doc)}`);
  return [x!, y!];
}

