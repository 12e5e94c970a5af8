import type { Value } from '../../bson/document.js';
import { checkForInterrupt } from '../../interruption.js';
import type { Row } from '../../storage/collection.js';
import { describeEnds } from '../explain/describe-bounds.js';
import { describeIndex } from '../explain/describe-index.js';
import type { IndexRead } from '../planner/candidate.js';
import { integer } from './integer.js';
import type { Source, Telling } from './stage.js';
import { Stage } from './stage.js';

/** One range of keys that answers by itself: its rows need only be counted. */
export class CountScan extends Stage {
  readonly name = 'COUNT_SCAN';

  constructor(private readonly read: IndexRead) {
    super([]);
  }

  protected *rows({ collection, view }: Source): Generator<Row> {
    const { index, ranges, arrays } = this.read;
    const seen = arrays.some((steps) => steps !== 0) ? new Set<number>() : null;
    for (const { key, recordId } of index.range(ranges)) {
      checkForInterrupt();
      this.keysExamined += 1;
      if (seen?.has(recordId)) continue;
      const row = collection.rowWithKey(view, index, key, recordId);
      if (row === null) continue;
      seen?.add(recordId);
      yield row;
    }
  }

  /** How many rows there are, for whoever wants nothing else of them. */
  count({ collection, view }: Source): number {
    const { index, ranges, arrays } = this.read;
    const seen = arrays.some((steps) => steps !== 0) ? new Set<number>() : null;
    let found = 0;
    for (const { key, recordId } of index.range(ranges)) {
      checkForInterrupt();
      if (!collection.hasRowWithKey(view, index, key, recordId)) continue;
      found += 1;
      seen?.add(recordId);
    }
    return seen?.size ?? found;
  }

  protected describe(telling: Telling): Record<string, Value> {
    return {
      ...describeIndex(this.read.index, this.read), indexBounds: describeEnds(this.read),
      ...(telling === 'execution' ? { keysExamined: integer(this.keysExamined) } : {}),
    };
  }
}
