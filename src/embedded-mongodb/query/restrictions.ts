import { isDoc } from '../bson/document.js';
import type { Doc, Value } from '../bson/document.js';
import { MongoError } from '../errors.js';

const GEO_ORDERS = new Set(['$near', '$nearSphere', '$geoNear']);

/** Filters inside an update (`$pull`, `arrayFilters`) see one element and have no query around them, so they may do less. */
export function refuseOutsideQueries(filter: Doc): void {
  refuse(filter, (name) => {
    if (name === '$expr' || name === '$jsonSchema') return new MongoError('QueryFeatureNotAllowed', `${name} is not allowed in this context`);
    return name === '$where' || name === '$text' ? new MongoError('BadValue', `${name} is not allowed in this context`) : undefined;
  });
}

/** A validator judges one document, always in the same way. */
export function refuseInValidators(filter: Doc): void {
  refuse(filter, (name) => {
    if (name === '$sampleRate') return new MongoError(3040500, '$rand not allowed inside collection validators');
    return name === '$where' || name === '$text' ? new MongoError('BadValue', `${name} is not allowed in this context`) : undefined;
  });
}

/** The `$elemMatch` of a projection has no documents to sort, nor has the query of a `$geoNear`. What else it may not do, the parser refuses. */
export function refuseInProjections(filter: Doc): void {
  refuse(filter, () => undefined);
}

function refuse(filter: Doc, refusal: (name: string) => MongoError | undefined): void {
  for (const name of Object.keys(filter)) {
    const operand = filter[name];
    const refused = refusal(name);
    if (refused !== undefined) throw refused;
    if (name === '$and' || name === '$or' || name === '$nor') {
      for (const clause of Array.isArray(operand) ? operand : []) if (isDoc(clause)) refuse(clause, refusal);
    } else if (!name.startsWith('$')) {
      refuseGeoOrders(operand, refusal);
    }
  }
}

function refuseGeoOrders(condition: Value, refusal: (name: string) => MongoError | undefined): void {
  if (!isDoc(condition)) return;
  for (const name of Object.keys(condition)) {
    const operand = condition[name];
    if (GEO_ORDERS.has(name)) {
      throw new MongoError(5626500, '$geoNear, $near, and $nearSphere are not allowed in this context, as these operators require sorting geospatial data.');
    }
    if (name === '$not') refuseGeoOrders(operand, refusal);
    if (name === '$elemMatch' && isDoc(operand)) {
      refuseGeoOrders(operand, refusal);
      refuse(operand, refusal);
    }
  }
}
