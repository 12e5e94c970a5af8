import { readdir, readFile } from 'node:fs/promises';

import { expect, test } from 'vitest';

test('src/environment.ts is the only reader of process.env', async () => {
  const source = new URL('../../src/', import.meta.url);
  const files = (await readdir(source, { recursive: true })).filter((file) => file.endsWith('.ts') && !file.startsWith('embedded-mongodb'));
  const readers: string[] = [];
  for (const file of files) if ((await readFile(new URL(file, source), 'utf8')).includes('process.env')) readers.push(file);
  expect(readers).toEqual(['environment.ts']);
});
