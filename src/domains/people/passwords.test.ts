import { expect, test } from 'vitest';

import { hashPassword, passwordFits, waitingAtMost } from './passwords.js';

test('hashing a crowd of passwords leaves the loop free to turn, and keeps only so many waiting', async () => {
  let hashing = true;
  let turns = 0;
  const turn = () => {
    turns += 1;
    if (hashing) setImmediate(turn);
  };
  setImmediate(turn);

  const crowd = waitingAtMost + 50;
  const outcomes = await Promise.allSettled(Array.from({ length: crowd }, () => hashPassword('correct horse')));
  hashing = false;

  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  const inWork = 2;
  expect(refused).toHaveLength(crowd - waitingAtMost - inWork);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'RATE_LIMITED', details: { retryAfter: 2 } });
  expect(turns).toBeGreaterThan(crowd);
  expect(await passwordFits('correct horse', (outcomes[0] as PromiseFulfilledResult<string>).value)).toBe(true);
});
