import { Decimal128, Double, Int32, Long, ObjectId } from 'bson';
import type { Timestamp } from 'bson';
import { isZero } from '../../bson/arithmetic.js';
import type { BsonNumber, Value } from '../../bson/document.js';
import { parseDecimal, parseDouble, parseInt32, parseLong, textOfNumber, toDecimal, toDouble, toInt, toLong } from '../../bson/numbers.js';
import type { TypeAlias } from '../../bson/types.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Result } from '../variables.js';
import type { BinaryFormat } from './binary.js';
import { binaryFrom, numberFromBinary, textOfBinary } from './binary.js';
import { dateFromText } from './date/string.js';
import { textOfValue } from './text-of-value.js';

/** How bytes are read and written; only conversions of binary data look at it. */
export interface Conversion {
  to: TypeAlias | 'missing';
  subtype: number;
  format: BinaryFormat | undefined;
  isBigEndian: boolean;
}

/** @throws MongoError ConversionFailure, which `onError` answers, for what cannot be converted */
export function convert(value: Value, conversion: Conversion): Result {
  switch (conversion.to) {
    case 'bool': return toBool(value);
    case 'int': return toWhole(value, conversion, toInt, parseInt32, (bit) => new Int32(bit));
    case 'long': return value instanceof Date ? Long.fromNumber(value.getTime()) : toWhole(value, conversion, toLong, parseLong, (bit) => Long.fromInt(bit));
    case 'double': return value instanceof Date ? new Double(value.getTime()) : toWhole(value, conversion, toDouble, parseDouble, (bit) => new Double(bit));
    case 'decimal': return toDecimal128(value);
    case 'date': return toDate(value);
    case 'objectId': return toObjectId(value);
    case 'string': return toText(value, conversion);
    case 'binData': return binaryFrom(value, conversion);
    default: throw unsupported(value, conversion.to);
  }
}

export function unsupported(value: Value, to: string): MongoError {
  return new MongoError('ConversionFailure', `Unsupported conversion from ${typeOf(value)} to ${to} in $convert with no onError value`);
}

/** Everything is true but false and zero. */
function toBool(value: Value): boolean {
  if (typeof value === 'boolean') return value;
  return isNumber(value) ? !isZero(value) : true;
}

type FromNumber = (value: BsonNumber) => BsonNumber;

function toWhole(value: Value, conversion: Conversion, fromNumber: FromNumber, fromText: (text: string) => BsonNumber, fromBit: (bit: number) => BsonNumber): BsonNumber {
  if (isNumber(value)) return fromNumber(value);
  if (typeof value === 'boolean') return fromBit(Number(value));
  if (typeof value === 'string') return fromText(value);
  if (value !== null && value !== undefined && typeOf(value) === 'binData') return numberFromBinary(value, conversion);
  throw unsupported(value, conversion.to);
}

function toDecimal128(value: Value): Decimal128 {
  if (isNumber(value)) return toDecimal(value);
  if (typeof value === 'boolean') return Decimal128.fromString(value ? '1' : '0');
  if (typeof value === 'string') return parseDecimal(value);
  if (value instanceof Date) return Decimal128.fromString(String(value.getTime()));
  throw unsupported(value, 'decimal');
}

/** Numbers other than ints are milliseconds. */
function toDate(value: Value): Result {
  switch (typeOf(value)) {
    case 'date': return value;
    case 'string': return dateFromText(value as string, undefined);
    case 'objectId': return (value as ObjectId).getTimestamp();
    case 'timestamp': return new Date((value as Timestamp).t * 1000);
    case 'long':
    case 'double':
    case 'decimal': {
      const date = new Date(toLong(value as BsonNumber).toNumber());
      if (Number.isNaN(date.getTime())) throw new MongoError('ConversionFailure', 'Conversion would overflow target type in $convert with no onError value');
      return date;
    }
    default: throw unsupported(value, 'date');
  }
}

function toObjectId(value: Value): ObjectId {
  if (typeof value === 'string') {
    if (/^[0-9a-f]{24}$/i.test(value)) return ObjectId.createFromHexString(value);
    throw new MongoError('ConversionFailure', `Failed to parse objectId '${value}' in $convert with no onError value`);
  }
  if (typeOf(value) === 'objectId') return value as ObjectId;
  throw unsupported(value, 'objectId');
}

function toText(value: Value, { format }: Conversion): string {
  if (isNumber(value)) return textOfNumber(value);
  return typeOf(value) === 'binData' ? textOfBinary(value, format) : textOfValue(value);
}
