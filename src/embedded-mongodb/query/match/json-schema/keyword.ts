import type { BsonNumber, Value } from '../../../bson/document.js';
import { Doc, isDoc } from '../../../bson/document.js';
import { isNumber, typeOf } from '../../../bson/types.js';
import { MongoError } from '../../../errors.js';
import { fieldOf } from '../../paths.js';
import type { Missing } from '../tree.js';
import { MISSING } from '../tree.js';
import { wholeNumberNotNegative } from '../whole-number.js';

/** Is a value valid? */
export type Validate = (value: Value) => boolean;

export interface Surroundings {
  /** The schema in which the keyword stands. */
  schema: Doc;
  /** The schema is that of the whole document and not of a property. */
  isTop: boolean;
  /** Compiles a schema within this one; by default it is for a property. */
  compile(schema: Doc, isTop?: boolean): Validate;
}

/** Reads the argument of a keyword. Undefined: nothing to be checked, or another keyword does it. */
export type Keyword = (argument: Value, surroundings: Surroundings, name: string) => Validate | undefined;

export function mustBe(what: string, name: string): MongoError {
  return new MongoError('TypeMismatch', `$jsonSchema keyword '${name}' must be ${what}`);
}

export function notAllowed(message: string): MongoError {
  return new MongoError('FailedToParse', `$jsonSchema ${message}`);
}

export function objectArgument(argument: Value, name: string): Doc {
  if (!isDoc(argument)) throw mustBe('an object', name);
  return argument;
}

export function numberArgument(argument: Value, name: string): BsonNumber {
  if (argument === null || argument === undefined || !isNumber(argument)) throw mustBe('a number', name);
  return argument;
}

export function booleanArgument(argument: Value, name: string): boolean {
  if (typeof argument !== 'boolean') throw mustBe('a boolean', name);
  return argument;
}

/** A list of different strings, not empty. */
export function namesArgument(argument: Value, name: string): string[] {
  if (!Array.isArray(argument)) throw mustBe(`an array, but found an element of type ${typeOf(argument)}`, name);
  if (argument.length === 0) throw notAllowed(`keyword '${name}' cannot be an empty array`);
  for (const one of argument) if (typeof one !== 'string') throw mustBe(`an array of strings, but found an element of type: ${typeOf(one)}`, name);
  if (new Set(argument).size < argument.length) throw notAllowed(`keyword '${name}' array cannot contain duplicate values`);
  return argument as string[];
}

export function countArgument(argument: Value, name: string): number {
  const count = wholeNumberNotNegative(argument);
  if ('reason' in count) throw new MongoError('FailedToParse', `${name}: ${count.reason}`);
  return Number(count.value);
}

/** Names of properties may be dotted; they do not lead through arrays. */
export function property(doc: Doc, name: string): Value | Missing {
  let value: Value | Missing = doc;
  for (const part of name.split('.')) {
    if (value === MISSING || !isDoc(value)) return MISSING;
    value = fieldOf(value, part);
  }
  return value;
}

/** For comparing: the order of fields does not matter to schemas. */
export function withSortedFields(value: Value): Value {
  if (Array.isArray(value)) return value.map(withSortedFields);
  if (!isDoc(value)) return value;
  const sorted = new Doc();
  for (const name of Object.keys(value).sort()) sorted[name] = withSortedFields(value[name]);
  return sorted;
}
