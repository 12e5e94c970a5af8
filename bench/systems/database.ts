import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { compiled, observed, type ServerProcess } from './process.js';

/** The one database of a run. Each system has a name of its own in it. */
export interface Database {
  readonly name: string;
  readonly uri: (databaseName: string) => string;
  /** Milliseconds of processor time so far; 0 when the process is not ours to look at. */
  readonly cpu: () => number;
}

/** `MONGODB_URI` names a real one; without it, the embedded one in a process of its own. */
export async function startDatabase(): Promise<Database> {
  const given = process.env['MONGODB_URI'];
  if (given) return { name: `MongoDB at ${new URL(given).host}`, uri: (name) => named(given, name), cpu: () => 0 };
  const { url, cpu } = await startEmbedded();
  return { name: 'the embedded MongoDB, in memory, in a process of its own', uri: (name) => named(url, name), cpu };
}

async function startEmbedded(): Promise<ServerProcess> {
  const child = spawn(process.execPath, compiled('embedded-mongodb/main.js'), { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    const uri = /^READY (\S+)/.exec(line)?.[1];
    if (uri) return observed(child, uri);
  }
  throw new Error('The embedded MongoDB ended before it was ready.');
}

function named(uri: string, name: string): string {
  const address = new URL(uri);
  address.pathname = `/bench-${process.pid}-${name}`;
  return address.href;
}
