import { type DomainError, refusal } from '../errors/index.js';
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

/**
 * Brings one event to many seats. The stream's subject is read once, the policy is asked for each listener,
 * and each audience's frame is made once, unless what it shows depends on who looks.
 * Nobody is asked before `settled`, which says that every right lost before the event is known here.
 * Nothing is sent before everything is ready, so that a failure in between can simply be tried again.
 */
export async function deliver<Frame>(
  stream: Stream,
  event: StreamEvent,
  seats: Iterable<Seat<Frame>>,
  settled?: Promise<void>,
): Promise<void> {
  const [subject] = await Promise.all([stream.kind.find(stream.id), settled]);
  const frames = new Frames<Frame>(event);
  const outcomes: [Seat<Frame>, { frame: Frame } | DomainError | null][] = [];
  for (const seat of seats) {
    if (seat.left || event.seq <= seat.seq) continue;
    const { listener } = seat;
    const { viewer, audience } = listener;
    if (event.seq !== seat.seq + 1) outcomes.push([seat, refusal('RESYNC_REQUIRED')]);
    else if (viewer === null || subject === null || stream.kind.mayListen(viewer, subject) !== true)
      outcomes.push([seat, refusal('ACCESS_REVOKED')]);
    else outcomes.push([seat, audience.wants(event) ? { frame: await frames.for(audience, viewer) } : null]);
  }
  for (const [seat, outcome] of outcomes) {
    seat.seq = event.seq;
    if (seat.left || outcome === null) continue;
    if (outcome instanceof Error) end(seat, outcome);
    else seat.listener.receive(outcome.frame);
  }
}

export function end<Frame>(seat: Seat<Frame>, reason: DomainError): void {
  seat.left = true;
  seat.listener.end(reason);
}

class Frames<Frame> {
  private readonly shared = new Map<string, Frame>();
  private readonly personal = new Map<string, Frame>();

  constructor(private readonly event: StreamEvent) {}

  async for(audience: Audience<Frame>, viewer: Viewer): Promise<Frame> {
    const personalKey = `${viewer.id}\n${audience.key}`;
    const ready = this.shared.get(audience.key) ?? this.personal.get(personalKey);
    if (ready !== undefined) return ready;
    const { frame, forEverybody } = await audience.render(this.event, viewer);
    if (forEverybody) this.shared.set(audience.key, frame);
    else this.personal.set(personalKey, frame);
    return frame;
  }
}
