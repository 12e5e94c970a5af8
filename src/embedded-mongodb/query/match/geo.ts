import { nearOf } from '../../indexes/geo/near.js';
import type { Region } from '../../indexes/geo/region.js';
import { regionOf } from '../../indexes/geo/region.js';
import { MongoError } from '../../errors.js';
import type { PathOperator } from './operator.js';
import { MISSING } from './tree.js';

/** The region goes with the node, for indexes to read. */
function within(operator: '$geoWithin' | '$geoIntersects'): PathOperator {
  return (operand, { path, section }) => {
    const extra = Object.keys(section).find((name) => name === '$maxDistance' || name === '$minDistance');
    if (extra !== undefined) throw new MongoError('BadValue', `can't parse extra field: ${extra}`);
    const region: Region = regionOf(operand, operator);
    return { kind: 'path', path, operator, operand, parsed: region, arrays: 'elements', test: (value) => value !== MISSING && region.test(value) };
  };
}

export const $geoWithin = within('$geoWithin');
/** An older name. */
export const $within = $geoWithin;
export const $geoIntersects = within('$geoIntersects');

/** An index finds the documents and sorts them; to look at one of them says nothing. */
function near(operator: '$near' | '$nearSphere'): PathOperator {
  return (operand, { path, section, isTop }) => {
    const parsed = nearOf(section);
    if (!isTop) throw new MongoError('BadValue', 'geo $near must be top-level expr');
    return { kind: 'path', path, operator, operand, parsed, arrays: 'elements', test: () => true };
  };
}

export const $near = near('$near');
export const $nearSphere = near('$nearSphere');
/** An older name. */
export const $geoNear = $near;
