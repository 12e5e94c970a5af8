import type { Bytes } from '../bson/codec.js';
import { MongoError } from '../errors.js';
import type { Collection, Row } from '../storage/collection.js';
import type { Store } from '../storage/store.js';
import { COMMITTED } from '../storage/store.js';
import type { Source } from './cursors.js';
import type { Reading } from './reading.js';

/** What a cursor over a collection that does not exist gives. */
export class EmptySource implements Source {
  readonly isExhausted = true;
  next(): null { return null; }
  close(): void {}
}

/** Documents that are there already, or are made on demand. */
export class DocumentSource implements Source {
  isExhausted = false;
  private readonly iterator: Iterator<Bytes>;

  constructor(documents: Iterable<Bytes>, private readonly reading: Reading | null = null, private readonly watch: Watch | null = null) {
    this.iterator = documents[Symbol.iterator]();
  }

  next(): Bytes | null {
    const { done, value } = this.iterator.next();
    if (done) this.isExhausted = true;
    return done ? null : (value as Bytes);
  }

  pause(): void {
    this.reading?.pause();
  }

  resume(): void {
    this.watch?.check();
  }

  close(): void {
    this.iterator.return?.();
    this.reading?.close();
  }
}

/** A cursor does not outlive the collection it reads. */
export class Watch {
  private readonly name: string;

  constructor(private readonly store: Store, private readonly collection: Collection) {
    this.name = collection.namespace.collection;
  }

  check(): void {
    const { namespace } = this.collection;
    const now = this.store.catalog.find(COMMITTED, namespace);
    if (now === this.collection && namespace.collection === this.name) return;
    const what = now === this.collection ? 'renamed' : 'dropped';
    throw new MongoError('QueryPlanKilled', `collection ${what}. UUID ${this.collection.uuid.toString('hex')}`);
  }
}

/** The rows of a find. */
export class RowSource implements Source {
  isExhausted = false;
  private readonly iterator: Iterator<Row>;
  private left: number;
  private readonly watch: Watch | null;

  constructor(
    rows: Iterable<Row>,
    private readonly shape: (row: Row) => Bytes,
    /** `limit`: how many are wanted at most; 0: all. */
    private readonly about: { reading: Reading; limit: number; store: Store; collection: Collection },
  ) {
    this.iterator = rows[Symbol.iterator]();
    this.left = about.limit === 0 ? Infinity : about.limit;
    this.watch = about.reading.view.transaction ? null : new Watch(about.store, about.collection);
  }

  next(): Bytes | null {
    const { done, value } = this.iterator.next();
    if (done) {
      this.isExhausted = true;
      return null;
    }
    // Whoever has what they wanted knows that nothing follows; all others learn it by asking once more, as of mongod.
    this.left -= 1;
    if (this.left <= 0) this.isExhausted = true;
    return this.shape(value as Row);
  }

  pause(): void {
    this.about.reading.pause();
  }

  resume(): void {
    this.watch?.check();
  }

  close(): void {
    this.iterator.return?.();
    this.about.reading.close();
  }
}
