import type { Variables } from '../../aggregation/variables.js';
import type { StringOrder } from '../../bson/compare.js';
import { collationOf } from '../../bson/collation.js';
import type { Doc } from '../../bson/document.js';
import { execute } from '../../indexes/execute.js';
import type { Filter } from '../../query/filter.js';
import { compileFilter } from '../../query/filter.js';
import type { Collection, Row } from '../../storage/collection.js';
import type { Transaction } from '../../storage/transaction.js';

/** Which documents a write is about. */
export interface Selection {
  filter: Doc;
  sort?: Doc | undefined;
  hint?: Doc | string | undefined;
  collation?: Doc | undefined;
  variables: Variables;
}

/** A selection, ready to be looked up. It is compiled once, as long as the collection has the same collation. */
export class Target {
  private compiled: { collation: Doc | undefined; filter: Filter; strings: StringOrder | undefined } | null = null;

  constructor(readonly selection: Selection) {}

  /** @param collection null while there is none: the filter is checked all the same */
  under(collection: Collection | null): { filter: Filter; strings: StringOrder | undefined; collation: Doc | undefined } {
    const collation = this.selection.collation ?? (collection?.options.collation as Doc | undefined);
    if (this.compiled === null || this.compiled.collation !== collation) {
      const strings = collationOf(collation);
      const filter = compileFilter(this.selection.filter, { variables: this.selection.variables, ...(strings && { strings }) });
      this.compiled = { collation, filter, strings };
    }
    return this.compiled;
  }

  rows(collection: Collection, transaction: Transaction, limit?: number): Iterable<Row> {
    const { filter, collation } = this.under(collection);
    const { sort, hint } = this.selection;
    transaction.touch(collection);
    return execute(collection, transaction.view, { filter, collation, sort, hint, limit });
  }

  first(collection: Collection, transaction: Transaction): Row | null {
    for (const row of this.rows(collection, transaction, 1)) return row;
    return null;
  }

  /** The document as it is now, if it has not gone or changed out of the selection since it was found. */
  again(collection: Collection, transaction: Transaction, found: Row): Row | null {
    const row = collection.row(transaction.view, found.id);
    if (row === null || row.bytes === found.bytes) return row === null ? null : found;
    return this.under(collection).filter.matches(row.decode()) ? row : null;
  }
}
