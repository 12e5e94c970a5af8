import type { DeedName } from './deeds/index.js';
import type { Trouble } from './troubles.js';

/** One thing that somebody does, as soon as everything it comes after has been answered. What comes after the same is done at once. */
export interface Step {
  readonly id: number;
  readonly who: number;
  /** The other person that it is about. */
  readonly whom: number | null;
  /** A deed, or: the device loses its connection and comes back through another server. */
  readonly what: DeedName | 'cut';
  /** The steps that created what it is about. */
  readonly of: readonly number[];
  readonly after: readonly number[];
  /** The step whose message it is, sent once more with another key. */
  readonly sameAs: number | null;
  readonly server: number;
  /** Sent to two servers at once, with one key. */
  readonly twice: boolean;
  /** Insists on the version it has seen. */
  readonly insists: boolean;
  /** Nobody may do this, whatever the state: to be acknowledged would be wrong. */
  readonly forbidden: boolean;
  readonly trouble: Trouble | null;
}

export interface History {
  readonly seed: number;
  readonly people: number;
  /** Whether there is an administrator beside them, who comes last. */
  readonly overseen: boolean;
  readonly steps: readonly Step[];
}
