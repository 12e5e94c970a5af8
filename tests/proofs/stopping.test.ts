import { expect, test } from 'vitest';

import { anonymous, assertConsistent, people, Refused, startProcess, theApp, useApp } from '../testkit/index.js';

/** W37: a process that is told to stop loses nothing that it acknowledged, and what it did not acknowledge can be sent again. */
const callers = 40;

useApp();

test('whatever was under way is there when it was acknowledged, and once when it is sent again', { timeout: 120_000 }, async () => {
  const { ana } = await people('ana');
  const server = await startProcess(theApp().databaseUri);
  const there = ana.asksAt(server.url);
  const titles = Array.from({ length: callers }, (_, n) => `Lamp ${n}`);
  const attempt = (title: string, at: typeof there) => at.lists({ title }, { idempotencyKey: `the call for ${title}` });

  let acknowledged = 0;
  let stopping: Promise<number | null> | undefined;
  const sent = await Promise.all(
    titles.map(async (title) => {
      try {
        const { id } = await attempt(title, there);
        acknowledged += 1;
        return id;
      } catch (error) {
        // Cut off, or not let in any more; a refusal by the server itself would be another matter.
        expect(error).not.toBeInstanceOf(Refused);
        return null;
      } finally {
        stopping ??= server.stop();
      }
    }),
  );
  expect(await stopping).toBe(0);
  expect(acknowledged).toBeGreaterThan(0);

  const kept = async () => (await ana.ownItems()).map(({ id }) => id).sort();
  expect(await kept()).toEqual(expect.arrayContaining(sent.filter((id) => id !== null)));

  const again = await Promise.all(titles.map((title) => attempt(title, ana)));
  for (const [n, { id }] of again.entries()) expect(sent[n] ?? id).toBe(id);
  expect(await kept()).toEqual(again.map(({ id }) => id).sort());
  await assertConsistent();
  await expect(anonymous(null, () => server.url).looksAt(again[0]!)).rejects.toThrow();
});
