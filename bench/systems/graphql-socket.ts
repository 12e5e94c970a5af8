import { randomUUID } from 'node:crypto';

import { WebSocket } from 'ws';

import type { Room } from './market.js';
import type { ChatSocket } from './system.js';

const messageAdded = /* GraphQL */ `
  subscription MessageAdded($conversationId: ID!, $after: String) {
    messageAdded(conversationId: $conversationId, after: $after) {
      eventId
      cursor
      kind
      message { id seq content createdAt sender { id name } }
    }
  }
`;
const sendMessage = /* GraphQL */ `mutation SendMessage($input: SendMessageInput!) { sendMessage(input: $input) { id seq } }`;
const conversationCursor = /* GraphQL */ `query Cursor($conversationId: ID!) { conversationCursor(conversationId: $conversationId) }`;

interface Payload {
  readonly data?: Record<string, unknown>;
  readonly errors?: unknown;
}

/** graphql-transport-ws on a plain WebSocket, with ids as the usual clients make them. */
export class GraphqlSocket implements ChatSocket {
  private readonly waiting = new Map<string, (payload: Payload) => void>();
  private followed: { readonly id: string; readonly hear: (frame: Buffer) => void } | undefined;

  static connect(url: string, token: string): Promise<GraphqlSocket> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { perMessageDeflate: false });
    return new Promise((resolve, reject) => {
      const connected = new GraphqlSocket(socket, () => resolve(connected));
      socket.once('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } })));
      socket.once('error', reject);
      socket.once('close', (closeCode, reason) => reject(new Error(`closed with ${closeCode} ${reason.toString()} before it was connected`)));
    });
  }

  private constructor(
    private readonly socket: WebSocket,
    connected: () => void,
  ) {
    socket.on('message', (frame: Buffer) => {
      if (this.followed && frame.includes(this.followed.id) && frame.includes('"type":"next"')) return this.followed.hear(frame);
      const { type, id, payload } = JSON.parse(frame.toString()) as { type: string; id: string; payload: Payload };
      if (type === 'connection_ack') return connected();
      if (type === 'ping') return socket.send('{"type":"pong"}');
      if (type === 'next' || type === 'error') this.answered(id, type === 'error' ? { errors: payload } : payload);
    });
  }

  /** Subscribing is not acknowledged. Whoever has a cursor misses nothing, so there is nothing to wait for. */
  async follow(room: Room, hear: (frame: Buffer) => void): Promise<void> {
    this.followAfter(room, hear, await this.cursorOf(room));
  }

  followAfter(room: Room, hear: (frame: Buffer) => void, after: string): void {
    const id = randomUUID();
    this.followed = { id, hear };
    this.socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: messageAdded, variables: { conversationId: room.id, after } } }));
  }

  async cursorOf(room: Room): Promise<string> {
    return (await this.ask(conversationCursor, { conversationId: room.id }))['conversationCursor'] as string;
  }

  async say(room: Room, content: string): Promise<void> {
    await this.ask(sendMessage, { input: { conversationId: room.id, content } });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.socket.once('close', () => resolve());
      this.socket.close();
    });
  }

  private ask(query: string, variables: object): Promise<Record<string, unknown>> {
    const id = randomUUID();
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ data, errors }) => (data && !errors ? resolve(data) : reject(new Error(JSON.stringify(errors)))));
      this.socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query, variables } }));
    });
  }

  private answered(id: string, payload: Payload): void {
    this.waiting.get(id)?.(payload);
    this.waiting.delete(id);
  }
}
