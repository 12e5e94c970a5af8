import { Int32 } from 'bson';
import type { Bytes } from '../bson/codec.js';
import { encode } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import { Doc as NewDoc, doc } from '../bson/document.js';
import { MongoError } from '../errors.js';

/** Room for `_id` and `splitEvent` in each fragment. */
const OVERHEAD = 1024;

/**
 * `$changeStreamSplitLargeEvent`: an event that is too large for one document comes as several, each with some of its
 * top-level fields.
 * @param tokenOf the resume token of a fragment
 */
export function split(event: Doc, largest: number, tokenOf: (fragment: number) => Doc): Bytes[] {
  const parts: Doc[] = [];
  let room = 0;
  for (const field of Object.keys(event)) {
    if (field === '_id') continue;
    const value = doc({ [field]: event[field] });
    const size = encode(value).length;
    if (size + OVERHEAD > largest) throw new MongoError(7182500, `Splitting change event failed: unable to split field '${field}'`);
    if (size > room) {
      parts.push(new NewDoc());
      room = largest - OVERHEAD;
    }
    parts.at(-1)![field] = event[field];
    room -= size;
  }
  return parts.map((part, i) => {
    const fragment = doc({ _id: tokenOf(i), splitEvent: doc({ fragment: new Int32(i + 1), of: new Int32(parts.length) }) });
    return encode(Object.assign(fragment, part));
  });
}
