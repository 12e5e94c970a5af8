import { BSONRegExp, Int32 } from 'bson';
import type { Doc, Value } from '../../../bson/document.js';
import { doc, isDoc } from '../../../bson/document.js';
import { MongoError } from '../../../errors.js';
import { anyAlong, pathOf } from '../../paths.js';
import { patternOf, patternTest } from '../regex.js';
import { MISSING } from '../tree.js';
import { countIn } from './count.js';
import type { Keyword, Reading, Rule, Schema } from './schema.js';
import { complaints, malformed, mistyped, namesIn, rule } from './schema.js';

// Keywords for documents. What is none is none of their business. A name with dots is a path, as everywhere in filters.

/** What is there under a name: one value, none, or by a path through arrays even several. */
function valuesOf(document: Doc, name: string): Value[] {
  if (!name.includes('.')) return Object.hasOwn(document, name) ? [document[name]] : [];
  const found: Value[] = [];
  anyAlong(document, {
    path: pathOf(name),
    arrays: 'whole',
    test: (value) => {
      if (value !== MISSING) found.push(value);
      return false;
    },
  });
  return found;
}

const has = (document: Doc, name: string): boolean => valuesOf(document, name).length > 0;

/** A rule that looks at documents only. */
function ofDocuments(keyword: string, allows: (document: Doc) => boolean, complaint: (document: Doc) => Record<string, Value>): Rule {
  return rule(keyword, (value) => !isDoc(value) || allows(value), (value) => complaint(value as Doc), true);
}

export const properties: Keyword = (value, _schema, reading) => {
  const schemas = schemasIn('properties', value, reading, (name) => `Nested schema for $jsonSchema property '${name}' must be an object`);
  const fails = (document: Doc, [name, schema]: [string, Schema]): boolean => {
    const values = valuesOf(document, name);
    return values.length > 0 && !values.some((one) => schema.allows(one));
  };
  return ofDocuments('properties', (document) => !schemas.some((one) => fails(document, one)), (document) => ({
    propertiesNotSatisfied: schemas.filter((one) => fails(document, one)).map(([propertyName, schema]) =>
      doc({ propertyName, ...schema.annotations, details: complaints(schema, valuesOf(document, propertyName)[0]) })),
  }));
};

function schemasIn(keyword: string, value: Value, reading: Reading, refusal: (name: string) => string): [string, Schema][] {
  if (!isDoc(value)) throw mistyped(`keyword '${keyword}' must be an object`);
  return Object.keys(value).map((name) => {
    const schema = value[name];
    if (!isDoc(schema)) throw new MongoError('TypeMismatch', refusal(name));
    return [name, reading.read(schema)];
  });
}

interface NamePattern { source: string; matches(name: string): boolean; schema: Schema }

export const patternProperties: Keyword = (value, _schema, reading) => {
  const patterns = patternsIn(value, reading);
  const failing = (document: Doc): { name: string; pattern: NamePattern }[] => Object.keys(document).flatMap((name) =>
    patterns.filter((pattern) => pattern.matches(name) && !pattern.schema.allows(document[name])).map((pattern) => ({ name, pattern })));
  return ofDocuments('patternProperties', (document) => failing(document).length === 0, (document) => ({
    details: failing(document).map(({ name, pattern: { source, schema } }) =>
      doc({ propertyName: name, ...schema.annotations, regexMatched: source, details: complaints(schema, document[name]) })),
  }));
};

function patternsIn(value: Value, reading: Reading): NamePattern[] {
  return schemasIn('patternProperties', value, reading, (name) => `$jsonSchema keyword 'patternProperties' has property '${name}' which is not an object`)
    .map(([source, schema]) => ({ source, matches: nameTest(source), schema }));
}

function nameTest(source: string): (name: string) => boolean {
  try {
    return patternTest(patternOf(new BSONRegExp(source)));
  } catch (error) {
    throw error instanceof MongoError ? new MongoError('BadValue', `Invalid regular expression: ${error.message}`) : error;
  }
}

