import { Writable } from 'node:stream';

import mongoose from 'mongoose';
import { expect, test } from 'vitest';

import { poolFigures } from '../../src/platform/database.js';
import { createLogger } from '../../src/platform/logger.js';
import { administrator, people, timeStandsStill, useApp } from '../testkit/index.js';

/** So few that five hundred queries have to wait for each other; one of them belongs to the change stream. */
const poolSize = 3;

const logged: string[] = [];
const log = createLogger('warn', new Writable({ write: (line: Buffer, _, done) => (logged.push(line.toString()), done()) }));

useApp({ mongodbPoolSize: poolSize }, log);

test('five hundred queries at once are all answered, by no more connections than were allowed', { timeout: 120_000 }, async () => {
  // The log says once in a minute that all are taken: here within one, however long it takes.
  timeStandsStill();
  const { ana } = await people('ana');
  const gale = await administrator();
  const lamp = await ana.lists({ title: 'A lamp' });
  let [mostInUse, mostWaiting] = [0, 0];
  mongoose.connection.getClient().on('connectionCheckedOut', () => {
    const { inUse, waiting } = poolFigures();
    [mostInUse, mostWaiting] = [Math.max(mostInUse, inUse), Math.max(mostWaiting, waiting)];
  });

  const answers = await Promise.all(Array.from({ length: 500 }, () => ana.looksAt(lamp)));

  expect(new Set(answers.map(({ title }) => title))).toEqual(new Set(['A lamp']));
  expect(answers).toHaveLength(500);
  expect(mostInUse).toBe(poolSize);
  expect(mostWaiting).toBeGreaterThan(poolSize);

  // Whatever the server does by itself may just wait for one, too.
  const pool = async () => (await gale.examinesTheSystem()).pool;
  await expect.poll(pool).toMatchObject({ size: poolSize, open: poolSize, waiting: 0 });
  expect((await pool()).longestWaitMs).toBeGreaterThan(0);
  const warnings = logged.map((line) => JSON.parse(line) as { msg: string }).filter(({ msg }) => msg.includes('All connections'));
  expect(warnings).toMatchObject([{ level: 40, pool: { size: poolSize, inUse: poolSize } }]);
});
