import type { Cursors } from './commands/cursors.js';
import type { FailPoints } from './fail-points/fail-points.js';
import type { Sessions } from './sessions/sessions.js';
import type { Store } from './storage/store.js';

/** The parts of one running server, as commands see them. */
export interface Server {
  readonly store: Store;
  readonly sessions: Sessions;
  readonly cursors: Cursors;
  /** Null unless fail points were asked for at start: mongod without test commands. */
  readonly failPoints: FailPoints | null;
  /** `127.0.0.1:port`, the one member of the replica set. */
  readonly host: string;
  readonly startedAt: Date;
}
