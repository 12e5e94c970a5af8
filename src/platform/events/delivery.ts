import { type DomainError, refusal } from '../errors/index.js';
import { Loaders } from '../loader.js';
import type { Viewer } from '../viewer.js';
import type { Audience, Listener } from './listener.js';
import type { StreamEvent } from './outbox.js';
import type { Stream } from './stream.js';

/** A listener with its place in the stream: the number of the last event it has had. */
export interface Seat<Frame> {
  readonly listener: Listener<Frame>;
  seq: number;
  left: boolean;
}

/** What becomes of a seat: frames, and perhaps the end. */
interface Outcome<Frame> {
  readonly seat: Seat<Frame>;
  readonly frames: readonly Frame[];
  readonly seq: number;
  readonly farewell: DomainError | null;
}

/**
 * Brings some events, which follow each other, to many seats. The stream's subject is as it was when the last of them was committed, or
 * later, and read once where nobody knows it; so whoever may listen then has lost nothing before any of them. The policy is asked for each listener, and each audience's frames are made once,
 * unless what they show depends on who looks.
 * Nobody is asked before `settled`, which says that every right lost before the events is known here.
 * Nothing is sent before everything is ready, so that a failure in between can simply be tried again.
 */
export async function deliver<Frame>(
  stream: Stream,
  events: readonly StreamEvent[],
  seats: Iterable<Seat<Frame>>,
  settled?: Promise<void>,
): Promise<void> {
  const frames = new Frames<Frame>(events);
  const present = [...seats].filter((seat) => !seat.left && seat.seq < events.at(-1)!.seq);
  const viewers = present.flatMap(({ listener }) => listener.viewer ?? []);
  const known = Promise.all([subjectKnownFor(viewers, stream, events) ?? stream.kind.find(stream.id, [...new Set(viewers.map(({ id }) => id))]), settled]);
  known.catch(() => undefined);
  // Made beside the reads, whoever may have them in the end.
  for (const { listener } of present) if (listener.viewer) void frames.begin(listener.audience, listener.viewer);
  const [subject] = await known;
  const mayListen = (viewer: Viewer) => subject !== null && stream.kind.mayListen(viewer, subject) === true;
  const outcomes: Outcome<Frame>[] = [];
  for (const seat of present) {
    const due = events.findIndex(({ seq }) => seq > seat.seq);
    if (seat.left || due < 0) continue;
    const outcome = (reason: DomainError): Outcome<Frame> => ({ seat, frames: [], seq: events[due]!.seq, farewell: reason });
    const { viewer, audience } = seat.listener;
    if (events[due]!.seq !== seat.seq + 1) outcomes.push(outcome(refusal('RESYNC_REQUIRED')));
    else if (viewer === null || !mayListen(viewer)) outcomes.push(outcome(refusal('ACCESS_REVOKED')));
    else outcomes.push({ seat, frames: frames.ready(audience, due) ?? (await frames.of(audience, viewer, due)), seq: events.at(-1)!.seq, farewell: null });
  }
  for (const { seat, frames, seq, farewell } of outcomes) {
    seat.seq = seq;
    if (seat.left) continue;
    if (farewell) end(seat, farewell);
    else if (frames.length > 0) seat.listener.receive(frames);
  }
}

/** As whoever committed the last of the events has proved it. Those who may not listen by that may have been let in since, so then it is read. */
function subjectKnownFor<Subject>(viewers: readonly Viewer[], { name, kind }: Stream<Subject>, events: readonly StreamEvent[]): Subject | undefined {
  const subject = events.at(-1)!.live?.subjects.get(name) as Subject | undefined;
  return subject !== undefined && viewers.every((viewer) => kind.mayListen(viewer, subject) === true) ? subject : undefined;
}

export function end<Frame>(seat: Seat<Frame>, reason: DomainError): void {
  seat.left = true;
  seat.listener.end(reason);
}

/** Of one event; `null` when the audience does not want it. */
type Made<Frame> = { readonly frame: Frame; readonly forEverybody: boolean } | null;

class Frames<Frame> {
  /** What several events tell of is read once for all of them. */
  private readonly loaders = new Loaders();
  private readonly first = new Map<string, Promise<Made<Frame>[]>>();
  private readonly shared = new Map<string, Made<Frame>[]>();
  private readonly personal = new Map<string, Promise<Made<Frame>[]>>();

  constructor(private readonly events: readonly StreamEvent[]) {
    // Only if it is known of all of them: one that is not may have changed what an earlier one shows.
    if (events.every(({ live }) => live?.known)) for (const { live } of events) for (const known of live!.known!) this.loaders.learn(known);
  }

  begin(audience: Audience<Frame>, viewer: Viewer): Promise<Made<Frame>[]> {
    let making = this.first.get(audience.key);
    if (making) return making;
    making = this.make(audience, viewer, this.events.map(() => true));
    making.catch(() => undefined);
    this.first.set(audience.key, making);
    this.personal.set(personalKey(viewer, audience), making);
    return making;
  }

  /** Those from some event on, if they are made and the same for everybody. */
  ready(audience: Audience<Frame>, from: number): readonly Frame[] | undefined {
    const made = this.shared.get(audience.key);
    return made && framesOf(made, from);
  }

  async of(audience: Audience<Frame>, viewer: Viewer, from: number): Promise<readonly Frame[]> {
    const made = await this.begin(audience, viewer);
    const isPersonal = made.map((each) => each !== null && !each.forEverybody);
    if (!isPersonal.includes(true)) {
      this.shared.set(audience.key, made);
      return framesOf(made, from);
    }
    const key = personalKey(viewer, audience);
    const making = this.personal.get(key) ?? this.make(audience, viewer, isPersonal);
    this.personal.set(key, making);
    const own = await making;
    return framesOf(made.map((each, index) => own[index] ?? each), from);
  }

  private make(audience: Audience<Frame>, viewer: Viewer, which: readonly boolean[]): Promise<Made<Frame>[]> {
    return Promise.all(this.events.map(async (event, index) => (which[index] && audience.wants(event) ? audience.render(event, viewer, this.loaders) : null)));
  }
}

const personalKey = (viewer: Viewer, { key }: { readonly key: string }): string => `${viewer.id}\n${key}`;

const framesOf = <Frame>(made: readonly Made<Frame>[], from: number): Frame[] => made.slice(from).flatMap((each) => (each ? [each.frame] : []));
