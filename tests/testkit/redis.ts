import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { freePort } from './free-port.js';

/** Redis is optional, here as everywhere: what needs one is skipped where there is none. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

export interface RedisServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** A Redis server of one's own, which keeps nothing. */
export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await saysThatItIsReady(child);
  return {
    url: `redis://127.0.0.1:${port}`,
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    },
  };
}

const saysThatItIsReady = ({ stdout }: ChildProcess): Promise<void> =>
  new Promise((resolve) => createInterface(stdout!).on('line', (line) => line.includes('Ready to accept connections') && resolve()));
