import type { Doc, Value } from '../../../bson/document.js';
import { Doc as NewDoc, isDoc } from '../../../bson/document.js';
import { typeOf } from '../../../bson/types.js';
import { MongoError } from '../../../errors.js';

/** One keyword with its value. */
export interface Rule {
  readonly keyword: string;
  /** It says something about values of certain types only, such as `minimum` about numbers. */
  readonly isTyped: boolean;
  allows(value: Value): boolean;
  /** What the details of a failed validation say about a value that is not allowed. */
  complaint(value: Value): Doc;
}

export interface Schema {
  readonly rules: readonly Rule[];
  /** `title` and `description`, for the details of a failed validation. */
  readonly annotations: Doc;
  allows(value: Value): boolean;
}

/** Reads a keyword. What it asks for may depend on others beside it. */
export type Keyword = (value: Value, schema: Doc, reading: Reading) => Rule | undefined;

export interface Reading {
  /** The schema is the one of whole documents, not of something in them. */
  readonly isRoot: boolean;
  read(schema: Doc, isRoot?: boolean): Schema;
}

export function rule(keyword: string, allows: (value: Value) => boolean, complaint: (value: Value) => Record<string, Value>, isTyped = false): Rule {
  return { keyword, isTyped, allows, complaint: (value) => Object.assign(new NewDoc(), { operatorName: keyword }, complaint(value)) };
}

export const isTypeRule = ({ keyword }: Rule): boolean => keyword === 'type' || keyword === 'bsonType' || keyword === 'encrypt';

/** What the rules that a value breaks have to say. Of a value of the wrong type, its type is all there is to say. */
export function complaints(schema: Schema, value: Value): Doc[] {
  const broken = schema.rules.filter((one) => !one.allows(value));
  const isMistyped = broken.some(isTypeRule);
  return broken.filter((one) => !(isMistyped && one.isTyped)).map((one) => one.complaint(value));
}

export function mistyped(message: string): MongoError {
  return new MongoError('TypeMismatch', `$jsonSchema ${message}`);
}

export function malformed(message: string): MongoError {
  return new MongoError('FailedToParse', message);
}

export function objectIn(keyword: string, value: Value): Doc {
  if (!isDoc(value)) throw mistyped(`keyword '${keyword}' must be an object, but found an element of type ${typeOf(value)}`);
  return value;
}

export function arrayIn(keyword: string, value: Value): Value[] {
  if (!Array.isArray(value)) throw mistyped(`keyword '${keyword}' must be an array, but found an element of type ${typeOf(value)}`);
  return value;
}

export function booleanIn(keyword: string, value: Value): boolean {
  if (typeof value !== 'boolean') throw mistyped(`keyword '${keyword}' must be a boolean`);
  return value;
}

/** A list of names, none of them twice. */
export function namesIn(keyword: string, value: Value): string[] {
  const names = arrayIn(keyword, value).map((name) => {
    if (typeof name !== 'string') throw mistyped(`keyword '${keyword}' must be an array of strings, but found an element of type: ${typeOf(name)}`);
    return name;
  });
  if (names.length === 0) throw malformed(`$jsonSchema keyword '${keyword}' cannot be an empty array`);
  if (new Set(names).size < names.length) throw malformed(`$jsonSchema keyword '${keyword}' array cannot contain duplicate values`);
  return names;
}
