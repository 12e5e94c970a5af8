import { WebSocket } from 'ws';

import type { Room } from './market.js';
import type { ChatSocket } from './system.js';

/**
 * As much of Socket.IO's protocol as the jobs need, on a plain WebSocket: so receiving costs the load generator the same for
 * both systems, and no polling comes first.
 */
export class SocketIo implements ChatSocket {
  private asked = 0;
  private readonly waiting = new Map<string, (answer: { error?: string }) => void>();
  private hear: (frame: Buffer) => void = () => undefined;

  static connect(url: string, token: string): Promise<SocketIo> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false });
    return new Promise((resolve, reject) => {
      const connected = new SocketIo(socket, token, () => resolve(connected));
      socket.once('error', reject);
      socket.once('close', () => reject(new Error('closed before it was connected')));
    });
  }

  private constructor(
    private readonly socket: WebSocket,
    token: string,
    connected: () => void,
  ) {
    socket.on('message', (frame: Buffer) => {
      const [kind, of] = [frame[0], frame[1]];
      if (kind === code('0')) return socket.send(`40${JSON.stringify({ token })}`);
      if (kind === code('2')) return socket.send('3');
      if (of === code('0')) return connected();
      if (of === code('3')) return this.answered(frame.toString());
      if (of === code('2')) this.hear(frame);
    });
  }

  follow(room: Room, hear: (frame: Buffer) => void): Promise<void> {
    this.hear = hear;
    return this.ask('joinConversation', room.id);
  }

  say(room: Room, content: string): Promise<void> {
    return this.ask('sendMessage', { conversationId: room.id, content });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.socket.once('close', () => resolve());
      this.socket.close();
    });
  }

  private ask(event: string, data: unknown): Promise<void> {
    const id = String(this.asked++);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ error }) => (error === undefined ? resolve() : reject(new Error(error))));
      this.socket.send(`42${id}${JSON.stringify([event, data])}`);
    });
  }

  private answered(frame: string): void {
    const id = /^43(\d+)/.exec(frame)?.[1] ?? '';
    const [answer] = JSON.parse(frame.slice(2 + id.length)) as [{ error?: string }];
    this.waiting.get(id)?.(answer);
    this.waiting.delete(id);
  }
}

const code = (character: string): number => character.charCodeAt(0);
