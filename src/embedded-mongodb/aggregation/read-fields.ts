import type { Doc, Value } from '../bson/document.js';
import { isDoc } from '../bson/document.js';
import { isNumber, typeOf } from '../bson/types.js';
import { MongoError } from '../errors.js';

/** How the field of a specification must be: a BSON type, `number` for any of the four, or `any`. */
export type FieldType = 'string' | 'bool' | 'object' | 'array' | 'number' | 'strings' | 'any';

export interface FieldRules {
  [field: string]: FieldType | { required: FieldType } | { either: FieldType[] };
}

const NUMBERS = "types '[long, int, decimal, double]'";

/**
 * Reads a specification as strictly as the stages that MongoDB generates from its IDL: what is unknown, missing or of a
 * wrong type is refused, and null counts as absent.
 */
export function readFields(specification: Doc, owner: string, rules: FieldRules): Doc {
  for (const field of Object.keys(specification)) {
    const rule = Object.hasOwn(rules, field) ? rules[field] : undefined;
    if (rule === undefined) throw new MongoError('IDLUnknownField', `BSON field '${owner}.${field}' is an unknown field.`);
    const value = specification[field];
    if (isAbsent(value) && rule !== 'any') continue;
    const types = typeof rule === 'string' ? [rule] : 'required' in rule ? [rule.required] : rule.either;
    if (!types.some((type) => isOf(value, type))) throw wrongType(`${owner}.${field}`, value, types);
    if (types[0] === 'strings') checkStrings(value as Value[], `${owner}.${field}`);
  }
  for (const [field, rule] of Object.entries(rules)) {
    if (typeof rule === 'object' && 'required' in rule && !(field in specification)) {
      throw new MongoError('IDLFailedToParse', `BSON field '${owner}.${field}' is missing but a required field`);
    }
  }
  return specification;
}

/** Null and BSON's undefined count as absent where a type is demanded. */
export function isAbsent(value: Value): value is null | undefined {
  return value === null || value === undefined;
}

export function wrongType(field: string, value: Value, types: FieldType[]): MongoError {
  const [only] = types;
  const names = types.map((type) => (type === 'strings' ? 'array' : type));
  const expected = types.length > 1 ? `types '[${names.join(', ')}]'` : only === 'number' ? NUMBERS : `type '${names[0]}'`;
  return new MongoError('TypeMismatch', `BSON field '${field}' is the wrong type '${typeOf(value)}', expected ${expected}`);
}

function isOf(value: Value, type: FieldType): boolean {
  switch (type) {
    case 'any': return true;
    case 'number': return isNumber(value);
    case 'object': return isDoc(value);
    case 'array':
    case 'strings': return Array.isArray(value);
    default: return typeOf(value) === type;
  }
}

function checkStrings(values: Value[], field: string): void {
  for (const [i, value] of values.entries()) if (typeof value !== 'string') throw wrongType(`${field}.${i}`, value, ['string']);
}
