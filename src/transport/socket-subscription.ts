import type { Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import { GraphQLError } from 'graphql';
import type { WebSocket } from 'ws';

import type { Selection } from '../graphql/selection.js';
import type { DomainError } from '../platform/errors/index.js';
import type { Listener } from '../platform/events/index.js';
import type { Viewer } from '../platform/viewer.js';

/** graphql-transport-ws has no code of its own for this; clients take 1013 as: come again. */
const tryAgainLater = 1013;
const pauseForReader = 20;

interface Place {
  readonly socket: WebSocket;
  /** The connection beneath it. */
  readonly wire: Pick<Socket, 'cork' | 'uncork'>;
  readonly operationId: string;
  readonly bufferLimit: number;
  readonly onEnd: () => void;
}

/**
 * One subscription on one socket. To graphql-ws it is an iterable that yields nothing until its end; the frames are shared
 * by all who look at the same, so only the operation's id is written per socket.
 */
export class SocketSubscription implements Listener<string>, AsyncIterableIterator<{ errors: GraphQLError[] }> {
  private readonly head: string;
  private over = false;
  private farewell: DomainError | null = null;
  private wake: (() => void) | null = null;
  /** Set once there is something to leave. */
  leave: () => void = () => undefined;

  constructor(
    private readonly whose: Viewer,
    readonly audience: Selection,
    private readonly place: Place,
  ) {
    this.head = `{"id":${JSON.stringify(place.operationId)},"type":"next","payload":`;
  }

  /** Whoever loses a right loses the socket at once. */
  get viewer(): Viewer | null {
    const { socket } = this.place;
    return socket.readyState === socket.OPEN ? this.whose : null;
  }

  /** What comes together leaves together. */
  receive(frames: readonly string[]): void {
    const { wire } = this.place;
    wire.cork();
    for (const frame of frames) this.send(frame);
    wire.uncork();
  }

  async ready(): Promise<void> {
    const { socket, bufferLimit } = this.place;
    while (!this.over && socket.readyState === socket.OPEN && socket.bufferedAmount > bufferLimit / 4) await pause(pauseForReader);
  }

  end(reason: DomainError): void {
    this.farewell = reason;
    this.stop();
  }

  /** Parked until the end: first the reason, if there is one, then nothing more. */
  async next(): Promise<IteratorResult<{ errors: GraphQLError[] }, undefined>> {
    if (!this.over) await new Promise<void>((resolve) => (this.wake = resolve));
    const reason = this.farewell;
    this.farewell = null;
    if (!reason) return { done: true, value: undefined };
    return { done: false, value: { errors: [new GraphQLError(reason.message, { originalError: reason })] } };
  }

  return(): Promise<IteratorResult<never, undefined>> {
    this.stop();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private send(frame: string): void {
    const { socket, bufferLimit } = this.place;
    if (this.over || socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > bufferLimit) return socket.close(tryAgainLater, 'Too slow. Come back and go on after your last cursor.');
    socket.send(`${this.head}${frame}}`);
  }

  private stop(): void {
    if (this.over) return;
    this.over = true;
    this.leave();
    this.place.onEnd();
    this.wake?.();
  }
}
