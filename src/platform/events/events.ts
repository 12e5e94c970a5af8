import { now } from '../clock.js';
import { DoLast } from '../do-last.js';
import { newId } from '../identity.js';
import type { Known } from '../loader.js';
import { currentTransaction, inTransaction, meetsOthersAt } from '../transaction.js';
import { insertLast } from '../write-last.js';
import { cursorAt } from './cursor.js';
import type { DomainEvent } from './event.js';
import { Numbers } from './numbers.js';
import { newestSeq, type OutboxEvent, OutboxModel, type StreamEvent, told } from './outbox.js';
import { OwnEvents } from './own-events.js';
import type { Stream } from './stream.js';

/** What happened, wherever it is told. */
export type Fact<Data extends object = object> = Omit<StreamEvent<Data>, 'stream' | 'seq' | 'live'>;

interface Published {
  readonly fact: Fact;
  readonly streams: readonly Stream[];
  readonly known: readonly Known[] | null;
}

interface Circumstances {
  /** What whoever is told would read about it: all that this event's change has touched of it, as it is now. */
  readonly known?: readonly Known[];
  /** When it happened, where the change itself says so. */
  readonly at?: Date;
}

/** Told of events that any process has committed just now, of one stream and in its order. */
export type Told = (streamName: string, events: readonly StreamEvent[]) => void;

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
  private readonly published = new DoLast<Published>('events', (published) => this.write(published));
  private readonly inOrder = new Set<Told>();
  private readonly atOnce = new Set<Told>();
  private readonly numbers = new Numbers();
  private readonly own = new OwnEvents();

  constructor(private readonly hearing: Hearing = nobody) {}

  /** Written in the same transaction as the change it tells of; numbered at the very end of it. */
  publish(event: DomainEvent, streams: readonly Stream[], { known, at = now() }: Circumstances = {}): Promise<void> {
    return inTransaction(async () => {
      const fact = { eventId: newId(), type: event.type, data: event.data, at };
      for (const { name } of streams) meetsOthersAt(name);
      if (streams.length > 0) this.published.add({ fact, streams, known: known ?? null });
      if (this.hearing.hears(fact.type)) await this.tellReactions(fact);
    });
  }

  /** The newest place of a stream: what is read after this call contains everything up to here. */
  async cursorOf(stream: Stream): Promise<string> {
    return cursorAt(stream.name, await newestSeq(stream.name));
  }

  /** Of whatever any process commits, in the order of the commits. */
  onTold(listener: Told): () => void {
    this.inOrder.add(listener);
    return () => this.inOrder.delete(listener);
  }

  /** The same after those who are told in order, and of what this process commits beforehand, as soon as that is certain. */
  onToldAtOnce(listener: Told): () => void {
    this.atOnce.add(listener);
    return () => this.atOnce.delete(listener);
  }

  /** Out of the change stream. */
  heard(events: readonly OutboxEvent[]): void {
    for (const { name, seq } of events.flatMap(({ streams }) => streams)) this.numbers.heard(name, seq);
    tell([...this.inOrder, ...this.atOnce], events.flatMap((event) => told(event, this.own.told(event._id))));
  }

  private committed(events: readonly OutboxEvent[]): void {
    for (const { name, seq } of events.flatMap(({ streams }) => streams)) this.numbers.taken(name, seq);
    const ahead = events.flatMap((event) => {
      const live = this.own.committed(event._id);
      return live ? told(event, live) : [];
    });
    tell(this.atOnce, ahead);
  }

  private async tellReactions(fact: Fact): Promise<void> {
    await this.hearing.note([fact]);
    currentTransaction()!.afterCommit.push(() => this.hearing.wake(fact.type));
  }

  private async write(published: readonly Published[]): Promise<void> {
    const counts = new Map<string, number>();
    for (const { name } of published.flatMap(({ streams }) => streams)) counts.set(name, (counts.get(name) ?? 0) + 1);
    const last = await this.numbers.take(counts);
    const reached = new Map([...last].map(([name, seq]) => [name, seq - counts.get(name)!]));
    const numbered = ({ name }: Stream) => {
      const seq = reached.get(name)! + 1;
      reached.set(name, seq);
      return { name, seq };
    };
    const events = published.map(({ fact: { eventId, ...fact }, streams, known }) => {
      const event: OutboxEvent = { _id: eventId, ...fact, streams: streams.map(numbered) };
      insertLast(OutboxModel, event);
      this.own.begin(eventId, { known, subjects: subjectsOf(streams) });
      return event;
    });
    currentTransaction()!.afterCommit.push(() => this.committed(events));
  }
}

const subjectsOf = (streams: readonly Stream[]): ReadonlyMap<string, unknown> =>
  new Map(streams.flatMap(({ name, subject }) => (subject === undefined ? [] : [[name, subject] as const])));

/** One listener after the other: who comes first knows everything before the next one begins. */
function tell(listeners: Iterable<Told>, events: readonly StreamEvent[]): void {
  const byStream = grouped(events);
  for (const listener of listeners) byStream.forEach((ofStream, name) => listener(name, ofStream));
}

function grouped(events: readonly StreamEvent[]): Map<string, StreamEvent[]> {
  const byStream = new Map<string, StreamEvent[]>();
  for (const event of events) {
    const ofStream = byStream.get(event.stream);
    if (ofStream) ofStream.push(event);
    else byStream.set(event.stream, [event]);
  }
  return byStream;
}
