import { ObjectId } from 'bson';
import { Cursors } from './commands/cursors.js';
import { Dispatch } from './commands/dispatch.js';
import { COMMANDS } from './commands/index.js';
import { SnapshotReads } from './commands/snapshot-reads.js';
import { REPLICA_SET } from './commands/version.js';
import { FailPoints } from './fail-points/fail-points.js';
import { TtlMonitor } from './indexes/ttl.js';
import type { Server } from './server.js';
import { defaultParameters } from './server.js';
import { Sessions } from './sessions/sessions.js';
import { openStore } from './storage/open-store.js';
import { Listener } from './wire/listener.js';

export interface EmbeddedMongoDbOptions {
  /** Any free one, unless given. */
  port?: number;
  /** Where documents outlive the process. Without it they live in memory only. */
  dataDirectory?: string;
  /** Lets clients make trouble on demand with `configureFailPoint`. For tests. */
  failPoints?: boolean;
  /** Takes the lines that a mongod would log. Standard error, unless given. */
  log?: (line: string) => void;
}

export interface EmbeddedMongoDb {
  /** What drivers, mongosh and Compass connect to. */
  uri: string;
  stop(): Promise<void>;
}

/** Starts a MongoDB-compatible replica set of one member in this process. It listens on loopback only. */
export async function startEmbeddedMongoDb(options: EmbeddedMongoDbOptions = {}): Promise<EmbeddedMongoDb> {
  const log = options.log ?? ((line) => console.error(`embedded-mongodb: ${line}`));
  const opened = openStore(options.dataDirectory, log);
  const { store } = opened;
  const sessions = new Sessions(store);
  sessions.recall(opened.sessionRecords, (key) => opened.forgetSession(key));
  const parameters = defaultParameters();
  const cursors = new Cursors(() => parameters.cursorTimeoutMillis.value);
  sessions.onEnd((session) => cursors.killWhere((cursor) => cursor.session === session));
  sessions.onTransactionEnd((session) => cursors.killWhere((cursor) => cursor.session === session && cursor.txnNumber !== null));
  const snapshotReads = new SnapshotReads(store);
  let host = '';
  const server: Server = {
    store, sessions, cursors, snapshotReads, parameters, log, commands: COMMANDS,
    failPoints: options.failPoints ? new FailPoints() : null,
    startedAt: new Date(),
    processId: new ObjectId(),
    get host() { return host; },
    isPersistent: options.dataDirectory !== undefined,
    get totalConnections() { return listener.totalConnections; },
    get connections() { return listener.connections; },
    get operations() { return dispatch.running; },
  };
  const dispatch = new Dispatch(server);
  const listener = new Listener((request, connection) => dispatch.handle(request, connection), log);
  const ttl = new TtlMonitor(store, () => parameters.ttlMonitorEnabled, log);
  const stop = async (): Promise<void> => {
    ttl.stop();
    dispatch.interruptAll();
    await listener.close();
    cursors.close();
    snapshotReads.close();
    sessions.stop();
    await opened.close();
  };
  try {
    host = await listener.listen(options.port ?? 0);
  } catch (error) {
    await stop();
    throw error;
  }
  ttl.start();
  let stopped: Promise<void> | null = null;
  return { uri: `mongodb://${host}/?replicaSet=${REPLICA_SET}`, stop: () => (stopped ??= stop()) };
}
