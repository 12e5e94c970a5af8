import { Int32, Long, ObjectId } from 'bson';
import type { Doc } from '../bson/document.js';
import { Doc as NewDoc, doc, isDoc } from '../bson/document.js';
import { isNumber } from '../bson/types.js';
import { MongoError } from '../errors.js';
import type { Server } from '../server.js';
import { timestampOf } from '../storage/clock.js';
import { MAX_MESSAGE_SIZE } from '../wire/frame.js';
import { atLeast, longOf } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import { LOGICAL_SESSION_TIMEOUT_MINUTES, MAX_BSON_OBJECT_SIZE, MAX_WIRE_VERSION, MAX_WRITE_BATCH_SIZE, REPLICA_SET } from './version.js';

const milliseconds = atLeast(0);

/**
 * Tells who this is: the primary of a replica set of one member. With a `topologyVersion` it waits for news of the
 * topology; there never are any, so it waits as long as the client asked. A client that takes more than one answer
 * (exhaustAllowed) gets the next one after the next wait; drivers take it for an error if such a stream ends.
 */
export function hello(context: CommandContext): Reply | Promise<Reply> {
  // Clients of all ages say hello, so fields that are not known are no mistake.
  const { client, topologyVersion } = context.request;
  const maxAwaitTimeMS = context.request['maxAwaitTimeMS'] === undefined ? undefined : milliseconds.read(context.request['maxAwaitTimeMS'], 'maxAwaitTimeMS', 'hello');
  if (isDoc(client)) remember(context, client);
  if (topologyVersion === undefined && maxAwaitTimeMS === undefined) return describe(context);
  if (topologyVersion === undefined || maxAwaitTimeMS === undefined) {
    throw new MongoError(31368, "A request with a 'topologyVersion' must include 'maxAwaitTimeMS', and the other way round");
  }
  if (!isDoc(topologyVersion) || !isCurrent(context.server, topologyVersion)) return describe(context);
  return pause(maxAwaitTimeMS, context.signal).then(() => describe(context));
}

function remember(context: CommandContext, client: Doc): void {
  const { connection } = context;
  if (connection.clientMetadata) return;
  connection.clientMetadata = client;
  const { application } = client;
  if (isDoc(application) && typeof application['name'] === 'string') connection.appName = application['name'];
}

function isCurrent(server: Server, { processId, counter }: Doc): boolean {
  return processId instanceof ObjectId && processId.equals(server.processId) && isNumber(counter) && longOf(counter) === 0;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    if (signal.aborted) done();
    else signal.addEventListener('abort', done);
  });
}

function describe({ server, connection, name, request }: CommandContext): Reply {
  const lastWrite = timestampOf(server.store.clock.now);
  const opTime = doc({ ts: lastWrite, t: Long.ONE });
  const lastWriteDate = new Date(lastWrite.getHighBitsUnsigned() * 1000);
  const reply = new NewDoc();
  if (request['helloOk'] === true) reply['helloOk'] = true;
  return Object.assign(reply, {
    [name === 'hello' ? 'isWritablePrimary' : 'ismaster']: true,
    topologyVersion: doc({ processId: server.processId, counter: Long.ZERO }),
    hosts: [server.host],
    setName: REPLICA_SET,
    setVersion: new Int32(1),
    secondary: false,
    primary: server.host,
    me: server.host,
    electionId: ELECTION,
    lastWrite: doc({ opTime, lastWriteDate, majorityOpTime: opTime, majorityWriteDate: lastWriteDate }),
    maxBsonObjectSize: new Int32(MAX_BSON_OBJECT_SIZE),
    maxMessageSizeBytes: new Int32(MAX_MESSAGE_SIZE),
    maxWriteBatchSize: new Int32(MAX_WRITE_BATCH_SIZE),
    localTime: new Date(),
    logicalSessionTimeoutMinutes: new Int32(LOGICAL_SESSION_TIMEOUT_MINUTES),
    connectionId: new Int32(connection.id),
    minWireVersion: new Int32(0),
    maxWireVersion: new Int32(MAX_WIRE_VERSION),
    readOnly: false,
  });
}

/** That of term 1. */
const ELECTION = new ObjectId('7fffffff0000000000000001');
