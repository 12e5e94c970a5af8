import { plain } from '../../bson/arithmetic.js';
import type { Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import type { TypeAlias } from '../../bson/types.js';
import { BSON_TYPES } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Result } from '../variables.js';
import { MISSING } from '../variables.js';
import { isNullish, isNumeric, onValues, parseInOrder, typeName, values } from './arguments.js';
import type { BinaryFormat } from './binary.js';
import { BINARY_FORMATS } from './binary.js';
import type { Conversion } from './conversion.js';
import { convert } from './conversion.js';
import type { Build } from './node.js';
import { Operation } from './node.js';
import type { Operator } from './parser.js';

// MongoDB refuses a malformed $convert with one and the same code.
const FAILED_TO_PARSE = 9;
const CODES = { notAnObject: FAILED_TO_PARSE, unknown: FAILED_TO_PARSE, missing: { input: FAILED_TO_PARSE, to: FAILED_TO_PARSE } };

export const $convert: Operator = (argument, parser, name) => {
  const operands = parseInOrder(argument, parser, name, ['input', 'to', 'onError', 'onNull', 'format', 'byteOrder'], CODES);
  const build: Build = ([input, to, onError, onNull, format, byteOrder]) => (root, variables) => {
    const target = targetFrom(to!(root, variables));
    const value = input!(root, variables);
    if (isNullish(value)) return onNull === undefined ? null : onNull(root, variables);
    if (target === null) return null;
    const conversion: Conversion = {
      ...target,
      format: format === undefined ? undefined : formatFrom(format(root, variables)),
      isBigEndian: byteOrder !== undefined && isBig(byteOrder(root, variables)),
    };
    try {
      return convert(value, conversion);
    } catch (error) {
      if (onError === undefined || !(error instanceof MongoError) || error.codeName !== 'ConversionFailure') throw error;
      return onError(root, variables);
    }
  };
  return new Operation(operands, build);
};

type Target = Pick<Conversion, 'to' | 'subtype'>;

/** A type by alias or number, or `{ type, subtype }`; null makes the whole operation null. */
function targetFrom(to: Result): Target | null {
  if (isNullish(to)) return null;
  if (!isDoc(to)) return { to: typeFrom(to), subtype: 0 };
  const type = typeFrom('type' in to ? to.type : MISSING);
  return { to: type, subtype: type === 'binData' && 'subtype' in to ? subtypeFrom(to.subtype) : 0 };
}

function typeFrom(to: Result): TypeAlias | 'missing' {
  if (typeof to === 'string') {
    if (to === 'missing' || Object.hasOwn(BSON_TYPES, to)) return to as TypeAlias;
    throw new MongoError('BadValue', `Unknown type name: ${to}`);
  }
  if (!isNumeric(to)) throw new MongoError('FailedToParse', `$convert's 'to' argument must be a string or number, but is ${typeName(to)}`);
  const number = plain(to);
  if (!Number.isInteger(number)) throw new MongoError('FailedToParse', "In $convert, numeric 'to' argument is not an integer");
  if (number === 0) return 'missing';
  const alias = Object.entries(BSON_TYPES).find(([, type]) => type === number)?.[0];
  if (alias === undefined) throw new MongoError('FailedToParse', `In $convert, numeric value for 'to' does not correspond to a BSON type: ${number}`);
  return alias as TypeAlias;
}

const USER_DEFINED = 128;

function subtypeFrom(value: Value): number {
  if (!isNumeric(value)) throw new MongoError(4341108, `For BinData, $convert's 'subtype' argument must be a number, but is ${typeName(value)}`);
  const number = plain(value);
  if (!Number.isInteger(number)) throw new MongoError(4341106, "In $convert, numeric 'subtype' argument is not an integer");
  const isKnown = (number >= 0 && number <= 9) || (number >= USER_DEFINED && number <= 255);
  if (!isKnown) throw new MongoError(4341107, `In $convert, numeric value for 'subtype' does not correspond to a BinData type: ${number}`);
  return number;
}

function formatFrom(value: Result): BinaryFormat | undefined {
  if (isNullish(value)) return undefined;
  if (typeof value !== 'string') throw new MongoError(4341114, `$convert requires that 'format' be a string, found: ${typeName(value)}`);
  if (!BINARY_FORMATS.includes(value as BinaryFormat)) throw new MongoError(4341125, `Invalid 'format' argument for $convert: ${value}`);
  return value as BinaryFormat;
}

function isBig(value: Result): boolean {
  if (isNullish(value)) return false;
  if (typeof value !== 'string') throw new MongoError(9130001, `$convert requires that 'byteOrder' be a string, found: ${typeName(value)}`);
  if (value !== 'little' && value !== 'big') throw new MongoError(9130002, `Invalid 'byteOrder' argument for $convert: ${value}`);
  return value === 'big';
}

/** `{ $toInt: x }` is `{ $convert: { input: x, to: 'int' } }`. */
function conversionTo(to: TypeAlias, details: Partial<Conversion> = {}): Operator {
  const conversion: Conversion = { to, subtype: 0, format: undefined, isBigEndian: false, ...details };
  return (argument, parser, name) => {
    const operands = parser.parseList(argument);
    if (operands.length !== 1) throw new MongoError(50723, `${name} requires a single argument, got ${operands.length}`);
    return new Operation(operands, onValues((value) => (isNullish(value!) ? null : convert(value!, conversion))));
  };
}

export const $toBool = conversionTo('bool');
export const $toInt = conversionTo('int');
export const $toLong = conversionTo('long');
export const $toDouble = conversionTo('double');
export const $toDecimal = conversionTo('decimal');
export const $toDate = conversionTo('date');
export const $toObjectId = conversionTo('objectId');
export const $toString = conversionTo('string', { format: 'auto' });
export const $toUUID = conversionTo('binData', { subtype: 4, format: 'uuid' });

export const $type = values(1, (value) => typeName(value!));

export const $isNumber = values(1, isNumeric as (value?: Result) => boolean);
