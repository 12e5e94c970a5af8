import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

import { describe, expect, test } from 'vitest';

import { startEmbeddedMongoDb } from '../../src/embedded-mongodb/index.js';
import { freePort } from '../testkit/free-port.js';
import { endsWithUs } from '../testkit/process.js';
import { unlimited } from '../testkit/unlimited.js';

/** A server that is told of a database at that port. */
function starting(port: number, variables: Readonly<Record<string, string>> = {}) {
  const MONGODB_URI = `mongodb://127.0.0.1:${port}/barter?replicaSet=rs0`;
  const child = spawn(process.execPath, ['--import', '@oxc-node/core/register', 'src/main.ts'], {
    env: { ...process.env, ...unlimited, NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'warn', MONGODB_URI, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  endsWithUs(child);
  let said = '';
  child.stdout.on('data', (more: Buffer) => (said += more.toString()));
  const ended = once(child, 'exit') as Promise<[number | null]>;
  return {
    child,
    ended: ended.then(([code]) => code),
    complaints: text(child.stderr),
    says: (words: string) => expect.poll(() => said, { timeout: 30_000 }).toContain(words),
  };
}

describe('a server that is started before its database', { timeout: 60_000 }, () => {
  test('waits for it, and says so', async () => {
    const port = await freePort();
    const { child, says, ended } = starting(port);
    await says('"Waiting for the database."');
    const embedded = await startEmbeddedMongoDb({ port });
    await says('GraphQL');
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
    await embedded.stop();
  });

  test('gives up after a while, with one line that says what it missed', async () => {
    const port = await freePort();
    const { ended, complaints } = starting(port, { MONGODB_WAIT_SECONDS: '1' });
    expect(await ended).toBe(1);
    expect(await complaints).toMatch(new RegExp(`^The database at 127.0.0.1:${port} did not answer within 1 s: connect ECONNREFUSED .*MONGODB_URI.*\n$`));
  });
});
