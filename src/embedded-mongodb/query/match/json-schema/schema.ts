import type { Doc } from '../../../bson/document.js';
import { additionalItems, items, maxItems, minItems, uniqueItems } from './arrays.js';
import type { Keyword, Surroundings, Validate } from './keyword.js';
import { notAllowed, objectArgument } from './keyword.js';
import { allOf, anyOf, not, oneOf } from './logical.js';
import { exclusiveMaximum, exclusiveMinimum, maximum, minimum, multipleOf } from './numbers.js';
import { additionalProperties, dependencies, maxProperties, minProperties, patternProperties, properties, required } from './objects.js';
import { maxLength, minLength, pattern, remark } from './strings.js';
import { bsonType, encrypt, enumeration, type } from './type.js';

const encryptMetadata: Keyword = (argument, _surroundings, name) => {
  if (Object.keys(objectArgument(argument, name)).length === 0) throw notAllowed(`keyword '${name}' cannot be an empty object`);
  return undefined;
};

/** The keywords of JSON Schema (draft 4) that MongoDB knows, and its own. */
const KEYWORDS: Record<string, Keyword> = {
  type, bsonType, enum: enumeration,
  minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf,
  minLength, maxLength, pattern,
  minItems, maxItems, uniqueItems, items, additionalItems,
  minProperties, maxProperties, required, properties, patternProperties, additionalProperties, dependencies,
  allOf, anyOf, oneOf, not,
  title: remark, description: remark,
  encrypt, encryptMetadata,
};

const NOT_SUPPORTED = new Set(['$ref', '$schema', 'default', 'definitions', 'format', 'id']);

/** @throws MongoError with MongoDB's code when the schema is malformed */
export function compileSchema(schema: Doc, isTop: boolean): Validate {
  const surroundings: Surroundings = { schema, isTop, compile: (inner, top = false) => compileSchema(inner, top) };
  const validations: Validate[] = [];
  for (const name of Object.keys(schema)) {
    const keyword = Object.hasOwn(KEYWORDS, name) ? KEYWORDS[name] : undefined;
    if (keyword === undefined) throw notAllowed(NOT_SUPPORTED.has(name) ? `keyword '${name}' is not currently supported` : `keyword is unknown: ${name}`);
    const isValid = keyword(schema[name], surroundings, name);
    if (isValid !== undefined) validations.push(isValid);
  }
  return (value) => validations.every((isValid) => isValid(value));
}
