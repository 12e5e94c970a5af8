import type { StreamEvent } from '../src/platform/events/index.js';
import type { Answer, DeedName } from './deeds/index.js';
import type { Step } from './history.js';
import type { Outcome, Play, Trial } from './play.js';
import type { Records } from './records.js';

interface Deed {
  readonly step: Step;
  readonly outcome: Outcome;
  readonly trial: Trial | undefined;
}

export type Done = Deed & { readonly answer: Answer; readonly late: boolean };

export type Event = StreamEvent<Readonly<Record<string, unknown>>>;

/** What each rule finds wrong with a case. */
export type Rule = (found: Case) => (string | false | null | undefined)[];

/** What one history has left, beside what its people were told. */
export class Case {
  readonly deeds: readonly Deed[];
  readonly people: readonly string[];
  private readonly earlier = new Map<number, ReadonlySet<number>>();

  constructor(
    readonly play: Play,
    readonly records: Records,
  ) {
    this.people = play.actors.map(({ id }) => id);
    for (const { id, after } of play.history.steps) this.earlier.set(id, new Set(after.flatMap((each) => [each, ...(this.earlier.get(each) ?? [])])));
    this.deeds = play.history.steps.flatMap((step) => {
      const outcome = play.outcomes.get(step.id);
      return step.what === 'cut' || !outcome ? [] : [{ step, outcome, trial: play.trials.get(step.id) }];
    });
  }

  done(...what: DeedName[]): Done[] {
    return this.deeds.flatMap((deed) => (deed.outcome.kind === 'done' && what.includes(deed.step.what as DeedName) ? [{ ...deed, answer: deed.outcome.answer, late: deed.outcome.late }] : []));
  }

  /** Those that concern what the step before has created. */
  about(done: readonly Done[], creator: Done): Done[] {
    return done.filter(({ step }) => step.of[0] === creator.step.id);
  }

  /** Whether one was acknowledged before the other was sent. */
  isBefore(one: Done, other: Deed): boolean {
    return !one.late && this.isAnsweredBefore(one, other);
  }

  /** Whether one was answered, somehow, before the other was sent. */
  isAnsweredBefore(one: Deed, other: Deed): boolean {
    return this.earlier.get(other.step.id)!.has(one.step.id);
  }

  events(stream: string, type: string, also: (data: Event['data']) => boolean = () => true): Event[] {
    return this.committed(stream, [type]).filter(({ data }) => also(data));
  }

  committed(stream: string, only: readonly string[] | null): Event[] {
    return (streamsOf(this.records).get(stream) ?? []).filter(({ type }) => only === null || only.includes(type));
  }

  /** Where, among the events of its owner, that a session ended is told; -1 when it has not. */
  endOf(sessionId: string, among: readonly Event[]): number {
    return among.findIndex(({ type, data }) => type === 'SESSIONS_ENDED' && (data['sessionIds'] as string[]).includes(sessionId));
  }
}

/** Looked through for every history of a round; put in order once. */
const indexed = new WeakMap<Records, Map<string, Event[]>>();

function streamsOf(records: Records): Map<string, Event[]> {
  let streams = indexed.get(records);
  if (!streams) {
    streams = new Map();
    for (const event of records.outbox) {
      const stream = streams.get(event.stream);
      if (stream) stream.push(event);
      else streams.set(event.stream, [event]);
    }
    indexed.set(records, streams);
  }
  return streams;
}

export const newestOf = (changes: readonly Done[]): Done => changes.reduce((newest, change) => (change.answer.version! > newest.answer.version! ? change : newest));
