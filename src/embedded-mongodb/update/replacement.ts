import type { Timestamp } from 'bson';
import { equal } from '../bson/compare.js';
import { deepCopy, Doc } from '../bson/document.js';
import { identical } from '../bson/identical.js';
import { typeOf } from '../bson/types.js';
import { MongoError } from '../errors.js';
import { describe } from './describe.js';
import type { UpdateEnvironment } from './operator.js';
import type { Source } from './storable.js';
import { checkDocument } from './storable.js';

/**
 * The replacement, under the `_id` of the document it replaces.
 * @returns the very same document if the replacement is equal to it, which it can only be with an `_id` of its own, or
 * if neither has anything else
 */
export function replace(document: Doc, replacement: Doc, source: Source, isInsert: boolean): Doc {
  if (identical(replacement, document) || (isEmpty(replacement) && isEmpty(document, '_id'))) return document;
  const result = new Doc();
  const id = Object.hasOwn(replacement, '_id') ? replacement : document;
  if (Object.hasOwn(id, '_id')) result._id = id._id;
  for (const name of Object.keys(replacement)) result[name] = deepCopy(replacement[name]);
  if (isInsert && Array.isArray(result._id)) {
    throw new MongoError('NotSingleValueField', "After applying the update to the document, the (immutable) field '_id' was found to be an array or array descendant.");
  }
  checkDocument(result, source);
  if (Object.hasOwn(document, '_id') && !equal(result._id, document._id)) {
    throw new MongoError('ImmutableField', `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${describe(result._id)}`);
  }
  return result;
}

function isEmpty(document: Doc, but?: string): boolean {
  return Object.keys(document).every((field) => field === but);
}

/** An empty timestamp at the top of a document means: the time of the write. */
export function fillTimestamps(document: Doc, environment: UpdateEnvironment): Doc {
  for (const name of Object.keys(document)) {
    const value = document[name];
    if (name !== '_id' && typeOf(value) === 'timestamp' && (value as Timestamp).isZero()) document[name] = environment.timestamp();
  }
  return document;
}
