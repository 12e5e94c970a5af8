import type { Value } from '../../../bson/document.js';
import type { TypeAlias } from '../../../bson/types.js';
import { typeOf } from '../../../bson/types.js';
import { MongoError } from '../../../errors.js';
import { typesOfAlias } from '../type.js';
import type { Keyword, Rule } from './schema.js';
import { malformed, mistyped, rule } from './schema.js';

/** The names of JSON Schema itself. Its `integer` is not among them: a whole double is not a type. */
const JSON_TYPES: Record<string, string> = { string: 'string', number: 'number', boolean: 'bool', object: 'object', array: 'array', null: 'null' };

export const type: Keyword = (value) => typeRule('type', value, (name) => {
  if (!Object.hasOwn(JSON_TYPES, name)) throw new MongoError('BadValue', `Unknown type name alias: ${name}`);
  return typesOfAlias(JSON_TYPES[name]!);
});

export const bsonType: Keyword = (value, schema) => {
  if ('type' in schema) throw malformed("Cannot specify both $jsonSchema keywords 'type' and 'bsonType'");
  return typeRule('bsonType', value, typesOfAlias);
};

function typeRule(keyword: string, value: Value, meaning: (name: string) => TypeAlias[]): Rule {
  const types = new Set(namesOf(keyword, value).flatMap((name) => {
    if (name === 'integer') throw malformed("$jsonSchema type 'integer' is not currently supported.");
    return meaning(name);
  }));
  return rule(keyword, (candidate) => types.has(typeOf(candidate)), (candidate) => ({
    specifiedAs: { [keyword]: value }, reason: 'type did not match', consideredValue: candidate, consideredType: typeOf(candidate),
  }));
}

function namesOf(keyword: string, value: Value): string[] {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) throw mistyped(`keyword '${keyword}' must be either a string or an array of strings`);
  if (value.length === 0) throw malformed(`$jsonSchema keyword '${keyword}' must name at least one type`);
  const names = value.map((name) => {
    if (typeof name !== 'string') throw mistyped(`keyword '${keyword}' array elements must be strings`);
    return name;
  });
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw malformed(`$jsonSchema keyword '${keyword}' has duplicate value: ${twice}`);
  return names;
}

/** Client-side encryption is not done here, but a schema may demand that a value came encrypted. */
export const encrypt: Keyword = (value) => {
  if (typeOf(value) !== 'object') throw mistyped("keyword 'encrypt' must be an object");
  return rule('encrypt', (candidate) => typeOf(candidate) === 'binData' && (candidate as { sub_type: number }).sub_type === 6, () => ({ reason: 'value was not encrypted' }));
};

export const encryptMetadata: Keyword = (value) => {
  if (typeOf(value) !== 'object') throw mistyped("keyword 'encryptMetadata' must be an object");
  if (Object.keys(value as object).length === 0) throw malformed("$jsonSchema keyword 'encryptMetadata' cannot be an empty object");
  return undefined;
};
