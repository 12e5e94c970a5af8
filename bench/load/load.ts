import { setTimeout as pause } from 'node:timers/promises';

import { percentile } from './statistics.js';

/** What a stretch of load came to. Times are milliseconds. */
export interface Sample {
  readonly count: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** Closed loop: so many lanes, each asking again as soon as it was answered. */
export async function closedLoop({ lanes, ms }: { lanes: number; ms: number }, ask: () => Promise<unknown>): Promise<Sample> {
  const start = performance.now();
  const took: number[] = [];
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (performance.now() - start < ms) took.push(await timed(ask));
    }),
  );
  return sampleOf(took, performance.now() - start);
}

/** Closed loop over a stock of things that can be used once. */
export async function closedLoopOver<T>(lanes: number, things: readonly T[], ask: (thing: T) => Promise<unknown>): Promise<Sample> {
  const start = performance.now();
  const rest = [...things];
  const took: number[] = [];
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let thing = rest.shift(); thing !== undefined; thing = rest.shift()) {
        const one = thing;
        took.push(await timed(() => ask(one)));
      }
    }),
  );
  return sampleOf(took, performance.now() - start);
}

/** Open loop: a call falls due at a fixed rate whether or not the one before was answered, and its time counts from when it was due. */
export async function openLoop({ perSecond, ms }: { perSecond: number; ms: number }, ask: () => Promise<unknown>): Promise<Sample> {
  const start = performance.now();
  const count = Math.round((perSecond * ms) / 1000);
  const took = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const due = start + (index * 1000) / perSecond;
      await pause(Math.max(0, due - performance.now()));
      await ask();
      return performance.now() - due;
    }),
  );
  return sampleOf(took, performance.now() - start);
}

async function timed(ask: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await ask();
  return performance.now() - start;
}

export const sampleOf = (took: readonly number[], ms: number): Sample => ({
  count: took.length,
  perSecond: (took.length * 1000) / ms,
  p50: percentile(took, 0.5),
  p99: percentile(took, 0.99),
});
