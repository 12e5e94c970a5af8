import type { Bytes } from '../bson/codec.js';
import { decode } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import type { ReadFields } from '../bson/fields.js';

/** A document as a view sees it. */
export class Row {
  constructor(readonly id: number, readonly bytes: Bytes, private decoded?: Doc) {}

  /** Shared by all who ask this row: not to be changed. */
  decode(): Doc {
    return (this.decoded ??= decode(this.bytes));
  }

  /** At least what a reader reads. */
  read(fields: ReadFields): Doc {
    return this.decoded ?? fields(this.bytes);
  }
}

export function* documentsOf(rows: Iterable<Row>, fields: ReadFields): Generator<Doc> {
  for (const row of rows) yield row.read(fields);
}
