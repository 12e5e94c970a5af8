import { setImmediate as whatHasArrived, setTimeout as pause } from 'node:timers/promises';

import mongoose, { type ClientSession, type mongo } from 'mongoose';

import { sawUpTo } from '../causality.js';
import { now } from '../clock.js';
import type { Logger } from '../logger.js';
import { type OutboxEvent, OutboxModel } from './outbox.js';

type Changes = ReturnType<typeof OutboxModel.collection.watch>;

interface Waking {
  /** They were committed, by whichever process, in this order; and so were all that were told before, and nothing else in between. */
  readonly onEvents: (events: readonly OutboxEvent[]) => void;
  /** We may have slept: look at everything. Whatever is told from here on was committed later. */
  readonly onGap: () => void;
}

/** How far the change stream has come: whatever was committed before `reached` has been told. */
export interface Waked {
  readonly open: boolean;
  readonly reached: Date;
}

const longestPause = 5_000;

/**
 * One change stream per process, which tells of events as they are committed. Whether anything is missing is decided by their
 * numbers, so an error, a lost resume token or an election costs a look around and nothing else.
 */
export class OutboxWaker {
  private stopped = new AbortController();
  private changes: Changes | undefined;
  private waked: Waked = { open: false, reached: now() };
  private running: Promise<void> | undefined;
  private arrived: OutboxEvent[] = [];

  constructor(
    private readonly log: Logger,
    private readonly waking: Waking,
  ) {}

  start(): void {
    this.stopped = new AbortController();
    this.running = this.run();
  }

  get state(): Waked {
    return this.waked;
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.changes?.close().catch(() => undefined);
    await this.running;
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.stopped.signal.aborted; failures++) {
      try {
        await this.watch(() => (failures = 0));
      } catch (error) {
        this.waked = { ...this.waked, open: false };
        if (this.stopped.signal.aborted) return;
        this.log.warn({ err: error, failures }, 'The change stream on the outbox broke; opening another.');
      }
      await pause(Math.min(50 * 2 ** failures, longestPause), undefined, { signal: this.stopped.signal }).catch(() => undefined);
    }
  }

  private async watch(opened: () => void): Promise<void> {
    // Asked of the driver, because Mongoose would wait for a database that is away.
    const session = mongoose.connection.getClient().startSession({ causalConsistency: false });
    try {
      await this.follow(session, opened);
    } finally {
      await session.endSession();
    }
  }

  private async follow(session: ClientSession, opened: () => void): Promise<void> {
    this.changes = OutboxModel.collection.watch([{ $match: { operationType: 'insert' } }], { session });
    // The cursor opens with the first call; what was committed before that is found by looking, and by nothing that answers with what was before.
    const first = await this.changes.tryNext();
    sawUpTo(session.clusterTime?.clusterTime);
    opened();
    this.waked = { open: true, reached: now() };
    this.waking.onGap();
    if (first) this.take(first);
    while (!this.stopped.signal.aborted) {
      this.take(await this.changes.next());
    }
  }

  /** What was committed together arrives together, and is told together. */
  private take(change: unknown): void {
    const { fullDocument, clusterTime } = change as { fullDocument?: OutboxEvent; clusterTime: mongo.Timestamp };
    if (!fullDocument) return;
    sawUpTo(clusterTime);
    if (this.arrived.push(fullDocument) === 1) void whatHasArrived().then(() => this.tell());
  }

  private tell(): void {
    const events = this.arrived;
    this.arrived = [];
    this.waked = { ...this.waked, reached: events.at(-1)!.at };
    try {
      this.waking.onEvents(events);
    } catch (error) {
      this.log.error({ err: error }, 'Could not tell of some events; looking at everything instead.');
      this.waking.onGap();
    }
  }
}
