import type { Binary } from 'bson';
import type { Value } from '../../../bson/document.js';
import type { TypeAlias } from '../../../bson/types.js';
import { typeOf } from '../../../bson/types.js';
import { equal } from '../../../bson/compare.js';
import { MongoError } from '../../../errors.js';
import { typesOfAlias } from '../type.js';
import type { Keyword } from './keyword.js';
import { mustBe, notAllowed, withSortedFields } from './keyword.js';

const JSON_TYPES: Record<string, TypeAlias[]> = {
  string: ['string'], number: ['double', 'int', 'long', 'decimal'], boolean: ['bool'], object: ['object'], array: ['array'], null: ['null'],
};

export const type: Keyword = (argument, { schema }, name) => {
  if ('bsonType' in schema) throw notAllowed("keywords 'type' and 'bsonType' cannot both be specified");
  return ofTypes(argument, name, (one) => {
    if (one === 'integer') throw notAllowed("type 'integer' is not currently supported.");
    const types = Object.hasOwn(JSON_TYPES, one) ? JSON_TYPES[one] : undefined;
    if (types === undefined) throw new MongoError('BadValue', `Unknown type name alias: ${one}`);
    return types;
  });
};

export const bsonType: Keyword = (argument, _surroundings, name) => ofTypes(argument, name, typesOfAlias);

function ofTypes(argument: Value, name: string, resolve: (name: string) => TypeAlias[]): (value: Value) => boolean {
  const names = Array.isArray(argument) ? argument : [argument];
  for (const one of names) if (typeof one !== 'string') throw mustBe('either a string or an array of strings', name);
  if (names.length === 0) throw notAllowed(`keyword '${name}' must name at least one type`);
  if (new Set(names).size < names.length) throw notAllowed(`keyword '${name}' has duplicate value`);
  const types = new Set(names.flatMap((one) => resolve(one as string)));
  return (value) => types.has(typeOf(value));
}

/** The name is `enum`, which TypeScript keeps for itself. */
export const enumeration: Keyword = (argument, _surroundings, name) => {
  if (!Array.isArray(argument)) throw mustBe(`an array, but found an element of type ${typeOf(argument)}`, name);
  if (argument.length === 0) throw notAllowed(`keyword '${name}' cannot be an empty array`);
  const values = argument.map(withSortedFields);
  if (values.some((value, i) => values.slice(0, i).some((other) => equal(value, other)))) throw notAllowed(`keyword '${name}' array cannot contain duplicate values.`);
  return (value) => {
    const sorted = withSortedFields(value);
    return values.some((one) => equal(one, sorted));
  };
};

const ENCRYPTED = 6;

/** Field-level encryption happens in drivers; all that is seen of it here is the subtype. */
export const encrypt: Keyword = (argument, _surroundings, name) => {
  if (typeOf(argument) !== 'object') throw mustBe('an object', name);
  return (value) => typeOf(value) === 'binData' && (value as Binary).sub_type === ENCRYPTED;
};
