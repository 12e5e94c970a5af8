import type { Index } from '../index.js';
import { DistinctScan } from '../stages/DISTINCT_SCAN.js';
import { Fetch } from '../stages/FETCH.js';
import { IndexScan } from '../stages/IXSCAN.js';
import { isOneValue, readFor } from './candidate.js';
import type { Plan, Task } from './planner.js';
import { conditionsOf, conjunctsOf } from './conditions.js';
import { layoutOf } from './layout.js';

/** A scan of an index that knows the distinct values of a field, for documents that a task is about; null if none does. */
export function distinctScan(task: Task, key: string, indexes: readonly Index[], plan: () => Plan): DistinctScan | null {
  const conjuncts = conjunctsOf(task.filter.tree);
  if (conjuncts.length === 0 && task.hint === undefined) {
    const index = indexes.find((candidate) => candidate.fields[0]!.path === key && answers(candidate, task));
    const question = { conjuncts, conditions: conditionsOf(conjuncts), sameCollation: () => true };
    return index === undefined ? null : new DistinctScan(readFor(question, layoutOf(index), true)!, 0);
  }
  const { root } = plan();
  const scan = root instanceof Fetch && root.looksAtAll ? root.inputs[0] : null;
  if (!(scan instanceof IndexScan) || !answers(scan.index, task)) return null;
  const field = scan.index.fields.findIndex(({ path }) => path === key);
  const { bounds, rangedFields } = scan.read;
  // What later fields hold is checked key by key, which a jump would miss.
  if (field < 0 || scan.index.arrays[field] !== 0 || rangedFields <= field || scan.checksKeys) return null;
  return bounds.slice(0, field).every(isOneValue) ? new DistinctScan(scan.read, field) : null;
}

function answers(index: Index, task: Task): boolean {
  return !index.isHidden && index.partial === null && task.sameCollation(index) && index.fields.every(({ kind }) => kind === 'ascending' || kind === 'descending');
}
