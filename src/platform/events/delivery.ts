import { type DomainError, refusal } from '../errors/index.js';
import type { Listener } from './listener.js';
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
 * Nothing is sent before everything is ready, so that a failure in between can simply be tried again.
 */
export async function deliver<Frame>(stream: Stream, event: StreamEvent, seats: Iterable<Seat<Frame>>): Promise<void> {
  const subject = await stream.kind.find(stream.id);
  const frames = new Frames<Frame>(event);
  const outcomes: [Seat<Frame>, { frame: Frame } | DomainError | null][] = [];
  for (const seat of seats) {
    if (seat.left || event.seq <= seat.seq) continue;
    const { listener } = seat;
    if (event.seq !== seat.seq + 1) outcomes.push([seat, refusal('RESYNC_REQUIRED')]);
    else if (subject === null || stream.kind.mayListen(listener.viewer, subject) !== true) outcomes.push([seat, refusal('ACCESS_REVOKED')]);
    else outcomes.push([seat, listener.audience.wants(event) ? { frame: await frames.for(listener) } : null]);
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

  async for({ audience, viewer }: Listener<Frame>): Promise<Frame> {
    const personalKey = `${viewer.id}\n${audience.key}`;
    const ready = this.shared.get(audience.key) ?? this.personal.get(personalKey);
    if (ready !== undefined) return ready;
    const { frame, forEverybody } = await audience.render(this.event, viewer);
    if (forEverybody) this.shared.set(audience.key, frame);
    else this.personal.set(personalKey, frame);
    return frame;
  }
}
