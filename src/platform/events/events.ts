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

  private committed(streamName: string, seq: number): void {
    this.numbers.taken(streamName, seq);
    for (const tell of this.listeners) tell(streamName, seq);
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
      const newest = new Map<string, number>();
      transaction.beforeCommit.push(() => this.write(rows!, newest));
      transaction.afterCommit.push(() => newest.forEach((seq, name) => this.committed(name, seq)));
    }
    return rows;
  }

  private async write(rows: readonly Unnumbered[], newest: Map<string, number>): Promise<void> {
    const howMany = new Map<string, number>();
    for (const { stream } of rows) howMany.set(stream, (howMany.get(stream) ?? 0) + 1);
    for (const [name, last] of await this.numbers.take(howMany)) newest.set(name, last);
    const next = new Map([...newest].map(([name, last]) => [name, last - howMany.get(name)! + 1]));
    for (const row of rows) {
      const seq = next.get(row.stream)!;
      next.set(row.stream, seq + 1);
      insertLast(OutboxModel, { ...row, seq } satisfies StreamEvent);
    }
  }
}
