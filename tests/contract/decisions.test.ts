import { readdir, readFile } from 'node:fs/promises';

import { expect, test } from 'vitest';

const folder = new URL('../../docs/decisions/', import.meta.url);

test('each decision has a number of its own, and says so', async () => {
  const files = (await readdir(folder)).sort();
  expect(files.map((file) => Number(file.slice(0, 3)))).toEqual(files.map((_, index) => index + 1));
  for (const [index, file] of files.entries()) expect(await readFile(new URL(file, folder), 'utf8')).toMatch(new RegExp(`^# ${index + 1}\\. `));
});
