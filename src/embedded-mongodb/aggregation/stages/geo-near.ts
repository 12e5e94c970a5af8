import { plain } from '../../bson/arithmetic.js';
import type { Value } from '../../bson/document.js';
import { Doc, doc, isDoc } from '../../bson/document.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { pathParts } from '../expressions/field-path.js';
import { orNull } from '../nested-fields.js';
import type { Stage, StageContext, StageDefinition } from '../stage.js';
import { filterOf, hasText } from './match.js';

/** Only an index can answer it, so it is always left to the planner: `front.geoNear`. */
export const $geoNear: StageDefinition = {
  position: 'first',
  notIn: ['$facet'],
  parse(specification, context): Stage {
    const geoNear = checked(specification, context);
    return {
      name: '$geoNear',
      specification,
      front: { geoNear },
      run() {
        throw new MongoError('IndexNotFound', '$geoNear requires a 2d or 2dsphere index, but none were found');
      },
    };
  },
};

const GONE: Record<string, number> = { limit: 50858, num: 50857, start: 50856 };

/** The specification with its constant expressions evaluated. */
function checked(specification: Value, context: StageContext): Doc {
  if (!isDoc(specification)) throw new MongoError(10065, 'invalid parameter: expected an object ($geoNear)');
  const result = new Doc();
  for (const option of Object.keys(specification)) result[option] = optionOf(option, specification[option], context);
  if (!('near' in result)) throw new MongoError(5860400, "$geoNear requires a 'near' argument");
  return result;
}

function optionOf(option: string, value: Value, context: StageContext): Value {
  switch (option) {
    case 'near':
    case 'minDistance':
    case 'maxDistance': return constantOr(value, context);
    case 'distanceField': return path(option, value, 16606);
    case 'includeLocs': return path(option, value, 16607);
    case 'query': return query(value, context);
    case 'key': return key(value);
    case 'distanceMultiplier':
      if (!isNumber(value)) throw new MongoError('TypeMismatch', 'distanceMultiplier must be a number');
      if (!(plain(value) >= 0)) throw new MongoError('BadValue', 'distanceMultiplier must be nonnegative');
      return value;
    case 'spherical':
    case 'uniqueDocs': return value;
    default:
      if (option in GONE) throw new MongoError(GONE[option]!, `$geoNear no longer supports the '${option}' parameter. Use a $limit stage instead.`);
      throw new MongoError('BadValue', `Unknown argument to $geoNear: ${option}`);
  }
}

/** Expressions are allowed, as long as the command or a surrounding `$lookup` gives them a value. */
function constantOr(value: Value, context: StageContext): Value {
  const constant = context.constant(value);
  return constant === undefined ? value : orNull(constant.value);
}

function path(option: string, value: Value, code: number): Value {
  if (typeof value !== 'string') throw new MongoError(code, `$geoNear requires that the '${option}' option is a String`);
  pathParts(value);
  return value;
}

function key(value: Value): Value {
  if (typeof value !== 'string') throw new MongoError('TypeMismatch', `$geoNear parameter 'key' must be of type string but found type: ${typeOf(value)}`);
  if (value === '') throw new MongoError('BadValue', "$geoNear parameter 'key' cannot be the empty string");
  pathParts(value);
  return value;
}

function query(value: Value, context: StageContext): Value {
  if (!isDoc(value)) throw new MongoError('TypeMismatch', 'query must be an object');
  if (hasText(value)) throw new MongoError('BadValue', '$text is not allowed in this context');
  filterOf(value, context);
  return doc({ ...value });
}
