import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { expect, test } from 'vitest';

import { anonymous, startProcess, theApp, useApp } from '../testkit/index.js';
import { freePort } from '../testkit/free-port.js';
import { endsWithUs } from '../testkit/process.js';

useApp();

/** `npm run seed`, on the database of the app; answers its exit code. */
async function seeding(): Promise<number | null> {
  const child = spawn(process.execPath, ['--import', '@oxc-node/core/register', 'src/main.ts', '--seed'], {
    env: { ...process.env, NODE_ENV: 'test', LOG_LEVEL: 'silent', MONGODB_URI: theApp().databaseUri },
    stdio: 'ignore',
  });
  endsWithUs(child);
  return ((await once(child, 'exit')) as [number | null])[0];
}

test('a seed that cannot be sown ends, and leaves nothing behind', async () => {
  await anonymous().registers({ email: 'ben@barter.example', password: 'somebody else', name: 'Another Ben' });
  expect(await seeding()).toBe(1);
  expect((await anonymous().browses()).edges).toEqual([]);
});

test('whoever waits until a server with a database of its own is ready finds the market there', { timeout: 60_000 }, async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const starting = startProcess('', { PORT: String(port) });
  // Not when it says so itself, which it does last of all.
  const isReady = () => fetch(`${url}/ready`).then(({ status }) => status, () => 'not there');
  await expect.poll(isReady, { timeout: 30_000, interval: 1 }).toBe(200);
  expect((await anonymous(null, () => url).browses()).edges.length).toBeGreaterThan(0);
  expect(await (await starting).stop()).toBe(0);
});
