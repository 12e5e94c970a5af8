import { MongoError } from '../errors.js';
import type { Clock, Time } from './clock.js';

/** Something that an older snapshot may still look at. */
interface Superseded {
  /** When it was superseded. */
  time: Time;
  forget(): void;
}

/** The times at which somebody reads, and what is kept for them. */
export class Snapshots {
  private readonly readers = new Map<Time, number>();
  private oldest: Time = Infinity;
  /** In the order of their times. */
  private superseded: Superseded[] = [];

  constructor(private readonly clock: Clock) {}

  /** A snapshot of this moment. Each opened one must be closed. */
  open(): Time {
    this.hold(this.clock.now);
    return this.clock.now;
  }

  /**
   * A snapshot of an earlier moment.
   * @throws SnapshotTooOld when versions of that time may have been given up
   */
  openAt(time: Time): Time {
    if (time > this.clock.now) throw new MongoError('InvalidOptions', 'readConcern atClusterTime value must not be greater than the current clusterTime');
    if (time < this.horizon) throw new MongoError('SnapshotTooOld', 'Read timestamp is older than the oldest available timestamp.');
    this.hold(time);
    return time;
  }

  /** One more reader at a time that is open already. */
  hold(time: Time): void {
    this.readers.set(time, (this.readers.get(time) ?? 0) + 1);
    if (time < this.oldest) this.oldest = time;
  }

  close(time: Time): void {
    const count = this.readers.get(time)!;
    if (count > 1) {
      this.readers.set(time, count - 1);
      return;
    }
    this.readers.delete(time);
    if (time !== this.oldest) return;
    this.oldest = Math.min(Infinity, ...this.readers.keys());
    this.sweep();
  }

  isOpen(time: Time): boolean {
    return this.readers.has(time);
  }

  /** Calls `forget` as soon as no snapshot is older than the time of superseding; at once, if there is none. */
  whenUnseen(time: Time, forget: () => void): void {
    if (this.oldest >= time) forget();
    else this.superseded.push({ time, forget });
  }

  /** The newest time that every open and future snapshot includes. */
  get horizon(): Time {
    return Math.min(this.oldest, this.clock.now);
  }

  private sweep(): void {
    let done = 0;
    while (done < this.superseded.length && this.superseded[done]!.time <= this.oldest) {
      this.superseded[done]!.forget();
      done += 1;
    }
    if (done > 0) this.superseded.splice(0, done);
  }
}
