import { setTimeout as pause } from 'node:timers/promises';

import { refusal } from '../errors/index.js';
import type { Logger } from '../logger.js';
import { deliver, end, type Seat } from './delivery.js';
import type { Listener } from './listener.js';
import { confirmedSeq, readAfter, type StreamEvent } from './outbox.js';
import type { Stream } from './stream.js';

const eventsPerRead = 200;
/** Brought together: few enough for a reader to keep up with, and for their subject not to be an old one. */
const eventsAtOnce = 20;
const pauseAfterFailure = 500;

/** Those who wait to read on from the same place. */
interface Replay<Frame> {
  readonly seats: Set<Seat<Frame>>;
  readonly read: Promise<number>;
}

/**
 * One stream, as followed by this process. A seat first reads from its cursor to the end of the stream, together with those who
 * come back to the same place meanwhile; then it is level with the others, and one query serves them all.
 */
export class Channel<Frame> {
  private readonly behind = new Set<Seat<Frame>>();
  private readonly level = new Set<Seat<Frame>>();
  /** By the number they read on from. */
  private readonly gathering = new Map<number, Replay<Frame>>();
  private readonly replaying = new Map<number, Promise<number>>();
  /** The last event that all who are level have had. */
  private tail = 0;
  /** The last event known to exist. */
  private newest = 0;
  private reading = false;
  /** Some that follow each other, and that nobody may have had yet. */
  private committed: readonly StreamEvent[] = [];
  /** How many are about to take a seat. */
  private arriving = 0;

  constructor(
    private readonly stream: Stream,
    private readonly log: Logger,
    private readonly onEmpty: () => void,
    /** Resolves when every right that was lost before the call is known to be. */
    private readonly settle: () => Promise<void> = () => Promise.resolve(),
  ) {}

  get size(): number {
    return this.behind.size + this.level.size;
  }

  /** How many events the slowest of them has still to be sent. */
  get backlog(): number {
    const slowest = [...this.behind].reduce((least, { seq }) => Math.min(least, seq), this.level.size > 0 ? this.tail : this.newest);
    return Math.max(0, this.newest - slowest);
  }

  /** Stays open, and is woken, while somebody looks where they have to start. */
  async openFor<T>(arrive: () => Promise<T>): Promise<T> {
    this.arriving += 1;
    try {
      return await arrive();
    } finally {
      this.arriving -= 1;
      this.closeIfEmpty();
    }
  }

  /** Answers how to leave. */
  seat(listener: Listener<Frame>, seq: number): () => void {
    const seat: Seat<Frame> = { listener, seq, left: false };
    this.behind.add(seat);
    void this.catchUp(seat);
    return () => this.remove(seat);
  }

  /** What this process has committed itself needs no reading, as long as it follows what was had before. */
  wake(seq: number, committed: readonly StreamEvent[] = []): void {
    if (committed.length > 0 && this.level.size > 0) this.keep(committed);
    if (seq <= this.newest) return;
    this.newest = seq;
    void this.readOn();
  }

  close(): void {
    for (const seat of [...this.behind, ...this.level]) this.remove(seat);
  }

  private async catchUp(seat: Seat<Frame>): Promise<void> {
    while (!seat.left) {
      if (seat.seq >= this.newest) return this.takePlace(seat);
      await this.readTogether(seat);
      await seat.listener.ready();
    }
    this.remove(seat);
  }

  /** Whoever comes while a read from the same place is under way is part of the next one: a crowd that lost its sockets is read to as one. */
  private readTogether(seat: Seat<Frame>): Promise<number> {
    const { seq } = seat;
    const others = this.gathering.get(seq);
    if (others) {
      others.seats.add(seat);
      return others.read;
    }
    const seats = new Set([seat]);
    const read = Promise.resolve(this.replaying.get(seq)).then(() => this.replay(seq, seats));
    this.gathering.set(seq, { seats, read });
    return read;
  }

  private async replay(seq: number, seats: ReadonlySet<Seat<Frame>>): Promise<number> {
    this.gathering.delete(seq);
    const reading = this.readFrom(seq, seats);
    this.replaying.set(seq, reading);
    const reached = await reading;
    if (this.replaying.get(seq) === reading) this.replaying.delete(seq);
    return reached;
  }

  private takePlace(seat: Seat<Frame>): void {
    if (this.level.size === 0) this.tail = seat.seq;
    this.behind.delete(seat);
    this.level.add(seat);
  }

  private async readOn(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    while (this.level.size > 0 && this.tail < this.newest) {
      this.tail = Math.max(this.tail, await this.readFrom(this.tail, this.level));
      if ((this.committed.at(-1)?.seq ?? 0) <= this.tail) this.committed = [];
      for (const seat of this.level) if (seat.left) this.remove(seat);
    }
    this.reading = false;
  }

  /** Reads once, delivers, and answers how far it came. What fails is logged and left for the next round. */
  private async readFrom(seq: number, seats: Iterable<Seat<Frame>>): Promise<number> {
    let reached = seq;
    try {
      const events = await this.eventsAfter(seq);
      if (events.length === 0) return this.giveUpOn(seats);
      // Begun after the read: a primary that has just been elected may know less than one that has shown these events. It goes on
      // beside the subject's read, so that nobody waits longer for it. What was committed here, it has to know: see `afterCommits`.
      const settled = this.settle();
      for (const some of portions(events)) reached = await this.deliver(some, seats, settled);
    } catch (error) {
      this.log.error({ err: error, stream: this.stream.name }, 'Reading a stream failed; trying again.');
      await pause(pauseAfterFailure);
    }
    return reached;
  }

  private keep(committed: readonly StreamEvent[]): void {
    const isNext = this.committed.at(-1)?.seq === committed[0]!.seq - 1 && this.committed.length < eventsPerRead;
    this.committed = isNext ? [...this.committed, ...committed] : committed;
  }

  private async eventsAfter(seq: number): Promise<readonly StreamEvent[]> {
    const first = this.committed.findIndex((event) => event.seq === seq + 1);
    if (first >= 0) return this.committed.slice(first);
    const events = await readAfter(this.stream.name, seq, eventsPerRead);
    if (events.length > 0) return events;
    await confirmedSeq(this.stream.name);
    return readAfter(this.stream.name, seq, eventsPerRead);
  }

  private async deliver(events: readonly StreamEvent[], seats: Iterable<Seat<Frame>>, settled: Promise<void>): Promise<number> {
    const { seq } = events.at(-1)!;
    // Known from here on: nobody takes a place among the others without having had them, and the others are told as well.
    this.wake(seq);
    await deliver(this.stream, events, seats, settled);
    return seq;
  }

  /** More events exist, and yet there is nothing to read: they are older than what is kept. */
  private giveUpOn(seats: Iterable<Seat<Frame>>): number {
    for (const seat of seats) if (seat.seq < this.newest) end(seat, refusal('RESYNC_REQUIRED'));
    return this.newest;
  }

  private remove(seat: Seat<Frame>): void {
    seat.left = true;
    this.behind.delete(seat);
    this.level.delete(seat);
    this.closeIfEmpty();
  }

  private closeIfEmpty(): void {
    if (this.size + this.arriving === 0) this.onEmpty();
  }
}

function* portions(events: readonly StreamEvent[]): Generator<readonly StreamEvent[]> {
  for (let at = 0; at < events.length; at += eventsAtOnce) yield events.slice(at, at + eventsAtOnce);
}
