import type { Bytes } from './codec.js';
import { boundsOf } from './codec.js';

/** A field of a document in its written form. */
export interface Element {
  type: number;
  name: string;
  /** Where the element begins, where its value does, and where it ends. */
  start: number;
  value: number;
  end: number;
}

/** The fields of a document, in their order, without decoding them. The document must be known to be well formed. */
export function* elements(bytes: Bytes, at = 0): Generator<Element> {
  const end = at + bytes.readInt32LE(at) - 1;
  let start = at + 4;
  while (start < end) {
    const nameEnd = bytes.indexOf(0, start + 1);
    const type = bytes[start]!;
    const value = nameEnd + 1;
    const next = value + sizeOfValue(bytes, type, value);
    yield { type, name: bytes.toString('utf8', start + 1, nameEnd), start, value, end: next };
    start = next;
  }
}

/** The bytes of an embedded document. */
export function embeddedDocument(bytes: Bytes, name: string): Bytes | undefined {
  for (const element of elements(bytes)) if (element.name === name && element.type === 0x03) return bytes.subarray(element.value, element.end) as Bytes;
  return undefined;
}

/** By type, as https://bsonspec.org/spec.html has them. */
export function sizeOfValue(bytes: Bytes, type: number, at: number): number {
  switch (type) {
    case 0x01: case 0x09: case 0x11: case 0x12: return 8;
    case 0x02: case 0x0d: case 0x0e: return 4 + bytes.readInt32LE(at);
    case 0x03: case 0x04: return boundsOf(bytes, at);
    case 0x0f: return bytes.readInt32LE(at);
    case 0x05: return 5 + bytes.readInt32LE(at);
    case 0x07: return 12;
    case 0x08: return 1;
    case 0x0b: return bytes.indexOf(0, bytes.indexOf(0, at) + 1) + 1 - at;
    case 0x10: return 4;
    case 0x13: return 16;
    default: return 0;
  }
}
