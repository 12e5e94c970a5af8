import { Binary, Double, Int32, Long, Timestamp } from 'bson';
import type { Doc, Value } from '../bson/document.js';
import { Doc as NewDoc, doc, isDoc } from '../bson/document.js';
import { encode, MalformedBson } from '../bson/codec.js';
import { isNumber, typeOf } from '../bson/types.js';
import { MongoError } from '../errors.js';
import type { Failure, Invocation } from '../fail-points/fail-command.js';
import { failAfter, failBefore } from '../fail-points/fail-command.js';
import { untilDeadline } from '../interruption.js';
import type { Server } from '../server.js';
import { timestampOf } from '../storage/clock.js';
import type { Connection } from '../wire/connection.js';
import type { Request } from '../wire/frame.js';
import { MalformedFrame, OP_QUERY } from '../wire/frame.js';
import { writeReply } from '../wire/reply.js';
import { checkApiVersion } from './api-version.js';
import { longOf, wrongType } from './arguments.js';
import type { Command, Reply } from './command.js';
import { readConcernOf, writeConcernError, writeConcernOf } from './concerns.js';
import { errorLabels } from './error-labels.js';
import type { NamedCommand } from './index.js';
import { findCommand } from './index.js';
import { checkDatabaseName } from './namespace.js';
import { Operation } from './operation.js';

/** Runs the commands of all connections of a server. */
export class Dispatch {
  /** What is running at the moment, for `currentOp`, `killOp` and the end of the server. */
  readonly running = new Map<number, Operation>();
  private lastOperation = 0;

  constructor(private readonly server: Server) {}

  /** Answers a request with a frame, at once where nothing has to be waited for. Null: the client wants no answer, or gets none. */
  handle(request: Request, connection: Connection): Buffer | null | Promise<Buffer | null> {
    const name = Object.keys(request.body)[0] ?? '';
    let operation: Operation;
    let found: NamedCommand;
    try {
      found = known(name, request);
      const database = databaseOf(request);
      operation = new Operation((this.lastOperation += 1), this.server, connection, found.command, name, database, request);
    } catch (error) {
      return this.frame(request, connection, this.failed(error, null, undefined));
    }
    this.running.set(operation.id, operation);
    const failure = this.server.failPoints && failBefore(this.server.failPoints, invocationOf(found, operation));
    if (failure) return this.suffer(failure, found, operation, request);
    return this.run(found, operation, request, undefined);
  }

  /** The server stops: whatever waits gives up. */
  interruptAll(): void {
    const reason = new MongoError('InterruptedAtShutdown', 'interrupted at shutdown');
    for (const operation of this.running.values()) operation.interrupt(reason);
  }

  /** What `failCommand` does to a command before it runs. */
  private async suffer(failure: Failure, found: NamedCommand, operation: Operation, request: Request): Promise<Buffer | null> {
    if (failure.block > 0) {
      await this.block(failure.block, operation);
      try {
        operation.throwIfInterrupted();
      } catch (error) {
        return this.finish(operation, request, this.failed(error, operation, undefined));
      }
    }
    if (failure.closeConnection) {
      operation.connection.close();
      return this.finish(operation, request, null);
    }
    if (failure.error) return this.finish(operation, request, this.failed(failure.error, operation, failure.errorLabels));
    return this.run(found, operation, request, undefined);
  }

