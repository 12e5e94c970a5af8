import type { Binary, BSONRegExp, BSONSymbol, Code, Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'bson';
import type { Bytes } from './codec.js';
import type { Doc, Value } from './document.js';
import { typeOf } from './types.js';

/**
 * Writes a document. The result is a buffer of its own.
 *
 * The `bson` package could do it, but it writes BSON's undefined as null, and is slower: it has to look for everything
 * that a JavaScript program may mean, while a `Doc` says what it is.
 */
export function encode(value: Doc): Bytes {
  length = 0;
  writeDocument(value);
  return Buffer.from(scratch.subarray(0, length)) as Bytes;
}

let scratch = Buffer.allocUnsafe(64 * 1024);
let length = 0;

function room(size: number): void {
  if (length + size <= scratch.length) return;
  const larger = Buffer.allocUnsafe(Math.max(scratch.length * 2, length + size));
  scratch.copy(larger, 0, 0, length);
  scratch = larger;
}

function writeDocument(value: Doc): void {
  const start = begin();
  for (const name of Object.keys(value)) writeElement(name, value[name]);
  end(start);
}

function writeArray(values: readonly Value[]): void {
  const start = begin();
  for (let i = 0; i < values.length; i += 1) writeElement(String(i), values[i]);
  end(start);
}

function begin(): number {
  room(5);
  length += 4;
  return length - 4;
}

function end(start: number): void {
  room(1);
  scratch[length++] = 0;
  scratch.writeInt32LE(length - start, start);
}

function writeElement(name: string, value: Value): void {
  room(name.length * 3 + 32);
  const at = length;
  length += 1;
  writeName(name);
  // Not in one step: writing the value may move everything into a larger buffer.
  const type = writeValue(value);
  scratch[at] = type;
}

function writeName(name: string): void {
  for (let i = 0; i < name.length; i += 1) {
    const code = name.charCodeAt(i);
    if (code === 0) throw new Error('a name cannot contain a null character');
    if (code > 127) {
      length += scratch.write(name.slice(i), length, 'utf8');
      break;
    }
    scratch[length++] = code;
  }
  scratch[length++] = 0;
}

/** @returns the number of the type */
function writeValue(value: Value): number {
  const alias = typeOf(value);
  switch (alias) {
    case 'double': length = scratch.writeDoubleLE((value as Double).value, length); return 0x01;
    case 'string': writeText(value as string); return 0x02;
    case 'object': writeDocument(value as Doc); return 0x03;
    case 'array': writeArray(value as Value[]); return 0x04;
    case 'binData': writeBinary(value as Binary); return 0x05;
    case 'undefined': return 0x06;
    case 'objectId': writeBytes((value as ObjectId).id); return 0x07;
    case 'bool': scratch[length++] = Number(value); return 0x08;
    case 'date': writeTime((value as Date).getTime()); return 0x09;
    case 'null': return 0x0a;
    case 'regex':
      writeLongName((value as BSONRegExp).pattern);
      writeLongName((value as BSONRegExp).options);
      return 0x0b;
    case 'javascript': writeText(String((value as Code).code)); return 0x0d;
    case 'symbol': writeText((value as BSONSymbol).value); return 0x0e;
    case 'javascriptWithScope': writeCodeWithScope(value as Code); return 0x0f;
    case 'int': length = scratch.writeInt32LE((value as Int32).value, length); return 0x10;
    case 'timestamp': writeLong(value as unknown as Long | Timestamp); return 0x11;
    case 'long': writeLong(value as Long); return 0x12;
    case 'decimal': writeBytes((value as Decimal128).bytes); return 0x13;
    case 'minKey': return 0xff;
    case 'maxKey': return 0x7f;
    default: throw new Error(`cannot write a ${alias}`);
  }
}

function writeLongName(text: string): void {
  room(text.length * 3 + 1);
  writeName(text);
}

/** Short texts are mostly ASCII; writing their codes beats a call into the encoder. */
function writeText(text: string): void {
  room(text.length * 3 + 5);
  const start = length;
  length += 4;
  if (text.length > 24 || !writeAscii(text)) length = start + 4 + scratch.write(text, start + 4, 'utf8');
  scratch[length++] = 0;
  scratch.writeInt32LE(length - start - 4, start);
}

function writeAscii(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code > 127) return false;
    scratch[length++] = code;
  }
  return true;
}

function writeBytes(bytes: Uint8Array): void {
  room(bytes.length);
  scratch.set(bytes, length);
  length += bytes.length;
}

function writeBinary({ buffer, position, sub_type: subtype }: Binary): void {
  const isOld = subtype === 2;
  room(position + 9);
  length = scratch.writeInt32LE(isOld ? position + 4 : position, length);
  scratch[length++] = subtype;
  if (isOld) length = scratch.writeInt32LE(position, length);
  writeBytes(buffer.subarray(0, position));
}

function writeLong({ low, high }: { low: number; high: number }): void {
  length = scratch.writeInt32LE(low | 0, length);
  length = scratch.writeInt32LE(high | 0, length);
}

function writeTime(time: number): void {
  const high = Math.floor(time / 2 ** 32);
  writeLong(Number.isNaN(time) ? { low: 0, high: 0 } : { low: time - high * 2 ** 32, high });
}

function writeCodeWithScope(value: Code): void {
  const start = length;
  length += 4;
  writeText(String(value.code));
  writeDocument(value.scope as Doc);
  scratch.writeInt32LE(length - start, start);
}
