import { Binary, Double, Int32, Long } from 'bson';
import type { BsonNumber, Value } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Conversion } from './conversion.js';

export const BINARY_FORMATS = ['base64', 'base64url', 'hex', 'utf8', 'uuid', 'auto'] as const;

export type BinaryFormat = (typeof BINARY_FORMATS)[number];

const UUID = 4;
const UUID_TEXT = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i;

function failed(message: string): MongoError {
  return new MongoError('ConversionFailure', `${message} in $convert with no onError value`);
}

export function bytesOf(value: Value): Buffer {
  const { buffer, position } = value as Binary;
  return Buffer.from(buffer.buffer, buffer.byteOffset, position);
}

/** Bytes as a text. `auto` chooses the form of a UUID for those, and base64 for all else. */
export function textOfBinary(value: Value, format: BinaryFormat | undefined): string {
  const bytes = bytesOf(value);
  const isUuid = (value as Binary).sub_type === UUID && bytes.length === 16;
  switch (format) {
    case 'base64': return bytes.toString('base64');
    case 'base64url': return bytes.toString('base64url');
    case 'hex': return bytes.toString('hex').toUpperCase();
    case 'utf8': {
      const text = bytes.toString('utf8');
      if (!Buffer.from(text).equals(bytes)) throw failed('BinData does not represent a valid UTF-8 string');
      return text;
    }
    case 'uuid':
      if (!isUuid) throw failed('BinData does not represent a valid UUID');
      return uuidText(bytes);
    case 'auto': return isUuid ? uuidText(bytes) : bytes.toString('base64');
    default: throw new MongoError(4341115, "Format must be specified when converting from 'binData' to 'string'");
  }
}

function uuidText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

/** Binary data from a text or a number, in the byte order that was asked for. */
export function binaryFrom(value: Value, conversion: Conversion): Binary {
  switch (typeOf(value)) {
    case 'string': return new Binary(bytesFromText(value as string, conversion), conversion.subtype);
    case 'binData':
      if ((value as Binary).sub_type !== conversion.subtype) throw new MongoError('ConversionFailure', 'Conversions between different BinData subtypes are not supported');
      return value as Binary;
    case 'int':
    case 'long':
    case 'double': return new Binary(bytesFromNumber(value as BsonNumber, conversion.isBigEndian), conversion.subtype);
    default: throw failed(`Unsupported conversion from ${typeOf(value)} to binData`);
  }
}

function bytesFromText(text: string, { format, subtype }: Conversion): Buffer {
  const refuse = (): never => { throw failed(`Failed to parse BinData '${text}'`); };
  switch (format) {
    case 'utf8': return Buffer.from(text);
    case 'hex': return /^(?:[0-9a-f]{2})*$/i.test(text) ? Buffer.from(text, 'hex') : refuse();
    case 'base64': return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text) ? Buffer.from(text, 'base64') : refuse();
    case 'base64url': return /^[A-Za-z0-9_-]*={0,2}$/.test(text) ? Buffer.from(text, 'base64url') : refuse();
    case 'uuid': return UUID_TEXT.test(text) && subtype === UUID ? Buffer.from(text.replaceAll('-', ''), 'hex') : refuse();
    case 'auto': return refuse();
    default: throw new MongoError(4341115, "Format must be specified when converting from 'string' to 'binData'");
  }
}

function bytesFromNumber(value: BsonNumber, isBigEndian: boolean): Buffer {
  const bytes = Buffer.alloc(value instanceof Int32 ? 4 : 8);
  if (value instanceof Int32) bytes.writeInt32LE(value.value);
  else if (value instanceof Double) bytes.writeDoubleLE(value.value);
  else bytes.writeBigInt64LE((value as Long).toBigInt());
  return isBigEndian ? bytes.reverse() : bytes;
}

const SIZES: Record<string, readonly number[]> = { int: [1, 2, 4], long: [1, 2, 4, 8], double: [4, 8] };

export function numberFromBinary(value: Value, { to, isBigEndian }: Conversion): BsonNumber {
  const bytes = Buffer.from(bytesOf(value));
  if (!SIZES[to]!.includes(bytes.length)) throw new MongoError('ConversionFailure', `Failed to convert BinData to number in $convert because of invalid length: ${bytes.length}`);
  if (isBigEndian) bytes.reverse();
  if (to === 'double') return new Double(bytes.length === 4 ? bytes.readFloatLE() : bytes.readDoubleLE());
  const whole = bytes.length === 8 ? bytes.readBigInt64LE() : BigInt(bytes.readIntLE(0, bytes.length));
  return to === 'int' ? new Int32(Number(whole)) : Long.fromBigInt(whole);
}
