import mongoose from 'mongoose';
import { expect, test } from 'vitest';

import { people, useApp } from '../testkit/index.js';

/** So few that five hundred queries have to wait for each other; one of them belongs to the change stream. */
const poolSize = 3;

useApp({ mongodbPoolSize: poolSize });

test('five hundred queries at once are all answered, by no more connections than were allowed', async () => {
  const { ana } = await people('ana');
  const lamp = await ana.lists({ title: 'A lamp' });
  const open = new Set<number>();
  let most = 0;
  const pool = mongoose.connection.getClient();
  pool.on('connectionCheckedOut', ({ connectionId }) => (most = Math.max(most, open.add(connectionId as number).size)));
  pool.on('connectionCheckedIn', ({ connectionId }) => open.delete(connectionId as number));

  const answers = await Promise.all(Array.from({ length: 500 }, () => ana.looksAt(lamp)));

  expect(new Set(answers.map(({ title }) => title))).toEqual(new Set(['A lamp']));
  expect(answers).toHaveLength(500);
  expect(most).toBe(poolSize);
});
