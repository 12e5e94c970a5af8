import type { Doc, Value } from '../../bson/document.js';
import { doc, isDoc } from '../../bson/document.js';
import { isNumber } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { describe } from '../../storage/describe.js';
import { flatPoint, geometryOf, isOnEarth } from './geometry.js';
import type { LngLat } from './sphere.js';

/** What `$near` and `$nearSphere` ask for. */
export interface Near {
  center: LngLat;
  /** By GeoJSON: distances are meters, and only a 2dsphere index answers. */
  isGeoJson: boolean;
  /** On the sphere. By a pair of coordinates distances are radians then, and units of the plane else. */
  isSpherical: boolean;
  minDistance: number;
  maxDistance: number;
}

function refuse(message: string): never {
  throw new MongoError('BadValue', message);
}

const LIMITS = new Set(['$maxDistance', '$minDistance']);

/**
 * Reads a whole section, as legacy limits stand beside the point.
 * @throws BadValue
 */
export function nearOf(section: Doc): Near {
  const [operator, ...beside] = Object.keys(section) as [string, ...string[]];
  const operand = section[operator];
  if (!['$near', '$nearSphere', '$geoNear'].includes(operator) || typeof operand !== 'object' || operand === null || (!isDoc(operand) && !Array.isArray(operand))) {
    return refuse(`near must be first in: ${describe(section)}`);
  }
  const given = isDoc(operand) ? geoJsonIn(operand) : null;
  if (given !== null) {
    for (const field of beside) {
      if (LIMITS.has(field)) refuse(`geo near accepts just one argument when querying for a GeoJSON point. Extra field found: ${field}: ${describe(section[field])}`);
      throw new MongoError(34413, `invalid argument in geo near query: ${field}`);
    }
    for (const field of Object.keys(given.limits)) if (!LIMITS.has(field)) refuse(`invalid argument in geo near query: ${field}`);
    return { center: pointIn(given.geometry), isGeoJson: true, isSpherical: true, ...limitsOf(given.limits) };
  }
  return legacyNear(operator, operand, section, beside);
}

/** `{ $geometry: { type: 'Point', … } }`, or the point itself. */
function geoJsonIn(operand: Doc): { geometry: Doc | Value[]; limits: Doc } | null {
  if ('$geometry' in operand) {
    const { $geometry, ...limits } = operand;
    if (Array.isArray($geometry)) return refuse(`$near requires geojson point, given ${describe($geometry)}`);
    return isDoc($geometry) ? { geometry: $geometry, limits: doc(limits) } : refuse('$geometry is required for geo near query');
  }
  if (!('type' in operand)) return null;
  const { type, coordinates, crs, ...limits } = operand;
  return { geometry: doc({ type, coordinates, ...(crs === undefined ? {} : { crs }) }), limits: doc(limits) };
}

function pointIn(geometry: Doc | Value[]): LngLat {
  const { type } = geometry as Doc;
  if (type !== 'Point') refuse(`invalid point in geo near query $geometry argument: ${describe(geometry)}  Expected geojson geometry with type Point`);
  try {
    return geometryOf(geometry).position!;
  } catch (error) {
    return refuse(`invalid point in geo near query $geometry argument: ${describe(geometry)}  ${(error as Error).message}`);
  }
}

function legacyNear(operator: string, operand: Doc | Value[], section: Doc, beside: readonly string[]): Near {
  const isSpherical = operator === '$nearSphere';
  let center: LngLat;
  try {
    center = flatPoint(operand);
  } catch {
    return refuse(`invalid point provided to geo near query: ${describe(operand)}`);
  }
  if (isSpherical && !isOnEarth(center)) refuse('Legacy point is out of bounds for spherical query');
  const limits = doc({});
  const third = Object.values(operand)[2] as Value;
  if (third !== undefined) limits.$maxDistance = third;
  for (const field of beside) {
    if (!LIMITS.has(field) && field !== '$uniqueDocs') throw new MongoError(34413, `invalid argument in geo near query: ${field}`);
    limits[field] = section[field];
  }
  return { center, isGeoJson: false, isSpherical, ...limitsOf(limits) };
}

function limitsOf(limits: Doc): { minDistance: number; maxDistance: number } {
  const read = (field: string, absent: number): number => {
    const value = limits[field];
    if (value === undefined) return absent;
    if (!isNumber(value)) return refuse(`${field} must be a number`);
    const number = Number(String(value));
    return number >= 0 ? number : refuse(`${field} must be non-negative`);
  };
  return { maxDistance: read('$maxDistance', Infinity), minDistance: read('$minDistance', 0) };
}
