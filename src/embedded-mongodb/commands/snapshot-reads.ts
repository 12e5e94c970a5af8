import { MongoError } from '../errors.js';
import type { Time } from '../storage/clock.js';
import type { Store } from '../storage/store.js';

/** minSnapshotHistoryWindowInSeconds of mongod: so long a client may come back to the time of a snapshot read. */
const KEPT_MILLISECONDS = 300_000;
/** A client that asks for ever new snapshots must not keep all versions of all documents alive. */
const MOST_KEPT = 64;

/** The times of reads with `readConcern: { level: 'snapshot' }` outside transactions, kept readable for a while. */
export class SnapshotReads {
  /** Oldest use first. */
  private readonly kept = new Map<Time, NodeJS.Timeout>();

  constructor(private readonly store: Store) {}

  /** @param wanted absent: a snapshot of this moment */
  at(wanted?: Time): Time {
    const { clock, snapshots } = this.store;
    if (wanted === undefined) {
      this.keep(clock.now);
      return clock.now;
    }
    if (wanted > clock.now) throw new MongoError('InvalidOptions', 'readConcern atClusterTime value must not be greater than the current clusterTime');
    if (wanted < snapshots.horizon) throw new MongoError('SnapshotTooOld', 'Read timestamp is older than the oldest available timestamp.');
    return wanted;
  }

  private keep(time: Time): void {
    const timer = this.kept.get(time);
    if (timer === undefined) this.store.snapshots.hold(time);
    else this.kept.delete(time);
    clearTimeout(timer);
    this.kept.set(time, setTimeout(() => this.drop(time), KEPT_MILLISECONDS).unref());
    if (this.kept.size > MOST_KEPT) this.drop(this.kept.keys().next().value!);
  }

  private drop(time: Time): void {
    clearTimeout(this.kept.get(time));
    if (this.kept.delete(time)) this.store.snapshots.close(time);
  }

  close(): void {
    for (const time of [...this.kept.keys()]) this.drop(time);
  }
}
