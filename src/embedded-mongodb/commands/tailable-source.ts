import type { Bytes } from '../bson/codec.js';
import { MongoError } from '../errors.js';
import type { Filter } from '../query/filter.js';
import type { Collection, Row } from '../storage/collection.js';
import type { Store } from '../storage/store.js';
import { COMMITTED } from '../storage/store.js';
import type { Source } from './cursors.js';
import { Watch } from './row-source.js';
import { untilNews } from './until-news.js';

/** A capped collection, from its beginning and on and on. */
export class TailableSource implements Source {
  /** Like mongod's, it is over at once if the collection is empty: there is nothing to stand on. */
  isExhausted: boolean;
  private last = 0;
  private rows: Iterator<Row> | null = null;
  private readonly watch: Watch;

  constructor(private readonly store: Store, private readonly collection: Collection, private readonly filter: Filter, private readonly shape: (row: Row) => Bytes) {
    this.watch = new Watch(store, collection);
    this.isExhausted = collection.count === 0;
  }

  next(): Bytes | null {
    this.rows ??= this.newRows();
    for (let step = this.rows.next(); !step.done; step = this.rows.next()) {
      const row = step.value;
      this.last = row.id;
      if (this.filter.matches(row.decode())) return this.shape(row);
    }
    this.rows = null;
    return null;
  }

  /** The document that was read last must still be there, or some in between may have been lost. */
  private newRows(): Iterator<Row> {
    if (this.last > 0 && this.collection.row(COMMITTED, this.last) === null) {
      throw new MongoError('CappedPositionLost', 'CollectionScan died due to position in capped collection being deleted.');
    }
    return after(this.collection.rows(COMMITTED), this.last);
  }

  wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    return untilNews(this.store, milliseconds, signal);
  }

  resume(): void {
    this.watch.check();
  }

  close(): void {
    this.rows?.return?.();
  }
}

function* after(rows: Iterable<Row>, last: number): Generator<Row> {
  for (const row of rows) if (row.id > last) yield row;
}
