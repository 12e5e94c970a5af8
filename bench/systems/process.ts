import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

import { freePort } from '../../tests/testkit/free-port.js';

/** A server in a process of its own, with what the kernel says of it. */
export interface ServerProcess {
  readonly url: string;
  /** Milliseconds of processor time so far, user and system, in steps of ten. */
  readonly cpu: () => number;
  /** Resident memory, in bytes. */
  readonly memory: () => number;
  readonly stop: () => Promise<void>;
}

const ticksPerSecond = 100;
const pageSize = 4096;

/** Whatever was started is stopped, also when a job fails half-way. */
const running = new Set<ServerProcess>();
export const stopAll = async (): Promise<void> => void (await Promise.all([...running].map((server) => server.stop())));

/** As production starts: compiled. `npm run bench` builds first. */
export const compiled = (file: string): readonly string[] => {
  if (!existsSync('dist/main.js')) throw new Error('Run `npm run build` first, or `npm run bench`, which does.');
  return ['--enable-source-maps', `dist/${file}`];
};
export const fromSource = (file: string): readonly string[] => ['--import', '@oxc-node/core/register', `bench/${file}`];

/** Starts node on the arguments with a free port in `PORT`, and waits until that port listens. Logs go where production's cost the least: nowhere. */
export async function startServer(nodeArguments: readonly string[], variables: Readonly<Record<string, string>>): Promise<ServerProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, [...nodeArguments], {
    env: { ...process.env, NODE_ENV: 'production', EMAIL_VERIFICATION: 'off', PORT: String(port), ...variables },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await listening(url, child);
  return observed(child, url);
}

export function observed(child: ChildProcess, url: string): ServerProcess {
  const server: ServerProcess = {
    url,
    cpu: () => processorTime(child.pid!),
    memory: () => Number(readFileSync(`/proc/${child.pid}/statm`, 'utf8').split(' ')[1]) * pageSize,
    stop: async () => {
      if (!running.delete(server) || child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await exited;
      clearTimeout(patience);
    },
  };
  running.add(server);
  return server;
}

/** Fields 14 and 15 of stat; the second field, the name, may contain blanks and brackets. */
function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
}

async function listening(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${child.spawnargs.join(' ')} ended with ${child.exitCode} before it listened.`);
    try {
      await fetch(`${url}/health`);
      return;
    } catch {
      await pause(5);
    }
  }
}
