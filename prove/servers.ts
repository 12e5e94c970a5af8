import { setTimeout as pause } from 'node:timers/promises';

import { startProcess, type ServerProcess } from '../tests/testkit/process.js';
import { appName, type Database } from './database.js';
import type { Fault } from './faults/fault.js';

const startsAtMost = 10;

export const jwtSecret = 'the secret of all who take part in the proof';

const variables = {
  JWT_SECRET: jwtSecret,
  // Nobody proves anything about limits here.
  RATE_LIMIT: 'off',
  EMAIL_VERIFICATION: 'off',
  SOCKETS_PER_ADDRESS: '100000',
  // A retry may come late on a busy machine, and is not a thief.
  REFRESH_GRACE_SECONDS: '3600',
};

/** Several processes of the real API on one database; they can be killed, and come back elsewhere. */
export class Servers {
  private restarting = new Set<Promise<void>>();
  private readonly crashes: string[] = [];

  private constructor(
    private readonly running: (ServerProcess | null)[],
    private readonly start: () => Promise<ServerProcess>,
    private readonly database: Database,
  ) {
    for (const server of running) this.watch(server!);
  }

  static async start(howMany: number, database: Database, databaseName: string, fault: Fault | null): Promise<Servers> {
    const uri = database.uri(databaseName, `&appName=${appName}`);
    const start = () => (fault ? startProcess(uri, { ...variables, PROVE_FAULT: fault.name }, 'prove/faults/faulty-server.ts') : startProcess(uri, variables));
    return new Servers(await Promise.all(Array.from({ length: howMany }, start)), start, database);
  }

  get count(): number {
    return this.running.length;
  }

  /** Where to turn to: to another one while the one that was meant is dead. */
  url(server: number): string {
    for (let offset = 0; offset < this.count; offset++) {
      const found = this.running[(server + offset) % this.count];
      if (found) return found.url;
    }
    throw new Error('No server is left.');
  }

  /** Kills it as a power cut does; the others go on while it comes back. */
  kill(server: number): void {
    const victim = this.running[server % this.count];
    const alive = this.running.filter((each) => each !== null).length;
    if (!victim || alive < 2) return;
    this.running[server % this.count] = null;
    const back = (async () => {
      await victim.kill();
      await this.database.forgetTheDead();
      const successor = await this.startAgain();
      this.running[server % this.count] = successor;
      this.watch(successor);
    })();
    this.restarting.add(back);
    void back.finally(() => this.restarting.delete(back)).catch(() => undefined);
  }

  /** The database may have been killed as well: whoever does not find it then ends, and is started again, as by any process manager. */
  private async startAgain(): Promise<ServerProcess> {
    for (let attempt = 1; attempt < startsAtMost; attempt++) {
      try {
        return await this.start();
      } catch {
        await pause(1_000);
      }
    }
    return this.start();
  }

  /** Fails when one has ended that nobody killed. */
  async allBack(): Promise<void> {
    await Promise.all(this.restarting);
    if (this.crashes.length > 0) throw new Error(this.crashes.join('\n'));
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.restarting);
    const left = this.running.splice(0);
    await Promise.all(left.map((server) => server?.kill()));
  }

  private watch(server: ServerProcess): void {
    void server.ended.then((code) => {
      if (this.running.includes(server)) this.crashes.push(`The server at ${server.url} ended by itself, with ${code}.`);
    });
  }
}
