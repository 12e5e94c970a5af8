import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a server, which the test can hold, so that nothing is refused and nothing is answered, and cut, so that nobody is there. */
export class Line {
  private readonly sockets = new Set<Socket>();
  private server: Server | undefined;
  private held = false;
  port = 0;

  async open(to: number): Promise<void> {
    this.server = createServer((near) => {
      const far = connect(to, '127.0.0.1');
      for (const [one, other] of [[near, far], [far, near]] as const) {
        this.sockets.add(one);
        one.on('data', (bytes) => this.held || other.write(bytes));
        one.on('error', () => undefined);
        one.on('close', () => {
          this.sockets.delete(one);
          other.destroy();
        });
      }
    }).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as { port: number }).port;
  }

  hold(): void {
    this.held = true;
  }

  /** What was held is lost: whoever waits for it has to ask again. */
  release(): void {
    this.held = false;
    for (const socket of this.sockets) socket.destroy();
  }

  async cut(): Promise<void> {
    const closed = once(this.server!, 'close');
    this.server!.close();
    this.release();
    await closed;
  }
}
