import type { Id } from '../identity.js';
import type { Decision } from '../policy.js';
import type { Viewer } from '../viewer.js';

interface Rules<Subject> {
  /** Whose stream it is, as far as it concerns those of whom the policy is then asked; read once, however many listen. */
  readonly find: (id: Id, viewerIds: readonly Id[]) => Promise<Subject | null>;
  /** Who may listen; asked before the first event and again before each one, of the subject as it is then. */
  mayListen(viewer: Viewer, subject: Subject): Decision;
}

export interface StreamKind<Subject = unknown> extends Rules<Subject> {
  (id: Id): Stream<Subject>;
  readonly kind: string;
}

/** A numbered sequence of events about one thing, such as `trade:42`. */
export interface Stream<Subject = unknown> {
  readonly name: string;
  readonly id: Id;
  readonly kind: StreamKind<Subject>;
  /** See `knowing`. */
  readonly subject?: Subject;
}

/** Declares a kind of stream beside its events: `export const tradeStream = streamKind('trade', { find, mayListen })`. */
export function streamKind<Subject>(kind: string, rules: Rules<Subject>): StreamKind<Subject> {
  const ofId = (id: Id): Stream<Subject> => ({ name: `${kind}:${id}`, id, kind: declared });
  const declared: StreamKind<Subject> = Object.assign(ofId, rules, { kind });
  return declared;
}

/** For whoever publishes and writes, in the same transaction, on the condition that the subject is so: nobody in this process reads it for that event. */
export const knowing = <Subject>(stream: Stream<Subject>, subject: Subject): Stream<Subject> => ({ ...stream, subject });
