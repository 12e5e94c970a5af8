import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { mongo } from 'mongoose';

import { freePort } from '../tests/testkit/free-port.js';
import { endsWithUs } from '../tests/testkit/process.js';
import { failures, type Trouble } from './troubles.js';

/** What the servers call themselves when they connect: only they run into failures, and not those who look at the data. */
export const appName = 'the-servers';

/** The embedded database in a process of its own, so that it can be killed; what it has acknowledged it finds again on the disk. */
export class Database {
  private child: ChildProcess | undefined;
  private client: mongo.MongoClient | undefined;
  private restarting: Promise<void> | undefined;

  private constructor(
    private readonly port: number,
    private readonly directory: string,
  ) {}

  static async start(): Promise<Database> {
    const database = new Database(await freePort(), await mkdtemp(join(tmpdir(), 'prove-')));
    await database.launch();
    return database;
  }

  uri(name: string, options = ''): string {
    return `mongodb://127.0.0.1:${this.port}/${name}?replicaSet=rs0${options}`;
  }

  async make({ failure, times }: Extract<Trouble, { kind: 'failure' }>): Promise<void> {
    await this.command({ configureFailPoint: 'failCommand', mode: { times }, data: { ...failures[failure], appName } });
  }

  async makeNoTrouble(): Promise<void> {
    await this.command({ configureFailPoint: 'failCommand', mode: 'off' });
  }

  /** What a server does by itself, a minute after it has last heard of a transaction. */
  async forgetTheDead(): Promise<void> {
    await this.command({ killAllSessions: [] });
  }

  /** Two who kill it at the same moment kill it once. */
  killAndRestart(): Promise<void> {
    return (this.restarting ??= this.restart().finally(() => (this.restarting = undefined)));
  }

  async stop(): Promise<void> {
    await this.client?.close();
    await this.kill();
    await rm(this.directory, { recursive: true, force: true });
  }

  private async restart(): Promise<void> {
    await this.kill();
    await this.launch();
  }

  private async kill(): Promise<void> {
    const child = this.child!;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  private async launch(): Promise<void> {
    const script = ['--import', '@oxc-node/core/register', 'src/embedded-mongodb/main.ts', '--fail-points', '--port', String(this.port), '--data', this.directory];
    this.child = spawn(process.execPath, script, { stdio: ['ignore', 'pipe', 'inherit'] });
    endsWithUs(this.child);
    const [line] = (await Promise.race([once(createInterface(this.child.stdout!), 'line'), once(this.child, 'exit')])) as [unknown];
    if (!String(line).startsWith('READY')) throw new Error(`The database did not start: ${String(line)}`);
    this.client ??= new mongo.MongoClient(this.uri('admin'));
  }

  private async command(command: mongo.Document): Promise<void> {
    // A database that is being killed has trouble enough.
    await this.client!.db('admin').command(command).catch(() => undefined);
  }
}
