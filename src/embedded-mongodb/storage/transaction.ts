import type { Doc } from '../bson/document.js';
import type { Time } from './clock.js';
import type { Collection } from './collection.js';
import type { Operation } from './oplog.js';
import type { Alongside, Store } from './store.js';
import type { View } from './version.js';

/** One change to memory that is still in doubt. */
export interface Change {
  commit(time: Time): void;
  abort(): void;
}

/**
 * Changes that become visible together or not at all. A multi-document transaction is one, over a snapshot; outside of
 * such, each written document has one of its own, which begins and ends without interruption and sees what is committed.
 */
export class Transaction {
  readonly view: View;
  /** For the oplog. */
  session: { lsid: Doc; txnNumber: bigint } | null = null;
  readonly alongside: Alongside[] = [];

  private state: 'open' | 'committed' | 'aborted' = 'open';
  private readonly changes: Change[] = [];
  private readonly operations: Operation[] = [];
  private readonly touched = new Set<Collection>();
  private ending: { promise: Promise<void>; resolve: () => void } | null = null;

  /** @param readAt of a multi-document transaction: an open snapshot, which it closes in the end */
  constructor(private readonly store: Store, readonly isMultiDocument: boolean, readAt: Time) {
    this.view = { readAt, transaction: this };
  }

  get isOpen(): boolean {
    return this.state === 'open';
  }

  get hasWritten(): boolean {
    return this.changes.length > 0;
  }

  /** Its part of the oplog so far. */
  get written(): readonly Operation[] {
    return this.operations;
  }

  record(change: Change, operation: Operation | null): void {
    this.changes.push(change);
    if (operation !== null) this.operations.push(operation);
  }

  /** Something for the oplog alone. */
  note(operation: Operation): void {
    this.operations.push(operation);
  }

  /** The collection can not be dropped or rebuilt before this transaction is over. */
  touch(collection: Collection): void {
    if (!this.isMultiDocument || this.touched.has(collection)) return;
    this.touched.add(collection);
    collection.openTransactions.add(this);
  }

  /** @returns the time of the commit, or of the last one when there was nothing to commit */
  commit(): Time {
    if (this.state !== 'open') throw new Error(`this transaction is ${this.state}`);
    let time = this.store.clock.now;
    if (this.changes.length > 0 || this.alongside.length > 0) {
      time = this.store.clock.tick();
      for (const change of this.changes) change.commit(time);
      this.store.committed(
        { time, wallTime: this.store.wallTime(), operations: this.operations, session: this.session, isTransaction: this.isMultiDocument },
        this.alongside,
      );
    }
    this.end('committed');
    return time;
  }

  abort(): void {
    if (this.state !== 'open') return;
    for (let i = this.changes.length - 1; i >= 0; i -= 1) this.changes[i]!.abort();
    this.end('aborted');
  }

  /** Settles when the transaction is over, either way. */
  finished(): Promise<void> {
    if (this.state !== 'open') return Promise.resolve();
    if (this.ending === null) {
      let resolve!: () => void;
      const promise = new Promise<void>((done) => { resolve = done; });
      this.ending = { promise, resolve };
    }
    return this.ending.promise;
  }

  private end(state: 'committed' | 'aborted'): void {
    this.state = state;
    if (this.isMultiDocument) {
      for (const collection of this.touched) collection.openTransactions.delete(this);
      this.store.snapshots.close(this.view.readAt);
    }
    this.ending?.resolve();
  }
}
