import type { Bytes } from '../bson/codec.js';
import { encode } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import type { Source } from './cursors.js';

/** A cursor over documents that are known already. */
export function arraySource(documents: readonly Doc[]): Source {
  let position = 0;
  return {
    next(): Bytes | null {
      const document = documents[position];
      if (document === undefined) return null;
      position += 1;
      return encode(document);
    },
    get isExhausted() {
      return position >= documents.length;
    },
    close() {},
  };
}
