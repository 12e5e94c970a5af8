import { ObjectId, Timestamp } from 'bson';
import type { Bytes } from '../../bson/codec.js';
import { encode } from '../../bson/codec.js';
import type { Value } from '../../bson/document.js';
import { Doc, doc, isDoc } from '../../bson/document.js';
import { elements } from '../../bson/elements.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Clock } from '../../storage/clock.js';
import { timestampOf } from '../../storage/clock.js';
import { MAX_BSON_OBJECT_SIZE } from '../version.js';

/** Levels of nesting that a document may have. */
const DEEPEST = 180;
/** Each level takes a type, a name, a length and an end: shorter documents cannot be too deep. */
const LEAST_SIZE_OF_DEEP = DEEPEST * 7;

export interface StoredForm {
  bytes: Bytes;
  document: Doc;
}

/**
 * What becomes of a document that is inserted: `_id` comes first and is made up where missing, empty timestamps get the time.
 * @param clock null: empty timestamps stay so
 */
export function storedForm(received: Bytes, document: Doc, clock: Clock | null): StoredForm {
  if (received.length > MAX_BSON_OBJECT_SIZE) {
    throw new MongoError('BSONObjectTooLarge', `object to insert too large. size in bytes: ${received.length}, max size: ${MAX_BSON_OBJECT_SIZE}`);
  }
  if (received.length > LEAST_SIZE_OF_DEEP) checkDepth(document, 1);
  const fields = Object.keys(document);
  const hasId = '_id' in document;
  if (hasId) checkId(document._id);
  const stamped = clock === null ? [] : fields.filter((field) => field !== '_id' && isEmptyTimestamp(document[field]));
  if (fields[0] === '_id' && stamped.length === 0) return { bytes: Buffer.from(received) as Bytes, document };
  const stored = withIdFirst(hasId ? document._id : new ObjectId(), document);
  for (const field of stamped) stored[field] = timestampOf(clock!.tick());
  if (stamped.length > 0) return { bytes: encode(stored), document: stored };
  return { bytes: spliceId(received, stored._id, hasId), document: stored };
}

function checkDepth(value: Doc | Value[], depth: number): void {
  if (depth > DEEPEST) throw new MongoError('Overflow', `cannot insert document because it exceeds ${DEEPEST} levels of nesting`);
  for (const inner of Array.isArray(value) ? value : Object.values(value)) {
    if (typeof inner === 'object' && inner !== null && (Array.isArray(inner) || isDoc(inner))) checkDepth(inner, depth + 1);
  }
}

function checkId(id: Value): void {
  const type = typeOf(id);
  if (type === 'array' || type === 'regex' || type === 'undefined') throw new MongoError('InvalidIdField', `The '_id' value cannot be of type ${type}`);
  if (isDoc(id)) checkPlainFields(id);
}

function checkPlainFields(value: Doc): void {
  for (const field in value) {
    if (field.startsWith('$')) {
      throw new MongoError('DollarPrefixedFieldName', `_id fields may not contain '$'-prefixed fields: ${field} is not valid for storage.`);
    }
    const inner = value[field];
    if (isDoc(inner)) checkPlainFields(inner);
  }
}

function isEmptyTimestamp(value: Value): boolean {
  return value instanceof Timestamp && value.isZero();
}

/** A document with an `_id` at its beginning, a new one if need be. */
export function idFirst(document: Doc): Doc {
  if (!('_id' in document)) return withIdFirst(new ObjectId(), document);
  checkId(document._id);
  return withIdFirst(document._id, document);
}

function withIdFirst(id: Value, document: Doc): Doc {
  const stored = new Doc();
  stored._id = id;
  for (const field in document) if (field !== '_id') stored[field] = document[field];
  return stored;
}

/** Puts the element of `_id` before the others, whose bytes stay as the client wrote them. */
function spliceId(received: Bytes, id: Value, wasThere: boolean): Bytes {
  const element = encode(doc({ _id: id })).subarray(4, -1);
  const old = wasThere ? placeOfId(received) : { start: 4, end: 4 };
  const bytes = Buffer.concat([received.subarray(0, 4), element, received.subarray(4, old.start), received.subarray(old.end)]);
  bytes.writeInt32LE(bytes.length, 0);
  return bytes as Bytes;
}

function placeOfId(bytes: Bytes): { start: number; end: number } {
  for (const element of elements(bytes)) if (element.name === '_id') return element;
  return { start: 4, end: 4 };
}
