import { Int32 } from 'bson';
import type { ObjectId } from 'bson';
import type { Command } from './commands/command.js';
import type { Cursors } from './commands/cursors.js';
import type { Operation } from './commands/operation.js';
import type { SnapshotReads } from './commands/snapshot-reads.js';
import type { FailPoints } from './fail-points/fail-points.js';
import type { Sessions } from './sessions/sessions.js';
import type { Store } from './storage/store.js';
import type { Connection } from './wire/connection.js';

/** The parts of one running server, as commands see them. */
export interface Server {
  readonly store: Store;
  readonly sessions: Sessions;
  readonly cursors: Cursors;
  readonly snapshotReads: SnapshotReads;
  /** Null unless fail points were asked for at start: mongod without test commands. */
  readonly failPoints: FailPoints | null;
  /** `127.0.0.1:port`, the one member of the replica set. */
  readonly host: string;
  readonly startedAt: Date;
  /** Tells this start of the server from every other one. */
  readonly processId: ObjectId;
  readonly parameters: Parameters;
  readonly commands: Readonly<Record<string, Command>>;
  /** Does it have a data directory? */
  readonly isPersistent: boolean;
  readonly connections: ReadonlySet<Connection>;
  readonly totalConnections: number;
  readonly operations: ReadonlyMap<number, Operation>;
  log(line: string): void;
}

/** What `setParameter` can turn. */
export interface Parameters {
  transactionLifetimeLimitSeconds: Int32;
  cursorTimeoutMillis: Int32;
  ttlMonitorEnabled: boolean;
}

export function defaultParameters(): Parameters {
  return {
    transactionLifetimeLimitSeconds: new Int32(60),
    cursorTimeoutMillis: new Int32(600_000),
    ttlMonitorEnabled: true,
  };
}
