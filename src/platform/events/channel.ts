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

/** Awaited when events are there and before anybody is sent one: every right that was lost before them is known then. */
export interface LostRights {
  /** Before events that were told: in the order of the commits, and lost rights among them. */
  knownAsTold(): Promise<void>;
  /** Before events that were read. */
  upToDate(): Promise<void>;
}

export const noneAreLost: LostRights = { knownAsTold: () => Promise.resolve(), upToDate: () => Promise.resolve() };

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
  /** Some that follow each other, and that those who are level have not had yet. */
  private told: StreamEvent[] = [];
  /** How many are about to take a seat. */
  private arriving = 0;

  constructor(
    private readonly stream: Stream,
    private readonly log: Logger,
    private readonly onEmpty: () => void,
    private readonly lostRights: LostRights = noneAreLost,
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

  /** There are events up to this number. Those that come with it need no reading, as long as they follow what was had before. */
  wake(seq: number, told: readonly StreamEvent[] = []): void {
    // What nobody waits for any more may have been overtaken by what is not kept.
    if (this.level.size === 0) this.told = [];
    else this.keep(told);
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
      if ((this.told.at(-1)?.seq ?? 0) <= this.tail) this.told = [];
      for (const seat of this.level) if (seat.left) this.remove(seat);
    }
    this.reading = false;
  }

  /** Reads once, delivers, and answers how far it came. What fails is logged and left for the next round. */
  private async readFrom(seq: number, seats: Iterable<Seat<Frame>>): Promise<number> {
    let reached = seq;
    try {
      const told = this.toldAfter(seq);
      const events = told.length > 0 ? told : await this.readAfter(seq);
      if (events.length === 0) return this.giveUpOn(seats);
      // Begun when the events are there, and beside the subject's read, so that nobody waits longer for it: see `afterAllSeen`.
      const settled = told.length > 0 ? this.settled(told) : this.lostRights.upToDate();
      settled.catch(() => undefined);
      for (const some of portions(events)) reached = await this.deliver(some, seats, settled);
    } catch (error) {
      this.log.error({ err: error, stream: this.stream.name }, 'Reading a stream failed; trying again.');
      // What was known of it may no longer be so by then.
      this.told = [];
      await pause(pauseAfterFailure);
    }
    return reached;
  }

  /** After a gap in what was told, the numbers in between are read. */
  private keep(told: readonly StreamEvent[]): void {
    for (const event of told) {
      const last = this.told.at(-1)?.seq ?? this.tail;
      if (event.seq <= last) continue;
      if (event.seq === last + 1 && this.told.length < eventsPerRead) this.told.push(event);
      else this.told = [event];
    }
  }

  private async settled(told: readonly StreamEvent[]): Promise<void> {
    const inOrder = await Promise.all(told.map(({ live }) => live!.inOrder));
    return inOrder.includes(false) ? this.lostRights.upToDate() : this.lostRights.knownAsTold();
  }

  private toldAfter(seq: number): readonly StreamEvent[] {
    const first = this.told.findIndex((event) => event.seq === seq + 1);
    return first < 0 ? [] : this.told.slice(first);
  }

  private async readAfter(seq: number): Promise<readonly StreamEvent[]> {
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
