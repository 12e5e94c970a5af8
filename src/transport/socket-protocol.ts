import type { IncomingMessage } from 'node:http';

import { CloseCode, type Server } from 'graphql-ws';
import type { WebSocket } from 'ws';

import type { Logger } from '../platform/logger.js';

export interface Link {
  readonly socket: WebSocket;
  /** The one that was upgraded. */
  readonly request: IncomingMessage;
}

const pingEvery = 12_000;

/**
 * What graphql-ws says, over a socket of ws. Its own adapter writes to the console whatever goes wrong, a client that hangs up
 * included; this one knows who was to blame, and has a log.
 */
export function speak<Known extends Link>(protocol: Server<Known>, link: Known, log: Logger): void {
  const { socket } = link;
  const stopPinging = keepAlive(socket);
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send: (text) => sendIfOpen(socket, text, log),
      close: (code, reason) => socket.close(code, reason),
      onMessage: (read) =>
        socket.on('message', (message: Buffer) => {
          read(message.toString()).catch((error: unknown) => {
            if (isOutOfPlace(error)) return socket.close(CloseCode.BadRequest, 'Clients do not send messages of this type.');
            log.error({ err: error }, 'Something unexpected happened.');
            socket.close(CloseCode.InternalServerError, 'Internal server error');
          });
        }),
    },
    link,
  );
  socket.once('close', (code, reason) => {
    stopPinging();
    closed(code, reason.toString()).catch((error: unknown) => log.error({ err: error }, 'Something unexpected happened.'));
  });
}

/** Whatever an open socket breaks over; ws closes it by itself. */
export function logBreaking(error: Error & { readonly code?: string }, viewerId: string | null, log: Logger): void {
  const { code = '', message } = error;
  if (!code.startsWith('WS_ERR_')) return log.debug({ code, viewerId }, 'A client hung up.');
  log.info({ code, viewerId, closeCode: closeCodes.get(code) ?? protocolError, reason: message }, 'A client broke the rules of WebSocket.');
}

const protocolError = 1002;

/** Chosen by ws, which keeps them to itself. */
const closeCodes: ReadonlyMap<string, number> = new Map([
  ['WS_ERR_UNSUPPORTED_MESSAGE_LENGTH', 1009],
  ['WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH', 1009],
  ['WS_ERR_TOO_MANY_BUFFERED_PARTS', 1008],
  ['WS_ERR_INVALID_UTF8', 1007],
]);

/** Whoever is gone is not sent anything, and that is all there is to it. */
const sendIfOpen = (socket: WebSocket, text: string, log: Logger): Promise<void> =>
  new Promise((resolve) => {
    if (socket.readyState !== socket.OPEN) return resolve();
    socket.send(text, (error) => {
      if (error) logBreaking(error, null, log);
      resolve();
    });
  });

/** Of graphql-ws, about messages that only servers send. */
const isOutOfPlace = (error: unknown): boolean => error instanceof Error && error.message.startsWith('Unexpected message of type ');

/** Whoever does not answer one ping before the next is gone. */
function keepAlive(socket: WebSocket): () => void {
  let answered = true;
  const pinging = setInterval(() => {
    if (socket.readyState !== socket.OPEN) return;
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, pingEvery);
  socket.on('pong', () => (answered = true));
  return () => clearInterval(pinging);
}
