import type { Bytes } from '../bson/codec.js';
import { decode } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';

/** A document as a view sees it. */
export class Row {
  private decoded: Doc | undefined;

  constructor(readonly id: number, readonly bytes: Bytes, decoded?: Doc) {
    this.decoded = decoded;
  }

  /** Shared by all who ask this row: not to be changed. */
  decode(): Doc {
    return (this.decoded ??= decode(this.bytes));
  }
}
