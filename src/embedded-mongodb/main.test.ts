import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { MongoClient } from 'mongodb';
import { expect, test } from 'vitest';

test.each(['SIGTERM', 'SIGINT'] as const)('alone, it says where it is, and stops cleanly on %s', async (signal) => {
  const main = spawn(process.execPath, ['--import', '@oxc-node/core/register', new URL('main.ts', import.meta.url).pathname, '--fail-points'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(main.stdout, 'data')) as [Buffer];
  const [, uri] = /^READY (mongodb:\/\/127\.0\.0\.1:\d+\/\?replicaSet=rs0)\n$/.exec(line.toString()) ?? [];
  const client = await MongoClient.connect(uri!);
  expect(await client.db('admin').command({ configureFailPoint: 'failCommand', mode: 'off' })).toMatchObject({ ok: 1 });
  main.kill(signal);
  expect(await once(main, 'exit')).toEqual([0, null]);
  // A driver looks for somebody to end its sessions with, and for up to half a minute.
  void client.close();
});
