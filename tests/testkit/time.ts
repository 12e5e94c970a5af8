import { expect } from 'vitest';

import { setClock } from '../../src/platform/clock.js';
import { queueState } from '../../src/platform/reactions/index.js';

let ahead = false;

/** What follows from what has happened, such as mail, has come to its end: it is done, or given up. */
export const everythingDone = () => expect.poll(async () => (await queueState()).waiting, { interval: 10 }).toBe(0);

/**
 * So many seconds after the present, whatever the clock said before. Waits until nothing is under way: a claim would run out
 * at once, and what it is about be done twice.
 */
export async function later(seconds: number): Promise<void> {
  await everythingDone();
  suddenlyLater(seconds);
}

/** The same under the hands of whoever is at work, for tests about just that. */
export function suddenlyLater(seconds: number): void {
  ahead = true;
  setClock(() => new Date(Date.now() + seconds * 1000));
}

/** Everything happens in one millisecond from here on. */
export function timeStandsStill(): void {
  const moment = new Date();
  setClock(() => moment);
}

/** Also comes by itself after each test. Waits as well: what was noted later is due later, and would be left to the tests that follow. */
export async function backToNow(): Promise<void> {
  try {
    if (ahead) await everythingDone();
  } finally {
    ahead = false;
    setClock(() => new Date());
  }
}
