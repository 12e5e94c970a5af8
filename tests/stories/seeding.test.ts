import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { expect, test } from 'vitest';

import { anonymous, theApp, useApp } from '../testkit/index.js';

useApp();

/** `npm run seed`, on the database of the app; answers its exit code. */
async function seeding(): Promise<number | null> {
  const child = spawn(process.execPath, ['--import', '@oxc-node/core/register', 'src/main.ts', '--seed'], {
    env: { ...process.env, NODE_ENV: 'test', LOG_LEVEL: 'silent', MONGODB_URI: theApp().databaseUri },
    stdio: 'ignore',
    timeout: 20_000,
  });
  return ((await once(child, 'exit')) as [number | null])[0];
}

test('a seed that cannot be sown ends, and leaves nothing behind', async () => {
  await anonymous().registers({ email: 'ben@barter.example', password: 'somebody else', name: 'Another Ben' });
  expect(await seeding()).toBe(1);
  expect((await anonymous().browses()).edges).toEqual([]);
});
