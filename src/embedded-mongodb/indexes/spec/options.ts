import { Int32 } from 'bson';
import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { describe } from '../../storage/describe.js';

type Check = (field: string, value: Value) => void;

function mustBe(alias: string, test: (value: Value) => boolean): Check {
  return (field, value) => {
    if (!test(value)) throw new MongoError('TypeMismatch', `The field '${field}' must be ${alias}, but got ${typeOf(value)}`);
  };
}

const string = mustBe('a string', (value) => typeof value === 'string');
const number = mustBe('a number', isNumber);
const object = mustBe('an object', isDoc);
const boolean = mustBe('a bool', (value) => typeof value === 'boolean');

const filledObject: Check = (field, value) => {
  object(field, value);
  if (Object.keys(value as Doc).length === 0) throw new MongoError('BadValue', `The field '${field}' cannot be an empty object.`);
};

const looseBoolean: Check = (field, value) => {
  if (typeof value !== 'boolean' && !isNumber(value)) {
    throw new MongoError('TypeMismatch', `The field '${field}' has value ${field}: ${describe(value)}, which is not convertible to bool`);
  }
};

const version: Check = (field, value) => {
  number(field, value);
  const plain = plainNumber(value);
  if (!Number.isInteger(plain)) throw new MongoError('BadValue', `Index version must be representable as a 32-bit integer, but got ${plain}`);
  if (plain !== 1 && plain !== 2) throw new MongoError('CannotCreateIndex', `Invalid index specification; cannot create an index with v=${plain}`);
};

const wildcardProjection: Check = (_field, value) => {
  if (!isDoc(value)) throw new MongoError('TypeMismatch', `The field 'wildcardProjection' must be a non-empty object, but got ${typeOf(value)}`);
  if (Object.keys(value).length === 0) throw new MongoError('FailedToParse', "The 'wildcardProjection' field can't be an empty object");
};

const storageEngine: Check = (_field, value) => {
  if (!isDoc(value)) throw new MongoError('CannotCreateIndex', '"storageEngine" options must be a document if present');
  if (Object.keys(value).length === 0) throw new MongoError('CannotCreateIndex', 'Empty "storageEngine" options are invalid. Please remove the field or include valid options.');
};

const anything: Check = () => {};

/** Every field that a specification may have, and what it must be. */
export const SPEC_FIELDS: Record<string, Check> = {
  key: object, name: string, v: version, ns: anything, background: looseBoolean, unique: looseBoolean, sparse: looseBoolean, hidden: boolean,
  expireAfterSeconds: anything, partialFilterExpression: object, collation: filledObject, weights: anything, default_language: string,
  language_override: string, textIndexVersion: number, '2dsphereIndexVersion': number, bits: number, min: number, max: number,
  wildcardProjection, prepareUnique: looseBoolean, storageEngine, dropDups: looseBoolean, clustered: looseBoolean, originalSpec: filledObject,
  bucketSize: number,
};

/** `{ _id: 1 }` takes no others. */
export const ID_SPEC_FIELDS = new Set(['key', 'name', 'v', 'ns', 'collation', 'clustered', 'originalSpec']);

export function plainNumber(value: Value): number {
  return Number(String(value));
}

export function truth(value: Value): boolean {
  return isNumber(value) ? plainNumber(value) !== 0 : value === true;
}

/** Whole seconds. What is not valid stands for never, until `checkExpiry` refuses it. */
export function expiryOf(value: Value): Int32 {
  const seconds = isNumber(value) ? Math.trunc(plainNumber(value)) : NaN;
  return new Int32(seconds >= 0 && seconds < 2 ** 31 ? seconds : 2 ** 31 - 1);
}

/** @throws CannotCreateIndex */
export function checkExpiry(value: Value): void {
  const refuse = (message: string): never => { throw new MongoError('CannotCreateIndex', `TTL index 'expireAfterSeconds' ${message}`); };
  if (!isNumber(value)) refuse(`option must be numeric, but received a type of '${typeOf(value)}'`);
  const plain = plainNumber(value);
  if (Number.isNaN(plain)) refuse('option must not be NaN');
  const seconds = Math.trunc(plain);
  if (seconds < 0) refuse('option cannot be less than 0');
  if (seconds >= 2 ** 31) refuse('must be within the range of a 32-bit integer');
}
