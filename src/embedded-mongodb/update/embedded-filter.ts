import { isDoc } from '../bson/document.js';
import type { Doc, Value } from '../bson/document.js';
import { MongoError } from '../errors.js';

const GEO_ORDERS = new Set(['$near', '$nearSphere', '$geoNear']);

/** Filters inside an update (`$pull`, `arrayFilters`) see one element and have no query around them, so they may do less. */
export function refuseOutsideQueries(filter: Doc): void {
  for (const name of Object.keys(filter)) {
    const operand = filter[name];
    if (name === '$expr' || name === '$jsonSchema') throw new MongoError('QueryFeatureNotAllowed', `${name} is not allowed in this context`);
    if (name === '$where' || name === '$text') throw new MongoError('BadValue', `${name} is not allowed in this context`);
    if (name === '$and' || name === '$or' || name === '$nor') {
      for (const clause of Array.isArray(operand) ? operand : []) if (isDoc(clause)) refuseOutsideQueries(clause);
    } else if (!name.startsWith('$')) {
      refuseGeoOrders(operand);
    }
  }
}

export function refuseGeoOrders(condition: Value): void {
  if (!isDoc(condition)) return;
  for (const name of Object.keys(condition)) {
    const operand = condition[name];
    if (GEO_ORDERS.has(name)) {
      throw new MongoError(5626500, '$geoNear, $near, and $nearSphere are not allowed in this context, as these operators require sorting geospatial data.');
    }
    if (name === '$not') refuseGeoOrders(operand);
    if (name === '$elemMatch' && isDoc(operand)) {
      refuseGeoOrders(operand);
      refuseOutsideQueries(operand);
    }
  }
}
