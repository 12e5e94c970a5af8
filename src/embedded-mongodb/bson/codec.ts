import { Binary, BSONError, BSONRegExp, BSONSymbol, Code, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId, Timestamp } from 'bson';
import type { Value } from './document.js';
import { Doc } from './document.js';

export { encode } from './encode.js';

/** A document as it travels and as it is stored. Never written to after it was made, so it may be shared. */
export type Bytes = Uint8Array & Buffer;

/** Bytes that are no BSON. The connection they came over is closed, as its stream can no longer be trusted. */
export class MalformedBson extends Error {}

const MAX_DEPTH = 200;

/**
 * Reads one document that starts at `offset`. Unlike the driver's reader it keeps every number's type, leaves
 * `{ $ref, $id }` a plain document, and gives fields named `__proto__` no power.
 * @throws MalformedBson when lengths, terminators or types are not those of https://bsonspec.org/spec.html
 */
export function decode(buffer: Buffer, offset = 0): Doc {
  try {
    return readDocument(buffer, offset, boundsOf(buffer, offset), 0);
  } catch (error) {
    throw error instanceof BSONError ? new MalformedBson(error.message) : error;
  }
}

/** The length in bytes of the document that starts at `offset`, checked against the buffer. */
export function boundsOf(buffer: Buffer, offset: number): number {
  if (offset + 5 > buffer.length) throw new MalformedBson('document is cut off');
  const size = buffer.readInt32LE(offset);
  if (size < 5 || offset + size > buffer.length) throw new MalformedBson(`document claims ${size} bytes`);
  if (buffer[offset + size - 1] !== 0) throw new MalformedBson('document has no terminator');
  return size;
}


/** One value of a document that is known to be well formed. */
export function readValueAt(buffer: Buffer, type: number, offset: number, end: number): Value {
  return readValue(buffer, type, { offset }, end, 1);
}

function readDocument(buffer: Buffer, start: number, size: number, depth: number): Doc {
  const out = new Doc();
  readElements(buffer, start, size, depth, (name, value) => { out[name] = value; });
  return out;
}

function readArray(buffer: Buffer, start: number, size: number, depth: number): Value[] {
  const out: Value[] = [];
  readElements(buffer, start, size, depth, (_name, value) => { out.push(value); });
  return out;
}

function readElements(buffer: Buffer, start: number, size: number, depth: number, take: (name: string, value: Value) => void): void {
  if (depth > MAX_DEPTH) throw new MalformedBson('document is nested too deeply');
  const end = start + size - 1;
  const at = { offset: start + 4 };
  while (at.offset < end) {
    const type = buffer[at.offset]!;
    at.offset += 1;
    const name = readName(buffer, at, end);
    take(name, readValue(buffer, type, at, end, depth));
  }
  if (at.offset !== end) throw new MalformedBson('elements overrun their document');
}

interface Position { offset: number }

function readName(buffer: Buffer, at: Position, end: number): string {
  const from = at.offset;
  let stop = from;
  while (stop < end && buffer[stop] !== 0) stop += 1;
  if (stop >= end) throw new MalformedBson('name has no terminator');
  at.offset = stop + 1;
  return stop - from < 16 ? shortText(buffer, from, stop) : buffer.toString('utf8', from, stop);
}

/** Field names are short and mostly ASCII; joining their codes beats a call into the decoder. */
function shortText(buffer: Buffer, from: number, stop: number): string {
  let text = '';
  for (let i = from; i < stop; i += 1) {
    const code = buffer[i]!;
    if (code > 127) return buffer.toString('utf8', from, stop);
    text += String.fromCharCode(code);
  }
  return text;
}

function take(at: Position, size: number, end: number): number {
  const from = at.offset;
  if (size < 0 || from + size > end) throw new MalformedBson('value overruns its document');
  at.offset = from + size;
  return from;
}

function readText(buffer: Buffer, at: Position, end: number): string {
  const size = buffer.readInt32LE(take(at, 4, end));
  if (size < 1) throw new MalformedBson('string has no terminator');
  const from = take(at, size, end);
  if (buffer[from + size - 1] !== 0) throw new MalformedBson('string has no terminator');
  return size < 17 ? shortText(buffer, from, from + size - 1) : buffer.toString('utf8', from, from + size - 1);
}

function readSubdocument(buffer: Buffer, at: Position, end: number): { from: number; size: number } {
  if (at.offset + 4 > end) throw new MalformedBson('value overruns its document');
  const size = boundsOf(buffer, at.offset);
  return { from: take(at, size, end), size };
}

function readLong(buffer: Buffer, from: number): Long {
  return new Long(buffer.readInt32LE(from), buffer.readInt32LE(from + 4));
}

function readBinary(buffer: Buffer, at: Position, end: number): Binary {
  let size = buffer.readInt32LE(take(at, 4, end));
  const subtype = buffer[take(at, 1, end)]!;
  if (subtype === Binary.SUBTYPE_BYTE_ARRAY) {
    const inner = buffer.readInt32LE(take(at, 4, end));
    if (inner !== size - 4) throw new MalformedBson('binary of subtype 2 has a wrong length');
    size = inner;
  }
  const from = take(at, size, end);
  return new Binary(Buffer.from(buffer.subarray(from, from + size)), subtype);
}

function readCodeWithScope(buffer: Buffer, at: Position, end: number, depth: number): Code {
  take(at, 4, end);
  const code = readText(buffer, at, end);
  const { from, size } = readSubdocument(buffer, at, end);
  return new Code(code, readDocument(buffer, from, size, depth + 1));
}

/** An ObjectId takes the numbers out of the bytes that it is made of, and keeps none of them. */
const idBytes = new Uint8Array(12);

function readValue(buffer: Buffer, type: number, at: Position, end: number, depth: number): Value {
  switch (type) {
    case 0x01: return new Double(buffer.readDoubleLE(take(at, 8, end)));
    case 0x02: return readText(buffer, at, end);
    case 0x03: {
      const { from, size } = readSubdocument(buffer, at, end);
      return readDocument(buffer, from, size, depth + 1);
    }
    case 0x04: {
      const { from, size } = readSubdocument(buffer, at, end);
      return readArray(buffer, from, size, depth + 1);
    }
    case 0x05: return readBinary(buffer, at, end);
    case 0x06: return undefined;
    case 0x07: {
      const from = take(at, 12, end);
      for (let i = 0; i < 12; i += 1) idBytes[i] = buffer[from + i]!;
      return new ObjectId(idBytes);
    }
    case 0x08: return buffer[take(at, 1, end)] !== 0;
    case 0x09: return new Date(readLong(buffer, take(at, 8, end)).toNumber());
    case 0x0a: return null;
    case 0x0b: return new BSONRegExp(readName(buffer, at, end), readName(buffer, at, end));
    case 0x0d: return new Code(readText(buffer, at, end));
    case 0x0e: return new BSONSymbol(readText(buffer, at, end));
    case 0x0f: return readCodeWithScope(buffer, at, end, depth);
    case 0x10: return new Int32(buffer.readInt32LE(take(at, 4, end)));
    case 0x11: return new Timestamp(readLong(buffer, take(at, 8, end)));
    case 0x12: return readLong(buffer, take(at, 8, end));
    case 0x13: {
      const from = take(at, 16, end);
      return new Decimal128(Buffer.from(buffer.subarray(from, from + 16)));
    }
    case 0xff: return new MinKey();
    case 0x7f: return new MaxKey();
    default: throw new MalformedBson(`unknown type 0x${type.toString(16)}`);
  }
}