  private block(milliseconds: number, operation: Operation): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      operation.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      }, { once: true });
    });
  }

  private run(found: NamedCommand, operation: Operation, request: Request, labels: string[] | undefined): Buffer | null | Promise<Buffer | null> {
    const refuse = (error: unknown) => this.finish(operation, request, this.failed(error, operation, labels));
    try {
      prepare(found, operation);
      const answer = this.server.sessions.run(operation, found.name, () => untilDeadline(operation.deadline, () => found.command.run(operation)));
      if (answer instanceof Promise) return answer.then((reply) => this.succeeded(found, operation, request, reply)).catch(refuse);
      return this.succeeded(found, operation, request, answer);
    } catch (error) {
      return refuse(error);
    }
  }

  private succeeded(found: NamedCommand, operation: Operation, request: Request, reply: Reply): Buffer | null {
    if (found.command.writeConcern) this.addWriteConcernError(found, operation, reply);
    reply['ok'] = ONE;
    return this.finish(operation, request, reply);
  }

  private addWriteConcernError(found: NamedCommand, operation: Operation, reply: Reply): void {
    const failing = this.server.failPoints && failAfter(this.server.failPoints, invocationOf(found, operation));
    const error = failing?.writeConcernError ?? writeConcernError(operation.writeConcern);
    if (!error) return;
    reply['writeConcernError'] = error;
    const code = isNumber(error['code']) ? longOf(error['code']) : 0;
    const labels = failing?.errorLabels ?? errorLabels(operation, { writeConcernCode: code });
    if (labels.length > 0) reply['errorLabels'] = labels;
  }

  private failed(error: unknown, operation: Operation | null, labels: string[] | undefined): Reply {
    // The stream can no longer be trusted: the connection sees to it.
    if (error instanceof MalformedBson || error instanceof MalformedFrame) throw error;
    const refusal = error instanceof MongoError ? error : this.unexpected(error);
    const reply: Reply = new NewDoc();
    reply['ok'] = ZERO;
    reply['errmsg'] = refusal.message;
    reply['code'] = new Int32(refusal.code);
    reply['codeName'] = refusal.codeName;
    if (refusal.details) Object.assign(reply, refusal.details);
    const all = labels ?? [...new Set([...refusal.errorLabels, ...(operation ? errorLabels(operation, { code: refusal.code }) : [])])];
    if (all.length > 0) reply['errorLabels'] = all;
    return reply;
  }

  /** A fault of ours is an answer like any other, and a line in the log. */
  private unexpected(error: unknown): MongoError {
    this.server.log(`internal error: ${error instanceof Error ? error.stack : String(error)}`);
    return new MongoError('InternalError', error instanceof Error ? error.message : String(error));
  }

  private finish(operation: Operation, request: Request, reply: Reply | null): Buffer | null {
    operation.end();
    this.running.delete(operation.id);
    return reply && this.frame(request, operation.connection, reply);
  }

  private frame(request: Request, connection: Connection, reply: Reply): Buffer | null {
    if (!request.wantsReply || connection.closedAlready) return null;
    this.addTimes(reply);
    return writeReply(request.opCode, request.requestId, reply, goesOn(request, reply));
  }

  /** Every reply tells the time, so that sessions can be causally consistent. */
  private addTimes(reply: Reply): void {
    const now = timestampOf(this.server.store.clock.now);
    const clusterTime: Reply = new NewDoc();
    clusterTime['clusterTime'] = now;
    clusterTime['signature'] = UNSIGNED;
    reply['$clusterTime'] = clusterTime;
    reply['operationTime'] = now;
  }
}

/** A monitor that may get several answers hears of the topology without asking again. Other commands get one answer. */
function goesOn({ takesMore, body }: Request, reply: Reply): boolean {
  return takesMore && reply['ok'] === ONE && body['topologyVersion'] !== undefined && findCommand(Object.keys(body)[0]!)?.command.handshake === true;
}

const ONE = new Double(1);
const ZERO = new Double(0);
/** What a replica set without keys signs with. */
const UNSIGNED = encode(doc({ hash: new Binary(Buffer.alloc(20)), keyId: Long.ZERO }));

function known(name: string, request: Request): NamedCommand {
  const found = findCommand(name);
  if (!found) throw new MongoError('CommandNotFound', `no such command: '${name}'`);
  if (request.opCode === OP_QUERY && !found.command.handshake) {
    throw new MongoError('UnsupportedOpQueryCommand', `Unsupported OP_QUERY command: ${name}. The client driver may require an upgrade.`);
  }
  return found;
}

function databaseOf(request: Request): string {
  const database = request.database ?? request.body['$db'];
  if (database === undefined) throw new MongoError('IDLFailedToParse', 'OP_MSG requests require a $db argument');
  if (typeof database !== 'string') throw new MongoError('TypeMismatch', `BSON field '$db' is the wrong type '${typeOf(database)}', expected type 'string'`);
  return checkDatabaseName(database);
}

/** Everything about a command that has to be right before it runs. */
function prepare({ command, name }: NamedCommand, operation: Operation): void {
  const { request, database } = operation;
  if (command.adminOnly && database !== 'admin') throw new MongoError('Unauthorized', `${name} may only be run against the admin database.`);
  checkApiVersion(request, name, command);
  checkReadPreference(request, name);
  operation.deadline = deadlineOf(request, name, operation.startedAt);
  operation.readConcern = readConcernOf(request, name);
  operation.writeConcern = writeConcernOf(request, name);
  operation.server.sessions.admit(operation, name);
  checkConcerns(command, name, operation);
}

