import type { Doc, Value } from '../../../bson/document.js';
import { Doc as NewDoc } from '../../../bson/document.js';
import { additionalItems, items, maxItems, minItems, uniqueItems } from './arrays.js';
import { allOf, anyOf, enumeration, not, oneOf } from './logic.js';
import { additionalProperties, dependencies, maxProperties, minProperties, patternProperties, properties, required } from './objects.js';
import { exclusiveMaximum, exclusiveMinimum, maximum, maxLength, minimum, minLength, multipleOf, pattern } from './scalars.js';
import type { Keyword, Rule, Schema } from './schema.js';
import { malformed, mistyped } from './schema.js';
import { bsonType, encrypt, encryptMetadata, type } from './types.js';

/** Every keyword, in the order in which the details of a failed validation mention them. */
const KEYWORDS: Readonly<Record<string, Keyword>> = {
  pattern, multipleOf, maxLength, minLength, maximum, exclusiveMaximum, minimum, exclusiveMinimum,
  minItems, maxItems, uniqueItems, items, additionalItems,
  encrypt, encryptMetadata,
  properties, additionalProperties, patternProperties, required, minProperties, maxProperties, dependencies,
  allOf, anyOf, oneOf, not, enum: enumeration,
  type, bsonType,
};

const ANNOTATIONS = ['title', 'description'];
const UNSUPPORTED = new Set(['$ref', '$schema', 'default', 'definitions', 'format', 'id']);

/** @param isRoot the schema of whole documents; there, keywords for other values mean nothing */
export function compileSchema(schema: Doc, isRoot = true): Schema {
  for (const name of Object.keys(schema)) {
    if (UNSUPPORTED.has(name)) throw malformed(`$jsonSchema keyword '${name}' is not currently supported`);
    if (!Object.hasOwn(KEYWORDS, name) && !ANNOTATIONS.includes(name)) throw malformed(`Unknown $jsonSchema keyword: ${name}`);
  }
  const annotations = annotationsOf(schema);
  const reading = { isRoot, read: (inner: Doc, isInnerRoot = false) => compileSchema(inner, isInnerRoot) };
  const rules = Object.keys(KEYWORDS)
    .map((name) => (Object.hasOwn(schema, name) ? KEYWORDS[name]!(schema[name], schema, reading) : undefined))
    .filter((found): found is Rule => found !== undefined);
  return { rules, annotations, allows: (value: Value) => rules.every((one) => one.allows(value)) };
}

function annotationsOf(schema: Doc): Doc {
  const annotations = new NewDoc();
  for (const name of ANNOTATIONS) {
    if (!(name in schema)) continue;
    if (typeof schema[name] !== 'string') throw mistyped(`keyword '${name}' must be of type string`);
    annotations[name] = schema[name];
  }
  return annotations;
}
