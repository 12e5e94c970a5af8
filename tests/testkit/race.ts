import type { ErrorCode } from '../../src/platform/errors/index.js';
import { Refused } from './refused.js';

export interface Race<T> {
  readonly won: readonly T[];
  readonly lost: readonly ErrorCode[];
}

/** `race(20, (n) => ana.does(…))`: all released together; who won, and with which codes the others lost. */
export async function race<T>(runners: number, run: (runner: number) => Promise<T>): Promise<Race<T>> {
  const results = await Promise.allSettled(Array.from({ length: runners }, (_, runner) => run(runner)));
  const won: T[] = [];
  const lost: ErrorCode[] = [];
  for (const result of results) {
    if (result.status === 'fulfilled') won.push(result.value);
    else if (result.reason instanceof Refused) lost.push(result.reason.code);
    else throw result.reason;
  }
  return { won, lost };
}
