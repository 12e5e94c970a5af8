import type { Binary, Timestamp } from 'bson';
import { MongoError } from '../errors.js';
import type { Time } from '../storage/clock.js';
import { LATEST, timeOf, timestampOf } from '../storage/clock.js';
import type { Entry } from '../storage/collection.js';
import type { Namespace } from '../storage/oplog.js';
import type { Snapshots } from '../storage/snapshots.js';
import type { View } from '../storage/version.js';
import type { CommandContext } from './command.js';

/** What one command may see, for as long as its cursor lives. */
export class Reading {
  /** Handed to everything that reads. Its time is fixed when other commands get a chance to run. */
  readonly view: { -readonly [K in keyof View]: View[K] };
  /** For `cursor.atClusterTime` of a snapshot read outside a transaction. */
  readonly atClusterTime: Timestamp | undefined;
  private held: Time | null = null;
  private readonly snapshots: Snapshots;

  constructor(context: CommandContext) {
    const { server: { store, snapshotReads }, transaction, readConcern } = context;
    this.snapshots = store.snapshots;
    if (transaction) {
      this.view = transaction.view;
    } else if (readConcern.level === 'snapshot') {
      const time = snapshotReads.at(readConcern.atClusterTime && timeOf(readConcern.atClusterTime));
      this.view = { readAt: time, transaction: null };
      this.atClusterTime = timestampOf(time);
    } else {
      this.view = { readAt: LATEST, transaction: null };
    }
  }

  /** A cursor goes on to see what it saw at first. */
  pause(): void {
    if (this.held !== null || this.view.transaction !== null) return;
    if (this.view.readAt === LATEST) this.view.readAt = this.held = this.snapshots.open();
    else this.snapshots.hold((this.held = this.view.readAt));
  }

  close(): void {
    if (this.held !== null) this.snapshots.close(this.held);
    this.held = null;
  }
}

export interface Found {
  namespace: Namespace;
  entry: Entry | null;
}

/** The collection or view that a command names, or whose UUID it gives. */
export function findEntry({ server: { store }, database, transaction }: CommandContext, view: View, target: string | Binary): Found {
  const { catalog } = store;
  if (typeof target !== 'string') {
    const collection = catalog.byUuid(view, database, target.toString('hex'));
    if (collection === null) throw new MongoError('NamespaceNotFound', `Unable to resolve ${target.toString('hex')}`);
    transaction?.touch(collection);
    return { namespace: collection.namespace, entry: collection };
  }
  const namespace = { database, collection: target };
  const entry = catalog.find(view, namespace);
  if (entry && 'openTransactions' in entry) transaction?.touch(entry);
  return { namespace, entry };
}
