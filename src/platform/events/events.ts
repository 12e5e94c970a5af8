import { now } from '../clock.js';
import { newId } from '../identity.js';
import { Contention, currentTransaction, inTransaction, isDuplicate, meetsOthersAt } from '../transaction.js';
import { cursorAt } from './cursor.js';
import type { DomainEvent } from './event.js';
import { CounterModel, newestSeq, OutboxModel, type StreamEvent } from './outbox.js';
import type { Stream } from './stream.js';

type Unnumbered = Omit<StreamEvent, 'seq'>;

/** What happened, wherever it is told. */
export type Fact<Data extends object = object> = Omit<StreamEvent<Data>, 'stream' | 'seq'>;

/** Told after each commit, in this process only; the change stream tells the others. */
export type Committed = (streamName: string, seq: number) => void;

/** Who reacts to events besides those who follow a stream. */
export interface Hearing {
  hears(kind: string): boolean;
  /** Notes, within the transaction, what is to be done about them. */
  note(events: readonly Fact[]): Promise<void>;
  /** It was committed. */
  wake(kind: string): void;
}

const nobody: Hearing = { hears: () => false, note: () => Promise.resolve(), wake: () => undefined };

/** Where services say what happened. */
export class Events {
  private readonly pending = new WeakMap<object, Unnumbered[]>();
  private readonly listeners = new Set<Committed>();

  constructor(private readonly hearing: Hearing = nobody) {}

  /** Written in the same transaction as the change it tells of; numbered at the very end of it. */
  publish(event: DomainEvent, streams: readonly Stream[]): Promise<void> {
    return inTransaction(async () => {
      const fact = { eventId: newId(), type: event.type, data: event.data, at: now() };
      for (const { name } of streams) meetsOthersAt(name);
      if (streams.length > 0) this.pendingRows().push(...streams.map((stream) => ({ ...fact, stream: stream.name })));
      if (this.hearing.hears(fact.type)) await this.tellReactions(fact);
    });
  }

  /** The newest place of a stream: what is read after this call contains everything up to here. */
  async cursorOf(stream: Stream): Promise<string> {
    return cursorAt(stream.name, await newestSeq(stream.name));
  }

  onCommitted(listener: Committed): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async tellReactions(fact: Fact): Promise<void> {
    await this.hearing.note([fact]);
    currentTransaction()!.afterCommit.push(() => this.hearing.wake(fact.type));
  }

  private pendingRows(): Unnumbered[] {
    const transaction = currentTransaction()!;
    let rows = this.pending.get(transaction);
    if (!rows) {
      rows = [];
      this.pending.set(transaction, rows);
      const newest = new Map<string, number>();
      transaction.beforeCommit.push(() => this.write(rows!, newest));
      transaction.afterCommit.push(() => newest.forEach((seq, name) => this.listeners.forEach((tell) => tell(name, seq))));
    }
    return rows;
  }

  /** Counters are taken in one sorted order, so that two transactions that meet do not keep aborting each other. */
  private async write(rows: readonly Unnumbered[], newest: Map<string, number>): Promise<void> {
    const numbered: StreamEvent[] = [];
    for (const name of [...new Set(rows.map((row) => row.stream))].sort()) {
      const here = rows.filter((row) => row.stream === name);
      const last = await takeNumbers(name, here.length);
      newest.set(name, last);
      numbered.push(...here.map((row, index) => ({ ...row, seq: last - here.length + 1 + index })));
    }
    await OutboxModel.insertMany(numbered, { lean: true });
  }
}

async function takeNumbers(streamName: string, howMany: number): Promise<number> {
  try {
    const counter = await CounterModel.findOneAndUpdate(
      { _id: streamName },
      { $inc: { seq: howMany } },
      { upsert: true, returnDocument: 'after' },
    ).lean<{ seq: number }>();
    return counter!.seq;
  } catch (error) {
    // Two transactions brought the stream's counter to life at once; the second begins again and finds it.
    throw isDuplicate(error) ? new Contention() : error;
  }
}
