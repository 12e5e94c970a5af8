import { equal } from '../../bson/compare.js';
import { doc, isDoc } from '../../bson/document.js';
import type { Doc, Value } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { compileFilter } from '../../query/filter.js';
import { refuseOutsideQueries } from '../../query/restrictions.js';
import type { Modification, UpdateEnvironment, UpdateOperator } from '../operator.js';
import { UNCHANGED } from '../operator.js';

/** Removes the elements that equal the argument or, if it is a condition, fulfil it. */
export const $pull: UpdateOperator = (argument, _field, environment) => removing(conditionOf(argument, environment));

/** Removes the elements that equal one of the listed values. */
export const $pullAll: UpdateOperator = (argument, _field, { strings }) => {
  if (!Array.isArray(argument)) throw new MongoError('BadValue', `$pullAll requires an array argument but was given a ${typeOf(argument)}`);
  return removing((element) => argument.some((value) => equal(element, value, strings)));
};

function removing(isUnwanted: (element: Value) => boolean): Modification {
  return {
    existing: (value) => {
      if (!Array.isArray(value)) throw new MongoError('BadValue', 'Cannot apply $pull to a non-array value');
      const kept = value.filter((element) => !isUnwanted(element));
      return kept.length === value.length ? UNCHANGED : kept;
    },
  };
}

/** Operators that a condition on the element itself may begin with; any other document is a filter on documents. */
const PATH_OPERATORS = new Set([
  '$eq', '$ne', '$lt', '$lte', '$gt', '$gte', '$in', '$nin', '$size', '$all', '$exists', '$type', '$mod', '$regex', '$options', '$elemMatch',
  '$near', '$nearSphere', '$geoNear', '$within', '$geoWithin', '$geoIntersects', '$maxDistance', '$minDistance', '$uniqueDocs',
  '$bitsAllSet', '$bitsAllClear', '$bitsAnySet', '$bitsAnyClear',
]);

function conditionOf(argument: Value, environment: UpdateEnvironment): (element: Value) => boolean {
  const { strings } = environment;
  if (isDoc(argument) && !PATH_OPERATORS.has(Object.keys(argument)[0] ?? '')) {
    const matches = matcher(argument, environment);
    return (element) => isDoc(element) && matches(element);
  }
  if (isDoc(argument) || typeOf(argument) === 'regex') {
    const matches = matcher(doc({ element: argument }), environment);
    return (element) => matches(doc({ element }));
  }
  return (element) => equal(element, argument, strings);
}

function matcher(filter: Doc, { strings, variables }: UpdateEnvironment): (document: Doc) => boolean {
  refuseOutsideQueries(filter);
  const compiled = compileFilter(filter, { ...(strings && { strings }), ...(variables && { variables }) });
  return (document) => compiled.matches(document);
}
