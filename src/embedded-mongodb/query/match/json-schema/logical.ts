import type { Value } from '../../../bson/document.js';
import { isDoc } from '../../../bson/document.js';
import { typeOf } from '../../../bson/types.js';
import { MongoError } from '../../../errors.js';
import type { Keyword, Surroundings, Validate } from './keyword.js';
import { mustBe } from './keyword.js';

export const allOf: Keyword = (argument, surroundings, name) => {
  const validations = schemas(argument, surroundings, name);
  return (value) => validations.every((isValid) => isValid(value));
};

export const anyOf: Keyword = (argument, surroundings, name) => {
  const validations = schemas(argument, surroundings, name);
  return (value) => validations.some((isValid) => isValid(value));
};

export const oneOf: Keyword = (argument, surroundings, name) => {
  const validations = schemas(argument, surroundings, name);
  return (value) => validations.filter((isValid) => isValid(value)).length === 1;
};

export const not: Keyword = (argument, { compile, isTop }, name) => {
  if (!isDoc(argument)) throw mustBe(`an object, but found an element of type ${typeOf(argument)}`, name);
  const isValid = compile(argument, isTop);
  return (value) => !isValid(value);
};

function schemas(argument: Value, { compile, isTop }: Surroundings, name: string): Validate[] {
  if (!Array.isArray(argument)) throw mustBe('an array', name);
  if (argument.length === 0) throw new MongoError('BadValue', `$jsonSchema keyword '${name}' must be a non-empty array`);
  return argument.map((schema) => {
    if (!isDoc(schema)) throw mustBe(`an array of objects, but found an element of type ${typeOf(schema)}`, name);
    return compile(schema, isTop);
  });
}
