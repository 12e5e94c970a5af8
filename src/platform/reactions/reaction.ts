import type { EventType, Fact } from '../events/index.js';

/** What we do when something has happened: each hears every event of its kinds at least once, in no order, and fails and is repeated alone. */
export interface Reaction {
  /** Kept beside what it still has to do: a new name is a new reaction. */
  readonly name: string;
  readonly hears: readonly Pick<EventType, 'type'>[];
  /**
   * Whether all it does is done in our database: it then runs in the transaction that notes it as done, and so exactly once.
   * Otherwise it runs outside of any, and must bear to be repeated.
   */
  readonly inDatabase: boolean;
  react(event: Fact): Promise<void>;
}

/** Thrown by a reaction to say that repeating it cannot help: it is parked at once. */
export class Hopeless extends Error {}