function checkConcerns(command: Command, name: string, operation: Operation): void {
  const { readConcern, writeConcern } = operation;
  if (writeConcern.given && !command.writeConcern) throw new MongoError('InvalidOptions', 'Command does not support writeConcern');
  // In a transaction the session has checked it.
  if (operation.request['autocommit'] !== undefined) return;
  if (!readConcern.given) return;
  if (!command.readConcern && readConcern.level !== 'local' && name !== 'commitTransaction') {
    throw new MongoError('InvalidOptions', `Command ${name} does not support { readConcern: { level: "${readConcern.level}" } }`);
  }
  if (command.readConcern === 'local' && !['local', 'available', 'majority'].includes(readConcern.level)) {
    throw new MongoError('InvalidOptions', `Command ${name} does not support { readConcern: { level: "${readConcern.level}" } }`);
  }
  if (readConcern.atClusterTime && readConcern.level !== 'snapshot') {
    throw new MongoError('InvalidOptions', "readConcern.atClusterTime is only allowed with level 'snapshot'");
  }
  if (readConcern.afterClusterTime && isAhead(readConcern.afterClusterTime, operation)) {
    throw new MongoError('InvalidOptions', 'readConcern afterClusterTime value must not be greater than the current clusterTime');
  }
  if (readConcern.afterClusterTime && readConcern.atClusterTime) {
    throw new MongoError('InvalidOptions', 'afterClusterTime and atClusterTime cannot both be given');
  }
  if (readConcern.afterClusterTime && (readConcern.level === 'linearizable' || readConcern.level === 'available')) {
    throw new MongoError('InvalidOptions', `afterClusterTime cannot be used with level ${readConcern.level}`);
  }
}

/** Later than anything that this server, or the client by way of another one, has heard of. */
function isAhead(time: Timestamp, { request, server }: Operation): boolean {
  const gossip = request['$clusterTime'];
  const heard = isDoc(gossip) ? gossip['clusterTime'] : undefined;
  return time.greaterThan(timestampOf(server.store.clock.now)) && !(heard instanceof Timestamp && heard.greaterThanOrEqual(time));
}

const READ_PREFERENCES = ['primary', 'primaryPreferred', 'secondary', 'secondaryPreferred', 'nearest'];

function checkReadPreference(request: Doc, name: string): void {
  const preference = request['$readPreference'];
  if (preference === undefined || preference === null) return;
  if (!isDoc(preference)) throw wrongType(preference, '$readPreference', name, "type 'object'");
  const { mode, tags } = preference;
  if (mode === undefined) throw new MongoError('IDLFailedToParse', "BSON field 'readPreference.mode' is missing but a required field");
  if (mode === 'primary' && Array.isArray(tags) && tags.some((set) => isDoc(set) && Object.keys(set).length > 0)) {
    throw new MongoError('BadValue', 'Only empty tags are allowed with primary read preference');
  }
  if (typeof mode !== 'string' || !READ_PREFERENCES.includes(mode)) {
    throw new MongoError('BadValue', `Enumeration value for field 'readPreference.mode' is not a valid value.`);
  }
}

const LONGEST_TIME = 2 ** 31 - 1;

function deadlineOf(request: Doc, name: string, startedAt: number): number {
  const value = request['maxTimeMS'];
  if (value === undefined || value === null) return Infinity;
  if (!isNumber(value)) throw wrongType(value, 'maxTimeMS', name, "types '[long, int, decimal, double]'");
  const milliseconds = longOf(value);
  if (Number(value.toString()) !== milliseconds) throw new MongoError('FailedToParse', 'maxTimeMS has non-integral value');
  if (milliseconds < 0 || milliseconds > LONGEST_TIME) throw new MongoError('BadValue', `${milliseconds} value for maxTimeMS is out of range [0, ${LONGEST_TIME}]`);
  // The maxTimeMS of a getMore is how long it may wait for more, not how long it may run.
  return milliseconds === 0 || name === 'getMore' ? Infinity : startedAt + milliseconds;
}

function invocationOf(found: NamedCommand, operation: Operation): Invocation {
  const target = namespaceField(operation.request, operation.name);
  return {
    names: found.names,
    appName: operation.connection.appName,
    namespace: typeof target === 'string' ? `${operation.database}.${target}` : undefined,
  };
}

function namespaceField(request: Doc, name: string): Value {
  return name === 'getMore' ? request['collection'] : request[name];
}

