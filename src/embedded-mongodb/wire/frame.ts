import { inflateSync } from 'node:zlib';
import type { Bytes } from '../bson/codec.js';
import { boundsOf, decode } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import { isDoc } from '../bson/document.js';

export const OP_REPLY = 1;
export const OP_QUERY = 2004;
export const OP_COMPRESSED = 2012;
export const OP_MSG = 2013;

export const HEADER_SIZE = 16;
/** maxMessageSizeBytes: what `hello` promises, and the longest frame that is read. */
export const MAX_MESSAGE_SIZE = 48_000_000;

const CHECKSUM_PRESENT = 1;
export const MORE_TO_COME = 2;
const EXHAUST_ALLOWED = 1 << 16;
/** "The first 16 bits (0-15) are required and parsers MUST error if an unknown bit is set" (OP_MSG specification). */
const UNKNOWN_REQUIRED_FLAGS = 0xffff & ~(CHECKSUM_PRESENT | MORE_TO_COME);
const CHECKSUM_SIZE = 4;

/** Bytes that are no frame. The connection they came over is closed: where the next frame begins is anybody's guess. */
export class MalformedFrame extends Error {}

/** A command as it came over the wire. */
export interface Request {
  requestId: number;
  /** How the answer must be framed. */
  opCode: typeof OP_MSG | typeof OP_QUERY;
  /** With kind-1 sections merged in as arrays, under their identifiers. */
  body: Doc;
  /** The database of an OP_QUERY; an OP_MSG names its own in `$db`. */
  database: string | undefined;
  /** False for a message that wants no answer (moreToCome). */
  wantsReply: boolean;
  /** The client takes several answers to this one request (exhaustAllowed). */
  takesMore: boolean;
  /** The bytes of the body, and of each document in the kind-1 sections. All are slices of the receive buffer. */
  bodyBytes: Bytes;
  sequences: Map<string, Bytes[]> | undefined;
}

/** Reads one whole frame, header included. */
export function readFrame(frame: Buffer): Request {
  const requestId = frame.readInt32LE(4);
  const opCode = frame.readInt32LE(12);
  if (opCode === OP_COMPRESSED) return readCompressed(frame, requestId);
  return readMessage(opCode, requestId, frame, HEADER_SIZE);
}

function readMessage(opCode: number, requestId: number, frame: Buffer, offset: number): Request {
  switch (opCode) {
    case OP_MSG: return readOpMsg(frame, offset, requestId);
    case OP_QUERY: return readOpQuery(frame, offset, requestId);
    default: throw new MalformedFrame(`unknown or retired opcode ${opCode}`);
  }
}

function readOpMsg(frame: Buffer, start: number, requestId: number): Request {
  if (start + 5 > frame.length) throw new MalformedFrame('message is cut off');
  const flags = frame.readUInt32LE(start);
  if (flags & UNKNOWN_REQUIRED_FLAGS) throw new MalformedFrame(`unknown flags ${flags.toString(2)}`);
  // The checksum is optional and TCP has its own: it is taken off, not verified.
  const end = flags & CHECKSUM_PRESENT ? frame.length - CHECKSUM_SIZE : frame.length;
  const sections = frame.subarray(0, end);
  let bodyBytes: Bytes | undefined;
  let sequences: Map<string, Bytes[]> | undefined;
  let offset = start + 4;
  while (offset < end) {
    const kind = frame[offset]!;
    offset += 1;
    if (kind === 0) {
      if (bodyBytes) throw new MalformedFrame('message has two bodies');
      bodyBytes = sliceDocument(sections, offset);
      offset += bodyBytes.length;
    } else if (kind === 1) {
      sequences ??= new Map();
      offset = readSequence(sections, offset, sequences);
    } else {
      throw new MalformedFrame(`unknown section of kind ${kind}`);
    }
  }
  if (!bodyBytes) throw new MalformedFrame('message has no body');
  const body = decode(bodyBytes);
  if (sequences) mergeSequences(body, sequences);
  return { requestId, opCode: OP_MSG, body, database: undefined, wantsReply: (flags & MORE_TO_COME) === 0, takesMore: (flags & EXHAUST_ALLOWED) !== 0, bodyBytes, sequences };
}

function sliceDocument(buffer: Buffer, offset: number): Bytes {
  return buffer.subarray(offset, offset + boundsOf(buffer, offset)) as Bytes;
}

/** Kind 1: size, identifier, documents one behind the other. Answers where it ends. */
function readSequence(buffer: Buffer, start: number, sequences: Map<string, Bytes[]>): number {
  if (start + 4 > buffer.length) throw new MalformedFrame('section is cut off');
  const end = start + buffer.readInt32LE(start);
  if (end <= start + 4 || end > buffer.length) throw new MalformedFrame('section overruns its message');
  const nameEnd = buffer.indexOf(0, start + 4);
  if (nameEnd < 0 || nameEnd >= end) throw new MalformedFrame('section has no identifier');
  const identifier = buffer.toString('utf8', start + 4, nameEnd);
  if (sequences.has(identifier)) throw new MalformedFrame(`section ${identifier} comes twice`);
  const section = buffer.subarray(0, end);
  const documents: Bytes[] = [];
  let offset = nameEnd + 1;
  while (offset < end) {
    const document = sliceDocument(section, offset);
    documents.push(document);
    offset += document.length;
  }
  sequences.set(identifier, documents);
  return end;
}

function mergeSequences(body: Doc, sequences: Map<string, Bytes[]>): void {
  for (const [identifier, documents] of sequences) {
    if (identifier in body) throw new MalformedFrame(`section ${identifier} is also in the body`);
    body[identifier] = documents.map((document) => decode(document));
  }
}

/** The frame of the days before OP_MSG, in which drivers still say their first hello. */
function readOpQuery(frame: Buffer, start: number, requestId: number): Request {
  const nameEnd = frame.indexOf(0, start + 4);
  if (nameEnd < 0) throw new MalformedFrame('query has no namespace');
  const namespace = frame.toString('utf8', start + 4, nameEnd);
  const bodyBytes = sliceDocument(frame, nameEnd + 1 + 8);
  let body = decode(bodyBytes);
  const wrapped = body['$query'];
  if (isDoc(wrapped)) body = wrapped;
  const dot = namespace.indexOf('.');
  return {
    requestId, opCode: OP_QUERY, body, database: dot < 0 ? namespace : namespace.slice(0, dot), wantsReply: true, takesMore: false, bodyBytes,
    sequences: undefined,
  };
}

const NOOP = 0;
const ZLIB = 2;

/** `hello` offers no compression, so this comes only from a client that compresses unasked. */
function readCompressed(frame: Buffer, requestId: number): Request {
  if (frame.length < HEADER_SIZE + 9) throw new MalformedFrame('compressed message is cut off');
  const opCode = frame.readInt32LE(HEADER_SIZE);
  const compressor = frame[HEADER_SIZE + 8];
  const payload = frame.subarray(HEADER_SIZE + 9);
  if (compressor === NOOP) return readMessage(opCode, requestId, payload, 0);
  if (compressor !== ZLIB) throw new MalformedFrame(`compressor ${compressor} was not agreed on`);
  try {
    return readMessage(opCode, requestId, inflateSync(payload, { maxOutputLength: MAX_MESSAGE_SIZE }), 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new MalformedFrame(`compressed message does not inflate: ${error.message}`);
    throw error;
  }
}
