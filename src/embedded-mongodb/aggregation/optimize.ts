import type { Stage } from './stage.js';

/**
 * Moves conditions towards the front, past stages that leave alone what they read. It lets indexes answer them, and it
 * shows: a computed field that would fail on a document is not computed for documents that are filtered out. A `$sort`
 * learns how many documents are wanted of it.
 */
export function optimize(stages: readonly Stage[]): Stage[] {
  const result: Stage[] = [];
  for (const stage of stages) place(stage, result, result.length);
  return result.map((stage, i) => stage.limited?.(neededOf(result, i + 1)) ?? stage);
}

/** How many documents the stages from `at` on need, as far as `$skip` and `$limit` say. */
function neededOf(stages: readonly Stage[], at: number): number {
  const { skip, limit } = stages[at]?.front ?? {};
  if (limit !== undefined) return limit;
  return skip === undefined ? Infinity : skip + neededOf(stages, at + 1);
}

/** Puts a stage where `end` stages are before it, or parts of it further ahead. */
function place(stage: Stage, stages: Stage[], end: number): void {
  const previous = stages[end - 1];
  if (stage.split === undefined || previous?.keeps === undefined) {
    stages.splice(end, 0, stage);
    return;
  }
  const { before, after } = stage.split(previous.keeps);
  if (after !== undefined) stages.splice(end, 0, after);
  if (before !== undefined) place(before, stages, end - 1);
}
