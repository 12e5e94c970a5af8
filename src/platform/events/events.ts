import { now } from '../clock.js';
import { newId } from '../identity.js';
import { Contention, currentTransaction, inTransaction, isDuplicate, meetsOthersAt } from '../transaction.js';
import { cursorAt } from './cursor.js';
import type { DomainEvent } from './event.js';
import { CounterModel, newestSeq, newestSeqs, OutboxModel, type StreamCounter, type StreamEvent } from './outbox.js';
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
    let rows = this.pending.get(transaction.session);
    if (!rows) {
      rows = [];
      this.pending.set(transaction.session, rows);
      const newest = new Map<string, number>();
      transaction.beforeCommit.push(() => this.write(rows!, newest));
      transaction.afterCommit.push(() => newest.forEach((seq, name) => this.listeners.forEach((tell) => tell(name, seq))));
    }
    return rows;
  }

  private async write(rows: readonly Unnumbered[], newest: Map<string, number>): Promise<void> {
    const howMany = new Map<string, number>();
    for (const { stream } of rows) howMany.set(stream, (howMany.get(stream) ?? 0) + 1);
    for (const [name, last] of await takeNumbers(howMany)) newest.set(name, last);
    const next = new Map([...newest].map(([name, last]) => [name, last - howMany.get(name)! + 1]));
    const numbered = rows.map((row): StreamEvent => {
      const seq = next.get(row.stream)!;
      next.set(row.stream, seq + 1);
      return { ...row, seq };
    });
    await OutboxModel.insertMany(numbered, { lean: true });
  }
}

/**
 * Answers the last number taken from each stream. One round trip for one stream, two for any number of them: what was counted up
 * here, nobody else can change before the commit. Taken in one sorted order, so that two transactions that meet do not keep
 * aborting each other.
 */
async function takeNumbers(howMany: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  const increments = [...howMany].sort(([one], [other]) => (one < other ? -1 : 1)).map(([_id, seq]) => ({ filter: { _id }, update: { $inc: { seq } }, upsert: true }));
  const [only] = increments;
  try {
    if (increments.length === 1) {
      const counter = await CounterModel.findOneAndUpdate(only!.filter, only!.update, { upsert: true, returnDocument: 'after' }).lean<StreamCounter>();
      return new Map([[counter!._id, counter!.seq]]);
    }
    await CounterModel.bulkWrite(increments.map((updateOne) => ({ updateOne })));
    return await newestSeqs([...howMany.keys()]);
  } catch (error) {
    // Two transactions brought a stream's counter to life at once; the second begins again and finds it.
    throw isDuplicate(error) ? new Contention() : error;
  }
}
