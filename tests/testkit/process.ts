import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { unlimited } from './unlimited.js';

export interface ServerProcess {
  readonly url: string;
  /** Asks it to stop, as a process manager does; answers its exit code. */
  readonly stop: () => Promise<number | null>;
  /** Kills it, as a power cut does. */
  readonly kill: () => Promise<void>;
  /** Its exit code, once it has ended, for whatever reason. */
  readonly ended: Promise<number | null>;
}

/** A server in a process of its own, on the given database. */
export async function startProcess(
  databaseUri: string,
  variables: Readonly<Record<string, string>> = {},
  script = 'src/main.ts',
): Promise<ServerProcess> {
  const child = spawn(process.execPath, ['--import', '@oxc-node/core/register', script], {
    env: { ...process.env, ...unlimited, NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'fatal', MONGODB_URI: databaseUri, ...variables },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  endsWithUs(child);
  const exited = once(child, 'exit') as Promise<[number | null]>;
  return {
    url: await announcedUrl(child, exited),
    ended: exited.then(([code]) => code),
    stop: async () => {
      child.kill('SIGTERM');
      return (await exited)[0];
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Whoever started it does not leave it behind. */
export function endsWithUs(child: ChildProcess): void {
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
}

async function announcedUrl({ stdout }: ChildProcess, exited: Promise<[number | null]>): Promise<string> {
  const announced = new Promise<string>((resolve) => {
    createInterface(stdout!).on('line', (line) => {
      const url = /(http:\S+)\/graphql/.exec(line)?.[1];
      if (url) resolve(url);
    });
  });
  const died = exited.then(([code]) => Promise.reject(new Error(`The server ended with ${code} before it listened.`)));
  return Promise.race([announced, died]);
}
