import { refusal } from '../errors/index.js';
import type { Logger } from '../logger.js';
import { authorize, orNotFound } from '../policy.js';
import { Channel, type LostRights, noneAreLost } from './channel.js';
import { seqOf } from './cursor.js';
import type { Listener } from './listener.js';
import { confirmedSeq, newestSeq, newestSeqs, type StreamEvent } from './outbox.js';
import type { Stream } from './stream.js';

const lookAroundEvery = 5_000;
const namesPerLook = 1_000;

/** Everybody in this process who follows a stream. What is told is brought to all of them together, and what was not is read once for them. */
export class StreamReader {
  private readonly channels = new Map<string, Channel<never>>();
  private lookingAround: NodeJS.Timeout | undefined;

  constructor(
    private readonly log: Logger,
    private readonly lostRights: LostRights = noneAreLost,
  ) {}

  /** Wake-ups can be lost; numbers cannot. A slow look at the counters finds what nobody told us. */
  start(): void {
    this.lookingAround = setInterval(() => void this.lookAround(), lookAroundEvery);
    this.lookingAround.unref();
  }

  stop(): void {
    clearInterval(this.lookingAround);
    for (const channel of this.channels.values()) channel.close();
    this.channels.clear();
  }

  /** Replays what came after the cursor and goes on live, with no gap and no duplicate. Answers how to leave. */
  listen<Frame>(stream: Stream, after: string | null, listener: Listener<Frame>): Promise<() => void> {
    // Open before the counter is read: what is committed from here on wakes it.
    const channel = this.channelOf<Frame>(stream);
    return channel.openFor(async () => {
      const asked = listener.viewer ? [listener.viewer.id] : [];
      const [subject, newest] = await Promise.all([stream.kind.find(stream.id, asked), newestSeq(stream.name)]);
      const { viewer } = listener;
      if (!viewer) throw refusal('ACCESS_REVOKED');
      authorize(stream.kind.mayListen(viewer, orNotFound(subject)));
      const from = after === null ? newest : seqOf(stream, after);
      if (from > newest && from > (await confirmedSeq(stream.name))) throw refusal('RESYNC_REQUIRED');
      // A new primary may count less for a moment than is known to exist.
      channel.wake(Math.max(newest, from));
      return channel.seat(listener, from);
    });
  }

  /** There are events up to this number, perhaps with the newest of them. */
  wake(streamName: string, seq: number, told?: readonly StreamEvent[]): void {
    this.channels.get(streamName)?.wake(seq, told);
  }

  async lookAround(): Promise<void> {
    const names = [...this.channels.keys()];
    try {
      for (let start = 0; start < names.length; start += namesPerLook) {
        const newest = await newestSeqs(names.slice(start, start + namesPerLook));
        newest.forEach((seq, name) => this.wake(name, seq));
      }
    } catch (error) {
      this.log.warn({ err: error }, 'Could not look for new events; trying again soon.');
    }
  }

  /** How many subscriptions are alive. */
  get listeners(): number {
    return [...this.channels.values()].reduce((sum, channel) => sum + channel.size, 0);
  }

  /** How many events the slowest of them has still to be sent. */
  get backlog(): number {
    return [...this.channels.values()].reduce((most, { backlog }) => Math.max(most, backlog), 0);
  }

  private channelOf<Frame>(stream: Stream): Channel<Frame> {
    const open = this.channels.get(stream.name);
    if (open) return open as unknown as Channel<Frame>;
    const channel = new Channel<Frame>(stream, this.log, () => this.close(stream.name, channel), this.lostRights);
    this.channels.set(stream.name, channel as unknown as Channel<never>);
    return channel;
  }

  /** A channel may find more than once that it is empty; by then others may follow the stream through the next one. */
  private close(streamName: string, channel: unknown): void {
    if (this.channels.get(streamName) === channel) this.channels.delete(streamName);
  }
}
