import { type Conditions, generate } from './history.js';
import type { Play, Stage } from './play.js';
import { seedOf } from './random.js';
import { liveThrough, type Verdict } from './round.js';

export interface Search extends Conditions {
  readonly seed: number;
  readonly histories: number;
  /** The only one, as often as `histories` says. */
  readonly only?: number | undefined;
  /** How many are lived through at once. */
  readonly atOnce: number;
  readonly onProgress?: (done: number, steps: number) => void;
}

export interface Result {
  /** How many were lived through, the failing one included. */
  readonly histories: number;
  readonly steps: number;
  /** How often each deed was acknowledged. */
  readonly acknowledged: ReadonlyMap<string, number>;
  readonly index: number | null;
  readonly failure: Verdict | null;
}

/** One history after the other, until one fails. */
export async function search({ seed, histories, only, atOnce, onProgress, ...conditions }: Search, stage: Stage): Promise<Result> {
  let steps = 0;
  const acknowledged = new Map<string, number>();
  for (let first = 0; first < histories; first += atOnce) {
    const round = Array.from({ length: Math.min(atOnce, histories - first) }, (_, index) => generate(seedOf(seed, only ?? first + index), conditions));
    const verdicts = await liveThrough(round, stage);
    const failed = verdicts.findIndex(({ complaints }) => complaints.length > 0);
    for (const { play } of verdicts) countAcknowledged(play, acknowledged);
    steps += round.reduce((sum, history) => sum + history.steps.length, 0);
    if (failed >= 0) return { histories: first + failed + 1, steps, acknowledged, index: only ?? first + failed, failure: verdicts[failed]! };
    onProgress?.(first + round.length, steps);
  }
  return { histories, steps, acknowledged, index: null, failure: null };
}

function countAcknowledged({ history, outcomes }: Play, into: Map<string, number>): void {
  for (const { id, what } of history.steps) if (outcomes.get(id)?.kind === 'done') into.set(what, (into.get(what) ?? 0) + 1);
}