/** Properties that neither `properties` nor `patternProperties` name. */
export const additionalProperties: Keyword = (value, schema, reading) => {
  if (typeof value !== 'boolean' && !isDoc(value)) throw mistyped("keyword 'additionalProperties' must be an object or a boolean");
  const inner = typeof value === 'boolean' ? undefined : reading.read(value);
  if (value === true) return undefined;
  const known = new Set(isDoc(schema.properties) ? Object.keys(schema.properties) : []);
  const patterns = isDoc(schema.patternProperties) ? patternsIn(schema.patternProperties, reading) : [];
  const additional = (document: Doc): string[] => Object.keys(document).filter((name) => !known.has(name) && !patterns.some((pattern) => pattern.matches(name)));
  if (inner === undefined) {
    return ofDocuments('additionalProperties', (document) => additional(document).length === 0, (document) => ({
      specifiedAs: { additionalProperties: false }, additionalProperties: additional(document),
    }));
  }
  const failing = (document: Doc): string | undefined => additional(document).find((name) => !inner.allows(document[name]));
  return ofDocuments('additionalProperties', (document) => failing(document) === undefined, (document) => {
    const failingProperty = failing(document)!;
    const reason = 'at least one additional property did not match the subschema';
    return { ...inner.annotations, reason, failingProperty, details: complaints(inner, document[failingProperty]) };
  });
};

export const required: Keyword = (value) => {
  const names = namesIn('required', value);
  return ofDocuments('required', (document) => names.every((name) => has(document, name)), (document) => ({
    specifiedAs: { required: value }, missingProperties: names.filter((name) => !has(document, name)).sort(),
  }));
};

export const minProperties: Keyword = (value) => size('minProperties', value, (count, limit) => count >= limit);
export const maxProperties: Keyword = (value) => size('maxProperties', value, (count, limit) => count <= limit);

function size(keyword: string, value: Value, fits: (count: number, limit: number) => boolean): Rule {
  const limit = countIn(keyword, value);
  return ofDocuments(keyword, (document) => fits(Object.keys(document).length, limit), (document) => ({
    specifiedAs: { [keyword]: value }, reason: 'specified number of properties was not satisfied', numberOfProperties: new Int32(Object.keys(document).length),
  }));
}

interface Dependency { property: string; names: string[]; schema: Schema | undefined }

/** Where a property is, others must be, or the whole document must fit another schema. */
export const dependencies: Keyword = (value, _schema, reading) => {
  if (!isDoc(value)) throw mistyped("keyword 'dependencies' must be an object");
  const all = Object.keys(value).map((property) => dependencyOf(property, value[property], reading));
  const missing = (document: Doc, { names }: Dependency): string[] => names.filter((name) => !has(document, name));
  const fails = (document: Doc, one: Dependency): boolean =>
    has(document, one.property) && (one.schema === undefined ? missing(document, one).length > 0 : !one.schema.allows(document));
  return ofDocuments('dependencies', (document) => !all.some((one) => fails(document, one)), (document) => ({
    failingDependencies: all.filter((one) => fails(document, one)).map((one) => doc({
      conditionalProperty: one.property,
      ...(one.schema === undefined ? { missingProperties: missing(document, one) } : { details: complaints(one.schema, document) }),
    })),
  }));
};

function dependencyOf(property: string, value: Value, reading: Reading): Dependency {
  if (isDoc(value)) return { property, names: [], schema: reading.read(value, reading.isRoot) };
  if (!Array.isArray(value)) throw new MongoError('TypeMismatch', `property '${property}' in $jsonSchema keyword 'dependencies' must be either an object or an array`);
  if (value.length === 0) throw malformed(`property '${property}' in $jsonSchema keyword 'dependencies' cannot be an empty array`);
  return { property, names: namesIn('dependencies', value), schema: undefined };
}
