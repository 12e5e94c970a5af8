import { setTimeout as pause } from 'node:timers/promises';

import { WebSocket } from 'ws';

import { type ErrorCode, meaningOf } from '../src/platform/errors/index.js';
import { cursorAt } from '../src/platform/events/index.js';

/** What one subscription has received, from the beginning of its stream on. */
export interface Feed {
  readonly stream: string;
  /** The kinds of events that it is told; all of them for `null`. */
  readonly only: readonly string[] | null;
  readonly received: string[];
  /** Why it was refused, or ended by the server. */
  ended: string | null;
}

interface Followed extends Feed {
  readonly field: string;
  readonly argument: string;
  readonly id: string;
  cursor: string;
}

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

const forbidden = 4403;
const pauseAfterBreak = 10;
const pauseAfterRefusal = 100;

/** A page on a socket that breaks every now and then: it comes back through another server and goes on after its last cursor. */
export class Device {
  readonly feeds: Followed[] = [];
  /** The server wants to hear nothing of us any more. */
  shutOut = false;
  private socket: WebSocket | undefined;
  /** The same, once the server has let us in. */
  private ready: WebSocket | undefined;
  private over = false;

  constructor(
    private readonly token: string,
    private server: number,
    private readonly urlAt: (server: number) => string,
  ) {}

  follow(field: string, argument: string, id: string, stream: string, only: readonly string[] | null = null): Feed {
    const feed: Followed = { field, argument, id, stream, only, received: [], ended: null, cursor: cursorAt(stream, 0) };
    this.feeds.push(feed);
    if (!this.socket) this.connect();
    this.subscribe(this.feeds.length - 1);
    return feed;
  }

  cut(): void {
    this.socket?.terminate();
  }

  close(): void {
    this.over = true;
    this.socket?.terminate();
  }

  private connect(): void {
    const socket = new WebSocket(`${this.urlAt(this.server).replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws');
    this.socket = socket;
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${this.token}` } })));
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Message;
      if (message.type === 'connection_ack') {
        this.ready = socket;
        for (const index of this.feeds.keys()) this.subscribe(index);
      } else if (message.type === 'ping') socket.send(JSON.stringify({ type: 'pong' }));
      else if (message.id !== undefined) this.hear(message);
    });
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      // Whoever had been let in tries again: their rights may only have changed, and some server may not have heard yet that they are gone.
      this.shutOut ||= code === forbidden && this.ready !== socket;
      const wait = code === forbidden ? pauseAfterRefusal : pauseAfterBreak;
      this.ready = undefined;
      if (!this.over && !this.shutOut) void this.comeBack(wait);
    });
  }

  private async comeBack(wait: number): Promise<void> {
    await pause(wait);
    this.server += 1;
    if (!this.over) this.connect();
  }

  private subscribe(index: number): void {
    const { field, argument, id, cursor, ended } = this.feeds[index]!;
    if (!this.ready || ended !== null) return;
    const [takes, given] = argument ? [`$id: ID!, `, `${argument}: $id, `] : ['', ''];
    const query = `subscription (${takes}$after: String) { event: ${field}(${given}after: $after) { eventId cursor } }`;
    this.ready.send(JSON.stringify({ type: 'subscribe', id: String(index), payload: { query, variables: { ...(argument && { id }), after: cursor } } }));
  }

  private hear({ type, id, payload }: Message): void {
    const feed = this.feeds[Number(id)]!;
    if (type === 'complete') return;
    const { data, errors } = (type === 'error' ? { errors: payload } : payload) as Heard;
    const code = errors?.[0]?.extensions?.code;
    // The database was in trouble at that moment: another server may be luckier.
    if (code && meaningOf(code).retryable) this.cut();
    else if (errors) feed.ended ??= code ?? 'UNKNOWN';
    else if (data) {
      feed.received.push(data.event.eventId);
      feed.cursor = data.event.cursor;
    }
  }
}

interface Heard {
  readonly data?: { readonly event: { readonly eventId: string; readonly cursor: string } };
  readonly errors?: readonly { readonly extensions?: { readonly code?: ErrorCode } }[];
}
