import { BSONRegExp } from 'bson';
import type { Value } from '../../../bson/document.js';
import type { Doc } from '../../../bson/document.js';
import { isDoc } from '../../../bson/document.js';
import { typeOf } from '../../../bson/types.js';
import { MongoError } from '../../../errors.js';
import { patternOf } from '../regex.js';
import { MISSING } from '../tree.js';
import type { Keyword, Surroundings, Validate } from './keyword.js';
import { countArgument, mustBe, namesArgument, notAllowed, objectArgument, property } from './keyword.js';

/** For documents only; all else is valid. */
function forObjects(isValid: (doc: Doc) => boolean): Validate {
  return (value) => !isDoc(value) || isValid(value);
}

export const minProperties: Keyword = (argument, _surroundings, name) => {
  const least = countArgument(argument, name);
  return forObjects((doc) => Object.keys(doc).length >= least);
};

export const maxProperties: Keyword = (argument, _surroundings, name) => {
  const most = countArgument(argument, name);
  return forObjects((doc) => Object.keys(doc).length <= most);
};

export const required: Keyword = (argument, _surroundings, name) => {
  const names = namesArgument(argument, name);
  return forObjects((doc) => names.every((one) => property(doc, one) !== MISSING));
};

export const properties: Keyword = (argument, { compile }, name) => {
  const schemas = objectArgument(argument, name);
  const validations = Object.keys(schemas).map((one) => {
    const schema = schemas[one];
    if (!isDoc(schema)) throw new MongoError('TypeMismatch', `Nested schema for $jsonSchema property '${one}' must be an object`);
    return { name: one, isValid: compile(schema) };
  });
  return forObjects((doc) => validations.every(({ name: one, isValid }) => {
    const value = property(doc, one);
    return value === MISSING || isValid(value);
  }));
};

export const patternProperties: Keyword = (argument, { compile }) => {
  const validations = patternsOf(argument).map((one) => ({ matches: one.matches, isValid: compile(one.schema) }));
  return forObjects((doc) => Object.keys(doc).every((field) => validations.every(({ matches, isValid }) => !matches(field) || isValid(doc[field]))));
};

function patternsOf(argument: Value): { matches: (name: string) => boolean; schema: Doc }[] {
  const schemas = objectArgument(argument, 'patternProperties');
  return Object.keys(schemas).map((pattern) => {
    const schema = schemas[pattern];
    if (!isDoc(schema)) throw mustBe(`an object, but has property '${pattern}' which is not an object`, 'patternProperties');
    const expression = expressionOf(pattern);
    return { matches: (name: string) => expression.test(name), schema };
  });
}

function expressionOf(pattern: string): RegExp {
  try {
    return patternOf(new BSONRegExp(pattern)).expression;
  } catch (error) {
    throw error instanceof MongoError ? new MongoError('BadValue', `Invalid regular expression: ${error.message}`) : error;
  }
}

/** For the properties that neither `properties` nor `patternProperties` speak of. */
export const additionalProperties: Keyword = (argument, { schema, compile }, name) => {
  if (typeof argument !== 'boolean' && !isDoc(argument)) throw mustBe('an object or a boolean', name);
  const isValid: Validate = typeof argument === 'boolean' ? () => argument : compile(argument);
  const named = new Set(isDoc(schema.properties) ? Object.keys(schema.properties) : []);
  const patterns = 'patternProperties' in schema ? patternsOf(schema.patternProperties) : [];
  return forObjects((doc) => Object.keys(doc).every((field) => named.has(field) || patterns.some(({ matches }) => matches(field)) || isValid(doc[field])));
};

/** What must be true of a document that has a certain property. */
export const dependencies: Keyword = (argument, surroundings, name) => {
  const dependents = objectArgument(argument, name);
  const validations = Object.keys(dependents).map((one) => ({ name: one, isValid: dependency(one, dependents[one], surroundings) }));
  return forObjects((doc) => validations.every(({ name: one, isValid }) => property(doc, one) === MISSING || isValid(doc)));
};

function dependency(name: string, argument: Value, { compile, isTop }: Surroundings): Validate {
  if (isDoc(argument)) return compile(argument, isTop);
  if (!Array.isArray(argument)) throw new MongoError('TypeMismatch', `property '${name}' in $jsonSchema keyword 'dependencies' must be either an object or an array`);
  if (argument.length === 0) throw notAllowed(`keyword 'dependencies' cannot have an empty array as property '${name}'`);
  for (const one of argument) {
    if (typeof one !== 'string') throw mustBe(`arrays of strings, but '${name}' contains an element of type: ${typeOf(one)}`, 'dependencies');
  }
  if (new Set(argument).size < argument.length) throw notAllowed(`keyword 'dependencies' has an array '${name}' that contains a duplicate element`);
  return forObjects((doc) => argument.every((one) => property(doc, one as string) !== MISSING));
}
