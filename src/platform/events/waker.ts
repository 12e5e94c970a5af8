import { setTimeout as pause } from 'node:timers/promises';

import { now } from '../clock.js';
import type { Logger } from '../logger.js';
import { OutboxModel, type StreamEvent } from './outbox.js';

type Changes = ReturnType<typeof OutboxModel.collection.watch>;

interface Waking {
  /** An event was committed, by whichever process. */
  readonly onEvent: (streamName: string, seq: number, kind: string) => void;
  /** We may have slept: look at everything. */
  readonly onGap: () => void;
}

/** How far the change stream has come: whatever was committed before `reached` has been told. */
export interface Waked {
  readonly open: boolean;
  readonly reached: Date;
}

const longestPause = 5_000;

/**
 * One change stream per process. It only wakes: what is read, and whether anything is missing, is decided by the numbers
 * in the outbox, so an error, a lost resume token or an election costs a look around and nothing else.
 */
export class OutboxWaker {
  private stopped = new AbortController();
  private changes: Changes | undefined;
  private waked: Waked = { open: false, reached: now() };
  private running: Promise<void> | undefined;

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
    this.changes = OutboxModel.collection.watch([{ $match: { operationType: 'insert' } }]);
    // The cursor opens with the first call; what was committed before that is found by looking.
    const first = await this.changes.tryNext();
    opened();
    this.waked = { open: true, reached: now() };
    this.waking.onGap();
    if (first) this.tell(first);
    while (!this.stopped.signal.aborted) {
      this.tell(await this.changes.next());
    }
  }

  private tell(change: unknown): void {
    const { fullDocument } = change as { fullDocument?: Pick<StreamEvent, 'stream' | 'seq' | 'type' | 'at'> };
    if (!fullDocument) return;
    this.waked = { open: true, reached: fullDocument.at };
    this.waking.onEvent(fullDocument.stream, fullDocument.seq, fullDocument.type);
  }
}
