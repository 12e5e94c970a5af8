import { now } from '../clock.js';
import { newId } from '../identity.js';
import { currentTransaction, inTransaction, meetsOthersAt } from '../transaction.js';
import { insertLast } from '../write-last.js';
import { cursorAt } from './cursor.js';
import type { DomainEvent } from './event.js';
import { Numbers } from './numbers.js';
import { newestSeq, OutboxModel, type StreamEvent } from './outbox.js';
import type { Stream } from './stream.js';

type Unnumbered = Omit<StreamEvent, 'seq'>;

/** What happened, wherever it is told. */
export type Fact<Data extends object = object> = Omit<StreamEvent<Data>, 'stream' | 'seq'>;

/** Told after each commit, in this process only, with what was written; the change stream tells the others. */
export type Committed = (streamName: string, seq: number, events: readonly StreamEvent[]) => void;

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
  private readonly numbers = new Numbers();

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

  /** Told by the change stream of what any process has committed. */
  heard(streamName: string, seq: number): void {
    this.numbers.heard(streamName, seq);
  }

  private committed(streamName: string, events: readonly StreamEvent[]): void {
    const { seq } = events.at(-1)!;
    this.numbers.taken(streamName, seq);
    for (const tell of this.listeners) tell(streamName, seq, events);
  }

  private async tellReactions(fact: Fact): Promise<void> {
    await this.hearing.note([fact]);
    currentTransaction()!.afterCommit.push(() => this.hearing.wake(fact.type));
  }

  private pendingRows(): Unnumbered[] {
    const transaction = currentTransaction()!;
    let rows = this.pending.get(transaction.session);
    if (!rows) {
      rows = [];
      this.pending.set(transaction.session, rows);
      const written = new Map<string, StreamEvent[]>();
      transaction.beforeCommit.push(() => this.write(rows!, written));
      transaction.afterCommit.push(() => written.forEach((events, name) => this.committed(name, events)));
    }
    return rows;
  }

  private async write(rows: readonly Unnumbered[], written: Map<string, StreamEvent[]>): Promise<void> {
    for (const row of rows) written.set(row.stream, [...(written.get(row.stream) ?? []), { ...row, seq: 0 }]);
    const last = await this.numbers.take(new Map([...written].map(([name, events]) => [name, events.length])));
    for (const [name, events] of written) {
      const numbered = events.map((event, index) => ({ ...event, seq: last.get(name)! - events.length + index + 1 }));
      written.set(name, numbered);
      for (const event of numbered) insertLast(OutboxModel, event);
    }
  }
}
