import { Int32 } from 'bson';
import type { Doc, Value } from '../../../bson/document.js';
import { doc, isDoc } from '../../../bson/document.js';
import { typeOf } from '../../../bson/types.js';
import { MongoError } from '../../../errors.js';
import { equalInAnyOrder } from './equality.js';
import type { Keyword, Reading, Schema } from './schema.js';
import { arrayIn, complaints, malformed, mistyped, objectIn, rule } from './schema.js';

export const allOf: Keyword = (value, _schema, reading) => {
  const schemas = schemasIn('allOf', value, reading);
  return rule('allOf', (candidate) => schemas.every((schema) => schema.allows(candidate)), (candidate) => ({ schemasNotSatisfied: unsatisfied(schemas, candidate) }));
};

export const anyOf: Keyword = (value, _schema, reading) => {
  const schemas = schemasIn('anyOf', value, reading);
  return rule('anyOf', (candidate) => schemas.some((schema) => schema.allows(candidate)), (candidate) => ({ schemasNotSatisfied: unsatisfied(schemas, candidate) }));
};

export const oneOf: Keyword = (value, _schema, reading) => {
  const schemas = schemasIn('oneOf', value, reading);
  const satisfied = (candidate: Value): number[] => schemas.flatMap((schema, i) => (schema.allows(candidate) ? [i] : []));
  return rule('oneOf', (candidate) => satisfied(candidate).length === 1, (candidate) => {
    const found = satisfied(candidate);
    if (found.length === 0) return { schemasNotSatisfied: unsatisfied(schemas, candidate) };
    return { reason: 'more than one subschema matched', matchingSchemaIndexes: found.map((i) => new Int32(i)) };
  });
};

export const not: Keyword = (value, _schema, reading) => {
  const schema = reading.read(objectIn('not', value), reading.isRoot);
  return rule('not', (candidate) => !schema.allows(candidate), () => ({ reason: 'child expression matched' }));
};

export const enumeration: Keyword = (value, _schema, { isRoot }) => {
  const values = arrayIn('enum', value);
  if (values.length === 0) throw malformed("$jsonSchema keyword 'enum' cannot be an empty array");
  if (values.some((one, i) => values.some((other, j) => j < i && equalInAnyOrder(one, other)))) {
    throw malformed("$jsonSchema keyword 'enum' array cannot contain duplicate values.");
  }
  const isHopeless = isRoot && !values.some(isDoc);
  return rule('enum', (candidate) => values.some((one) => equalInAnyOrder(one, candidate)), (candidate) => ({
    specifiedAs: { enum: value },
    ...(isHopeless ? { reason: 'expression always evaluates to false' } : { reason: 'value was not found in enum', consideredValue: candidate }),
  }));
};

function schemasIn(keyword: string, value: Value, reading: Reading): Schema[] {
  if (!Array.isArray(value)) throw mistyped(`keyword '${keyword}' must be an array`);
  if (value.length === 0) throw new MongoError('BadValue', `$jsonSchema keyword '${keyword}' must be a non-empty array`);
  return value.map((schema) => {
    if (!isDoc(schema)) throw mistyped(`keyword '${keyword}' must be an array of objects, but found an element of type ${typeOf(schema)}`);
    return reading.read(schema, reading.isRoot);
  });
}

function unsatisfied(schemas: Schema[], candidate: Value): Doc[] {
  return schemas.flatMap((schema, i) => (schema.allows(candidate) ? [] : [doc({ index: new Int32(i), ...schema.annotations, details: complaints(schema, candidate) })]));
}
