import type { Value } from '../../bson/document.js';
import type { TypeAlias } from '../../bson/types.js';
import { BSON_TYPES, isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { PathOperator } from './operator.js';
import { MISSING } from './tree.js';
import { exactly } from './whole-number.js';

export const $type: PathOperator = (operand, { path }) => {
  const types = typesOf(operand);
  if (types.size === 0) throw new MongoError('FailedToParse', `${path} must match at least one type`);
  return { kind: 'path', path, operator: '$type', operand, parsed: types, arrays: 'elements', test: (value) => value !== MISSING && types.has(typeOf(value)) };
};

const BY_NUMBER = new Map(Object.entries(BSON_TYPES).map(([alias, number]) => [number as number, alias as TypeAlias]));
const NUMBERS: TypeAlias[] = ['double', 'int', 'long', 'decimal'];

/** The types that a name, a number, or a list of these stands for. */
export function typesOf(operand: Value): Set<TypeAlias> {
  const types = new Set<TypeAlias>();
  for (const one of Array.isArray(operand) ? operand : [operand]) for (const alias of typeNamed(one)) types.add(alias);
  return types;
}

function typeNamed(name: Value): TypeAlias[] {
  if (typeof name === 'string') return typesOfAlias(name);
  if (name === undefined || name === null || !isNumber(name)) throw new MongoError('TypeMismatch', 'type must be represented as a number or a string');
  const number = Number(exactly(name));
  if (number === 0) throw new MongoError('BadValue', 'Invalid numerical type code: 0. Instead use {$exists:false}.');
  const alias = BY_NUMBER.get(number);
  if (alias === undefined) throw new MongoError('BadValue', `Invalid numerical type code: ${name.toString()}`);
  return [alias];
}

export function typesOfAlias(name: string): TypeAlias[] {
  if (name === 'number') return NUMBERS;
  if (Object.hasOwn(BSON_TYPES, name)) return [name as TypeAlias];
  if (name === 'missing') {
    throw new MongoError('BadValue', "'missing' is not a legal type name. To query for non-existence of a field, use {$exists:false}.");
  }
  throw new MongoError('BadValue', `Unknown type name alias: ${name}`);
}
