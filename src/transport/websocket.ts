import type { Server } from 'node:http';

import {
  createSourceEventStream,
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { type Context as SocketContext, handleProtocols, makeServer, type SubscribePayload } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';

import { logOperation } from '../graphql/apollo.js';
import { Context, type SessionCookies } from '../graphql/context.js';
import type { Documents } from '../graphql/documents.js';
import { refusedRequest, toClientErrors } from '../graphql/errors.js';
import { Feed } from '../graphql/follow.js';
import { costWithin, type Limits, priceOfReading } from '../graphql/limits.js';
import { type Selected, Selections } from '../graphql/selection.js';
import { now } from '../platform/clock.js';
import { DomainError, refusal } from '../platform/errors/index.js';
import type { StreamReader } from '../platform/events/index.js';
import { type Id, newId } from '../platform/identity.js';
import type { Logger } from '../platform/logger.js';
import type { RateLimits } from '../platform/rate-limits/index.js';
import type { Viewer } from '../platform/viewer.js';
import { addressOf } from './address.js';
import { type ReadToken, viewerOf } from './authentication.js';
import { accessCookie, type CookieRules, outOfReach } from './cookies.js';
import type { Origins } from './origins.js';
import { Crowd, limitTalking, type SocketLimits, tooMany } from './socket-limits.js';
import { type Link, logBreaking, speak } from './socket-protocol.js';
import { SocketSubscription } from './socket-subscription.js';

export interface WebSocketOptions {
  readonly httpServer: Server;
  readonly path: string;
  readonly schema: GraphQLSchema;
  readonly streams: StreamReader;
  readonly origins: Origins;
  readonly readToken: ReadToken;
  readonly cookies: Pick<CookieRules, 'secure'>;
  readonly revocations: LiveRights;
  readonly documents: Documents;
  readonly limits: Limits;
  readonly rateLimits: RateLimits | null;
  readonly largestMessage: number;
  readonly bufferLimit: number;
  readonly subscriptionsAtMost: number;
  readonly socketLimits: SocketLimits;
  readonly trustProxyHops: number;
  readonly log: Logger;
}

/** Who has lost what, as soon as it is known. */
export interface LiveRights {
  revise(viewer: Viewer): Viewer | null;
  onChange(listener: (userId: Id) => void): () => void;
}

/** What `connection_init` proved. */
type Known = { viewer: Viewer; cookies: SessionCookies | null };

type Connection = Link & Partial<Known> & { beginning?: Map<string, object> };
type Socket = SocketContext<Record<string, unknown>, Connection>;

/** The operation that a subscription's arguments came with, kept beside graphql-js's own. */
interface SocketExecution extends ExecutionArgs {
  readonly contextValue: Context;
  readonly operationId: string;
  readonly connection: Connection;
  readonly documentId: number;
  readonly startedAt: number;
}

export interface WebSockets {
  readonly stop: () => Promise<void>;
  readonly connections: () => number;
}

const forbidden = 4403;
const goingAway = 1001;
const sweepEvery = 1_000;

/** graphql-transport-ws on the same path as HTTP. The protocol is graphql-ws's; sharing the frames is ours. */
export function serveWebSockets(options: WebSocketOptions): WebSockets {
  const { httpServer, path, schema, origins, readToken, log } = options;
  const selections = new Selections(schema, log);
  const viewers = new Map<WebSocket, Viewer>();
  const persons = new Crowd(options.socketLimits.perPerson);
  const addresses = new Crowd(options.socketLimits.perAddress);
  const silence = options.revocations.onChange((userId) => closeRevoked(viewers, userId, options.revocations));
  const server = new WebSocketServer({ noServer: true, maxPayload: options.largestMessage, perMessageDeflate: false, handleProtocols });

  const subscribe = subscriber(options, selections);
  const protocol = makeServer<Record<string, unknown>, Connection>({
    onConnect: ({ connectionParams, extra }) => {
      const authorization = connectionParams?.['authorization'] ?? connectionParams?.['Authorization'];
      const kept = authorization === undefined ? accessCookie(extra.request, options.cookies) : null;
      const viewer = kept === null ? viewerOf(authorization, readToken) : readToken(kept);
      if (!viewer) return false;
      if (!persons.enter(viewer.id)) {
        extra.socket.close(tooMany, 'You have too many sockets open.');
        return false;
      }
      extra.viewer = viewer;
      extra.cookies = kept === null ? null : outOfReach;
      viewers.set(extra.socket, viewer);
      return true;
    },
    onClose: ({ extra }) => {
      if (viewers.delete(extra.socket)) persons.leave(extra.viewer!.id);
    },
    onSubscribe: (socket, id, payload) => prepare(options, socket, id, payload),
    subscribe: (args) => unlessAskedAnew(args as SocketExecution, subscribe),
    execute: (args) => unlessAskedAnew(args as SocketExecution, (asked) => execute(asked)),
    onNext: (_socket, _id, _payload, args, result) => answered(args as SocketExecution, result, log),
    onError: (_socket, _id, _payload, errors) => toClientErrors(errors, log),
  });

  httpServer.on('upgrade', (request, socket, head) => {
    // Node takes its own listener off: without one, a connection that breaks while it is refused would end the process.
    socket.on('error', () => socket.destroy());
    const refuse = (status: string) => void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
    if (request.url?.split('?')[0] !== path) return refuse('404 Not Found');
    if (!origins.admits(request)) return refuse('403 Forbidden');
    server.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('error', (error) => logBreaking(error, viewers.get(webSocket)?.id ?? null, log));
      const address = addressOf(request, options.trustProxyHops);
      // Closed rather than refused: a page learns why a socket was closed, but not why it was not opened.
      if (!addresses.enter(address)) return webSocket.close(tooMany, 'Too many sockets are open from your address.');
      webSocket.once('close', () => addresses.leave(address));
      limitTalking(webSocket, options.socketLimits.messagesPerSecond);
      speak<Connection>(protocol, { socket: webSocket, request }, log);
    });
  });

  const sweeping = setInterval(() => {
    for (const [socket, { expiresAt }] of viewers) if (expiresAt <= now()) socket.close(forbidden, 'Token expired');
  }, sweepEvery);
  sweeping.unref();

  return {
    connections: () => viewers.size,
    stop: async () => {
      clearInterval(sweeping);
      silence();
      for (const client of server.clients)
        client.close(goingAway, 'The server is stopping. Connect again and go on after your last cursor.');
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** Also when the roles are others now: whoever connects again is asked again, at every door. */
function closeRevoked(viewers: ReadonlyMap<WebSocket, Viewer>, userId: Id, rights: LiveRights): void {
  for (const [socket, viewer] of viewers) {
    if (viewer.id !== userId) continue;
    const now = rights.revise(viewer);
    if (!now || String(now.roles) !== String(viewer.roles)) socket.close(forbidden, 'ACCESS_REVOKED');
  }
}

/** Reads the document from the cache, checks the limits, charges for it, and says in which context it runs. */
async function prepare(
  options: WebSocketOptions,
  socket: Socket,
  operationId: string,
  payload: SubscribePayload,
): Promise<SocketExecution | readonly GraphQLError[]> {
  const { documents, rateLimits, limits, schema, subscriptionsAtMost, trustProxyHops, revocations, log } = options;
  const { operationName = null, query } = payload;
  const variableValues = payload.variables ?? {};
  const { viewer = null, cookies = null, request, socket: webSocket } = socket.extra;
  const caller = { viewer, ip: addressOf(request, trustProxyHops) };
  beginningOn(socket.extra).delete(operationId);
  try {
    const reading = priceOfReading(query);
    await rateLimits?.spend(caller, reading);
    const { id: documentId, document, errors } = documents.read(query);
    if (errors.length > 0) return errors;
    if (!getOperationAST(document, operationName)) throw refusal('DOCUMENT_INVALID');
    if (Object.keys(socket.subscriptions).length > subscriptionsAtMost) {
      throw refusal('QUERY_TOO_COMPLEX', { limit: 'subscriptionsPerSocket', allowed: subscriptionsAtMost });
    }
    const cost = costWithin(limits, schema, document, operationName, variableValues);
    await rateLimits?.spend(caller, cost - reading);
    // Whoever does not answer the closing of their socket may still send for half a minute.
    if (webSocket.readyState !== webSocket.OPEN) throw refusal('UNAUTHENTICATED');
    const contextValue = new Context({ ...caller, revise: (whom) => revocations.revise(whom), cookies, id: newId(), log });
    const startedAt = performance.now();
    return { schema, document, operationName, variableValues, contextValue, operationId, connection: socket.extra, documentId, startedAt };
  } catch (error) {
    if (error instanceof DomainError) return [refusedRequest(error)];
    throw error;
  }
}

/**
 * A client may complete an operation before it has begun, and use its id again at once. What comes of the first is then nobody's;
 * graphql-ws, which knows them by their ids, would take it for the second.
 */
/** What has been asked for and has not begun, by operation id. */
const beginningOn = (connection: Connection): Map<string, object> => (connection.beginning ??= new Map());

async function unlessAskedAnew<T>(args: SocketExecution, work: (args: SocketExecution) => Promise<T> | T): Promise<T> {
  const { operationId, connection } = args;
  const mine = {};
  beginningOn(connection).set(operationId, mine);
  const outcome = await work(args);
  if (beginningOn(connection).get(operationId) === mine) {
    beginningOn(connection).delete(operationId);
    return outcome;
  }
  if (outcome instanceof SocketSubscription) await outcome.return();
  return new Promise<never>(() => undefined);
}

const subscriber =
  ({ streams, bufferLimit }: WebSocketOptions, selections: Selections) =>
  async (args: SocketExecution): Promise<AsyncIterableIterator<ExecutionResult> | ExecutionResult> => {
    const feed = await createSourceEventStream(args);
    if (!(feed instanceof Feed)) return feed as ExecutionResult;
    const { connection, operationId } = args;
    const selection = selections.take(selectedBy(args, feed));
    const subscription = new SocketSubscription(connection.viewer!, selection, {
      socket: connection.socket,
      wire: connection.request.socket,
      operationId,
      bufferLimit,
      onEnd: () => selections.release(selection),
    });
    try {
      subscription.leave = await streams.listen(feed.stream, feed.after, subscription);
      return subscription;
    } catch (error) {
      selections.release(selection);
      return { errors: [error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error })] };
    }
  };

const selectedBy = ({ documentId, document, operationName, variableValues }: SocketExecution, { only }: Feed): Selected => ({
  documentId,
  document,
  operationName: operationName ?? null,
  variables: variableValues ?? {},
  only,
});

/** The same masking as over HTTP, and the same line in the log. */
function answered(
  { contextValue, operationName, document, startedAt }: SocketExecution,
  { data, errors }: ExecutionResult,
  log: Logger,
): ExecutionResult {
  const { replayed } = contextValue;
  const executed = getOperationAST(document, operationName);
  const operation = executed?.name?.value ?? executed?.operation;
  const told = errors && toClientErrors(errors, log);
  logOperation(contextValue, { operation, ms: performance.now() - startedAt, errors: told });
  return {
    ...(data !== undefined && { data }),
    ...(told && { errors: told as unknown as GraphQLError[] }),
    ...(replayed.length > 0 && { extensions: { replayed } }),
  };
}
