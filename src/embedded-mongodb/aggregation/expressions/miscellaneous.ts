import type { Binary, Timestamp } from 'bson';
import { Double, Int32, Long } from 'bson';
import { encode } from '../../bson/codec.js';
import { isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Result } from '../variables.js';
import { isNullish, parameters, requireParameters, typeName, values } from './arguments.js';
import { hashOf } from './hash.js';
import { Operation } from './node.js';
import type { Operator } from './parser.js';

/** From 0 up to 1, another number each time. */
export const $rand: Operator = (argument) => {
  if (!isDoc(argument) && !Array.isArray(argument)) throw new MongoError(10065, 'invalid parameter: expected an object ($rand)');
  if (Object.keys(argument).length > 0) throw new MongoError(3040501, '$rand does not currently accept arguments');
  return new Operation([], () => () => new Double(Math.random()), { operands: 'never' });
};

export const $bsonSize = values(1, (value) => {
  if (isNullish(value!)) return null;
  if (!isDoc(value!)) throw new MongoError(31393, `$bsonSize requires a document input, found: ${typeName(value!)}`);
  return new Int32(encode(value).length);
});

const OLD_BINARY = 2;

export const $binarySize = values(1, (value) => {
  if (isNullish(value!)) return null;
  if (typeof value === 'string') return new Int32(Buffer.byteLength(value));
  if (typeName(value!) !== 'binData') throw new MongoError(51276, `$binarySize requires a string or BinData argument, found: ${typeName(value!)}`);
  // the old subtype has its length twice
  const { sub_type: subtype } = value as Binary;
  return new Int32((value as Binary).length() + (subtype === OLD_BINARY ? 4 : 0));
});

function timestampPart(name: string, code: number, read: (timestamp: Timestamp) => number): Operator {
  return values(1, (value) => {
    if (isNullish(value!)) return null;
    if (typeOf(value as Exclude<Result, symbol>) !== 'timestamp') throw new MongoError(code, ` Argument to ${name} must be a timestamp, but is ${typeName(value!)}`);
    return Long.fromNumber(read(value as Timestamp));
  });
}

export const $tsSecond = timestampPart('$tsSecond', 5687301, (timestamp) => timestamp.t);
export const $tsIncrement = timestampPart('$tsIncrement', 5687302, (timestamp) => timestamp.i);

/** The key that a hashed index has for a value. */
export const $toHashedIndexKey: Operator = (argument, parser) =>
  new Operation([parser.parse(argument)], ([value]) => (root, variables) => hashOf(value!(root, variables)), { operands: 'never' });

const FUNCTION = { notAnObject: 31260, unknown: 31260, missing: { body: 31261, args: 31263, lang: 31418 } };

/** There is no JavaScript inside this server; a mongod that was started without it says the same. */
export const $function: Operator = (argument, parser, name) => {
  const known = isDoc(argument) ? Object.keys(argument) : [];
  const given = parameters(argument, name, known, FUNCTION);
  requireParameters(given, name, FUNCTION);
  const body = parser.constant(given.body);
  if (body === undefined) throw new MongoError(31432, 'The body function must be a constant expression');
  if (!['string', 'javascript'].includes(typeName(body.value))) throw new MongoError(31262, 'The body function must evaluate to type string or code');
  const args = parser.parse(given.args);
  if (given.lang !== 'js') throw new MongoError(31419, "Currently the only supported language specifier is 'js'.");
  return new Operation([args], () => () => {
    throw new MongoError(31264, 'Cannot run server-side javascript without the javascript engine enabled');
  }, { operands: 'never' });
};
