import { createServer } from 'node:http';

import { buildSchema, execute, parse } from 'graphql';
import { Server } from 'socket.io';
import { WebSocketServer } from 'ws';

import { marked } from '../load/marks.js';

// How fast a message could reach a room if nothing stood behind it: no database, no rights, no order to keep.
// A client that sends a number asks for the message with that number.

type Broadcast = (n: number) => void;

const http = createServer((_request, response) => void response.end('ready'));

const message = (n: number) => ({
  eventId: '6742f0c1a2b3c4d5e6f70819',
  cursor: 'Y29udmVyc2F0aW9uOjY3NDJmMGMxYTJiM2M0ZDVlNmY3MDgxOTo0Mg',
  kind: 'MESSAGE_ADDED',
  message: {
    id: '6742f0c1a2b3c4d5e6f70820',
    seq: n,
    content: marked(n),
    createdAt: new Date().toISOString(),
    sender: { id: '6742f0c1a2b3c4d5e6f70821', name: 'Person 0' },
  },
});

/** A bare broadcast over ws: the same bytes to everybody. */
function raw(): void {
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  server.on('connection', (socket) =>
    socket.on('message', (n) => {
      const frame = JSON.stringify(message(Number(n)));
      for (const client of server.clients) client.send(frame);
    }),
  );
}

/** The selection executed and serialised once; each socket gets it with its own operation id, as graphql-transport-ws has it. */
function shared(): void {
  const schema = buildSchema(/* GraphQL */ `
    type Query { messageAdded: Change! }
    type Change { eventId: ID! cursor: String! kind: String! message: Message! }
    type Message { id: ID! seq: Int! content: String! createdAt: String! sender: Person! }
    type Person { id: ID! name: String! }
  `);
  const document = parse('{ messageAdded { eventId cursor kind message { id seq content createdAt sender { id name } } } }');
  const heads = new Map<object, string>();
  const broadcast: Broadcast = (n) => {
    const frame = JSON.stringify(execute({ schema, document, rootValue: { messageAdded: message(n) } }));
    for (const client of server.clients) client.send(`${heads.get(client)}${frame}}`);
  };
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  let count = 0;
  server.on('connection', (socket) => {
    heads.set(socket, `{"id":"6f1c6e5e-0d5f-4f5a-9d5e-${String(count++).padStart(12, '0')}","type":"next","payload":`);
    socket.on('message', (n) => broadcast(Number(n)));
  });
}

function socketIo(): void {
  const io = new Server(http);
  io.on('connection', (socket) => {
    void socket.join('room');
    socket.on('say', (n: number) => io.to('room').emit('newMessage', message(n)));
  });
}

({ raw, shared, socketIo })[process.env['KIND'] as 'raw' | 'shared' | 'socketIo']();
http.listen(Number(process.env['PORT']), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
