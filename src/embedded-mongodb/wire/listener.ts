import type { AddressInfo, Server as TcpServer } from 'node:net';
import { createServer } from 'node:net';
import { Connection } from './connection.js';
import type { Handler } from './connection.js';

const LOOPBACK = '127.0.0.1';

/** The listening socket and its connections. It listens on loopback only: there are no users or passwords here. */
export class Listener {
  readonly connections = new Set<Connection>();
  totalConnections = 0;
  private readonly tcp: TcpServer;

  constructor(handle: Handler, log: (line: string) => void) {
    this.tcp = createServer((socket) => {
      this.totalConnections += 1;
      const connection = new Connection(this.totalConnections, socket, handle, log);
      this.connections.add(connection);
      connection.onClose(() => this.connections.delete(connection));
    });
  }

  /** @returns `host:port` */
  listen(port: number): Promise<string> {
    return new Promise((resolve, reject) => {
      this.tcp.once('error', reject);
      this.tcp.listen({ port, host: LOOPBACK, backlog: 1024 }, () => {
        this.tcp.off('error', reject);
        resolve(`${LOOPBACK}:${(this.tcp.address() as AddressInfo).port}`);
      });
    });
  }

  /** Closes every connection. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.tcp.close(() => resolve());
      for (const connection of this.connections) connection.close();
    });
  }
}
