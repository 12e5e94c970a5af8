import type { WebSocket } from 'ws';

import { now } from '../platform/clock.js';

export interface SocketLimits {
  readonly perAddress: number;
  readonly perPerson: number;
  readonly messagesPerSecond: number;
}

/** What graphql-ws means by it: too many requests, do not come back by yourself. */
export const tooMany = 4429;

/** How many are open under each name. */
export class Crowd {
  private readonly counts = new Map<string, number>();

  constructor(private readonly atMost: number) {}

  /** Whether there was room. Whoever came in has to leave. */
  enter(name: string): boolean {
    const count = this.counts.get(name) ?? 0;
    if (count >= this.atMost) return false;
    this.counts.set(name, count + 1);
    return true;
  }

  leave(name: string): void {
    const count = this.counts.get(name) ?? 0;
    if (count > 1) this.counts.set(name, count - 1);
    else this.counts.delete(name);
  }

  get size(): number {
    return this.counts.size;
  }
}

/** Ends a socket that talks too fast. The bucket holds what one second allows, and fills steadily. */
export function limitTalking(socket: WebSocket, perSecond: number): void {
  let left = perSecond;
  let at = now().getTime();
  socket.on('message', () => {
    const moment = now().getTime();
    left = Math.min(perSecond, left + ((moment - at) / 1000) * perSecond) - 1;
    at = moment;
    if (left < 0) socket.close(tooMany, 'Too many messages at once.');
  });
}
