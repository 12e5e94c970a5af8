import { type Conditions, generate } from './history.js';
import type { Stage } from './play.js';
import { seedOf } from './random.js';
import { liveThrough, type Verdict } from './round.js';
import { Tally } from './tally.js';

export interface Search extends Conditions {
  readonly seed: number;
  readonly histories: number;
  /** The index of the first one; 0 unless given. */
  readonly from?: number | undefined;
  /** The only one, as often as `histories` says. */
  readonly only?: number | undefined;
  /** How many are lived through at once. */
  readonly atOnce: number;
  /** How many are checked, and forgotten, together. */
  readonly perRound: number;
  /** Begins no round when they are over. */
  readonly milliseconds?: number;
  readonly onProgress?: (done: number, steps: number) => void;
}

export interface Result {
  /** How many were lived through, the failing one included. */
  readonly histories: number;
  readonly steps: number;
  readonly tally: Tally;
  readonly index: number | null;
  readonly failure: Verdict | null;
}

/** One round of histories after the other, until one fails. */
export async function search({ seed, histories, from = 0, only, atOnce, perRound, milliseconds = Infinity, onProgress, ...conditions }: Search, stage: Stage): Promise<Result> {
  const until = Date.now() + milliseconds;
  let steps = 0;
  let lived = 0;
  const tally = new Tally();
  for (let first = 0; first < histories && Date.now() < until; first += perRound) {
    const round = Array.from({ length: Math.min(perRound, histories - first) }, (_, index) => generate(seedOf(seed, only ?? from + first + index), conditions));
    const verdicts = await liveThrough(round, stage, atOnce);
    const failed = verdicts.findIndex(({ complaints }) => complaints.length > 0);
    for (const { play } of verdicts) tally.add(play);
    steps += round.reduce((sum, history) => sum + history.steps.length, 0);
    if (failed >= 0) return { histories: first + failed + 1, steps, tally, index: only ?? from + first + failed, failure: verdicts[failed]! };
    lived = first + round.length;
    onProgress?.(lived, steps);
  }
  return { histories: lived, steps, tally, index: null, failure: null };
}
