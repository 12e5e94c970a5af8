import type { Timestamp } from 'bson';
import { Double, Int32, Long } from 'bson';
import type { Bytes } from '../bson/codec.js';
import { encode } from '../bson/codec.js';
import type { Doc, Value } from '../bson/document.js';
import { Doc as NewDoc } from '../bson/document.js';
import type { Reply } from '../commands/command.js';
import { HEADER_SIZE, MORE_TO_COME, OP_MSG, OP_QUERY, OP_REPLY } from './frame.js';

/** BSON's element types that are written here; all others go through the codec. */
const DOUBLE = 0x01;
const STRING = 0x02;
const DOCUMENT = 0x03;
const ARRAY = 0x04;
const INT = 0x10;
const TIMESTAMP = 0x11;
const LONG = 0x12;

const MSG_PREFIX = HEADER_SIZE + 4 + 1;
const REPLY_PREFIX = HEADER_SIZE + 4 + 8 + 4 + 4;
const AWAIT_CAPABLE = 8;

let lastId = 0;

/**
 * Frames an answer. Arrays of stored documents are copied into it as they are, never decoded.
 * @param moreToCome another answer will follow without being asked for
 */
export function writeReply(opCode: typeof OP_MSG | typeof OP_QUERY, requestId: number, reply: Reply, moreToCome = false): Buffer {
  const prefix = opCode === OP_MSG ? MSG_PREFIX : REPLY_PREFIX;
  const writer = new Writer(prefix + 512 + rawSize(reply), prefix);
  writer.document(reply);
  const frame = writer.finish();
  frame.writeInt32LE(frame.length, 0);
  lastId = (lastId + 1) & 0x7fffffff;
  frame.writeInt32LE(lastId, 4);
  frame.writeInt32LE(requestId, 8);
  frame.writeInt32LE(opCode === OP_MSG ? OP_MSG : OP_REPLY, 12);
  frame.fill(0, HEADER_SIZE, prefix);
  if (moreToCome) frame.writeUInt32LE(MORE_TO_COME, HEADER_SIZE);
  if (opCode === OP_QUERY) {
    frame.writeInt32LE(AWAIT_CAPABLE, HEADER_SIZE);
    frame.writeInt32LE(1, HEADER_SIZE + 16);
  }
  return frame;
}

function isRaw(value: unknown): value is Bytes[] {
  return Array.isArray(value) && value.length > 0 && Buffer.isBuffer(value[0]);
}

function isNested(value: Reply[string]): value is Reply {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === NewDoc.prototype;
}

/** An upper bound for the arrays of stored documents: each has a type, an index of up to seven digits and its terminator. */
function rawSize(reply: Reply): number {
  let size = 0;
  for (const field in reply) {
    const value = reply[field];
    if (isRaw(value)) for (const bytes of value) size += bytes.length + 9;
    else if (isNested(value)) size += rawSize(value);
  }
  return size;
}

/** Writes BSON into one growing buffer. */
class Writer {
  private buffer: Buffer;
  private offset: number;

  constructor(size: number, offset: number) {
    this.buffer = Buffer.allocUnsafe(size);
    this.offset = offset;
  }

  finish(): Buffer {
    return this.buffer.subarray(0, this.offset);
  }

  document(reply: Reply): void {
    const start = this.begin();
    for (const field in reply) this.element(field, reply[field]);
    this.end(start);
  }

  private element(field: string, value: Reply[string]): void {
    if (isRaw(value)) {
      this.name(ARRAY, field);
      this.rawArray(value);
    } else if (Buffer.isBuffer(value)) {
      this.name(DOCUMENT, field);
      this.raw(value);
    } else if (value instanceof Int32) {
      this.name(INT, field);
      this.room(4);
      this.offset = this.buffer.writeInt32LE(value.value, this.offset);
    } else if (isNested(value)) {
      this.name(DOCUMENT, field);
      this.document(value);
    } else if (typeof value === 'string') {
      this.name(STRING, field);
      this.text(value);
    } else if (value instanceof Double) {
      this.name(DOUBLE, field);
      this.room(8);
      this.offset = this.buffer.writeDoubleLE(value.value, this.offset);
    } else if (value instanceof Long) {
      // A Timestamp is a Long to JavaScript.
      this.name((value as { _bsontype: string })._bsontype === 'Timestamp' ? TIMESTAMP : LONG, field);
      this.long(value as Long | Timestamp);
    } else {
      this.encoded(field, value as Value);
    }
  }

  /** Anything else is left to the codec: its document of one field, without its frame, is the element. */
  private encoded(field: string, value: Value): void {
    const wrapper: Doc = new NewDoc();
    wrapper[field] = value;
    const bytes = encode(wrapper);
    this.room(bytes.length);
    bytes.copy(this.buffer, this.offset, 4, bytes.length - 1);
    this.offset += bytes.length - 5;
  }

  private rawArray(documents: Bytes[]): void {
    const start = this.begin();
    for (let i = 0; i < documents.length; i += 1) {
      this.name(DOCUMENT, String(i));
      this.raw(documents[i]!);
    }
    this.end(start);
  }

  private raw(document: Bytes): void {
    this.room(document.length);
    document.copy(this.buffer, this.offset);
    this.offset += document.length;
  }

  private long(value: Long | Timestamp): void {
    this.room(8);
    this.offset = this.buffer.writeInt32LE(value.low | 0, this.offset);
    this.offset = this.buffer.writeInt32LE(value.high | 0, this.offset);
  }

  private text(value: string): void {
    // No UTF-16 unit takes more than three bytes.
    this.room(value.length * 3 + 5);
    const size = this.buffer.write(value, this.offset + 4, 'utf8') + 1;
    this.buffer.writeInt32LE(size, this.offset);
    this.offset += 4 + size;
    this.buffer[this.offset - 1] = 0;
  }

  private name(type: number, field: string): void {
    this.room(field.length * 3 + 2);
    this.buffer[this.offset] = type;
    this.offset += 1 + this.buffer.write(field, this.offset + 1, 'utf8');
    this.buffer[this.offset] = 0;
    this.offset += 1;
  }

  private begin(): number {
    this.room(5);
    this.offset += 4;
    return this.offset - 4;
  }

  private end(start: number): void {
    this.room(1);
    this.buffer[this.offset] = 0;
    this.offset += 1;
    this.buffer.writeInt32LE(this.offset - start, start);
  }

  private room(size: number): void {
    if (this.offset + size <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.offset + size));
    this.buffer.copy(larger, 0, 0, this.offset);
    this.buffer = larger;
  }
}
