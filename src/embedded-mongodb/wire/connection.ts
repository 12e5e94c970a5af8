import type { Socket } from 'node:net';
import type { Doc } from '../bson/document.js';
import { MalformedBson } from '../bson/codec.js';
import type { Request } from './frame.js';
import { HEADER_SIZE, MalformedFrame, MORE_TO_COME, OP_MSG, readFrame } from './frame.js';
import { Framer } from './framer.js';

/** Answers a request with a whole frame; null for no answer. */
export type Handler = (request: Request, connection: Connection) => Buffer | null | Promise<Buffer | null>;

/** A client that sends without reading is not read from while this many requests of it wait. */
const MANY_WAITING = 64;

/** One client's connection. Its requests run one after another, in their order. */
export class Connection {
  /** What the first hello told: the driver, its platform, the application. */
  clientMetadata: Doc | undefined;
  appName: string | undefined;
  /** For `whatsmyuri` and `currentOp`. */
  readonly remote: string;

  private readonly framer = new Framer();
  private readonly waiting: Request[] = [];
  private busy = false;
  private isClosed = false;
  private readonly closeListeners = new Set<() => void>();

  constructor(
    readonly id: number,
    private readonly socket: Socket,
    private readonly handle: Handler,
    private readonly log: (line: string) => void,
  ) {
    this.remote = `${socket.remoteAddress ?? ''}:${socket.remotePort ?? 0}`;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.receive(chunk));
    // Whatever breaks a socket also closes it.
    socket.on('error', () => {});
    socket.on('close', () => this.closed());
  }

  get closedAlready(): boolean {
    return this.isClosed;
  }

  /**
   * Calls back at once where there is nothing to wait for any more.
   * @returns a function that ends the listening
   */
  onClose(listener: () => void): () => void {
    if (this.isClosed) listener();
    else this.closeListeners.add(listener);
    return () => this.closeListeners.delete(listener);
  }

  close(): void {
    this.waiting.length = 0;
    this.socket.destroy();
  }

  private closed(): void {
    this.isClosed = true;
    this.waiting.length = 0;
    for (const listener of [...this.closeListeners]) listener();
    this.closeListeners.clear();
  }

  private receive(chunk: Buffer): void {
    if (this.isClosed || this.socket.destroyed) return;
    try {
      for (const frame of this.framer.push(chunk)) this.waiting.push(readFrame(frame));
    } catch (error) {
      this.refuse(error);
      return;
    }
    if (this.waiting.length > MANY_WAITING) this.socket.pause();
    if (!this.busy) void this.work();
  }

  /** Runs what waits. Requests that need not wait for anything are answered in the same turn of the loop. */
  private async work(): Promise<void> {
    this.busy = true;
    try {
      for (let request = this.waiting.shift(); request !== undefined; request = this.waiting.shift()) {
        const answer = this.handle(request, this);
        const frame = answer instanceof Promise ? await answer : answer;
        if (this.socket.isPaused() && this.waiting.length < MANY_WAITING / 2) this.socket.resume();
        if (frame === null) continue;
        const sent = this.send(frame);
        if (sent) await sent;
        if (promisesMore(frame)) await this.goOn(request, frame);
      }
    } catch (error) {
      this.refuse(error);
    } finally {
      this.busy = false;
    }
  }

  /** Answers a request again and again, each answer in response to the one before, until one promises no more. */
  private async goOn(request: Request, first: Buffer): Promise<void> {
    for (let frame: Buffer | null = first; frame !== null && promisesMore(frame) && !this.isClosed;) {
      frame = await this.handle({ ...request, requestId: frame.readInt32LE(4) }, this);
      if (frame !== null) await this.send(frame);
    }
  }

  private send(frame: Buffer): Promise<void> | undefined {
    if (this.socket.destroyed || this.socket.write(frame)) return undefined;
    return this.drained();
  }

  /** A client that does not take its answers gets no new ones. */
  private drained(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.socket.off('drain', done);
        stop();
        resolve();
      };
      const stop = this.onClose(done);
      this.socket.once('drain', done);
    });
  }

  private refuse(error: unknown): void {
    const expected = error instanceof MalformedFrame || error instanceof MalformedBson;
    const reason = expected ? error.message : error instanceof Error ? error.stack : String(error);
    this.log(`closing connection ${this.id} from ${this.remote}: ${reason}`);
    this.close();
  }
}

function promisesMore(frame: Buffer): boolean {
  return frame.readInt32LE(12) === OP_MSG && (frame.readUInt32LE(HEADER_SIZE) & MORE_TO_COME) !== 0;
}
