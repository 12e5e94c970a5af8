import type { Value } from '../../bson/document.js';
import { checkForInterrupt } from '../../interruption.js';
import type { Row } from '../../storage/collection.js';
import { describeBounds } from '../explain/describe-bounds.js';
import { describeIndex } from '../explain/describe-index.js';
import type { Key } from '../index.js';
import { AFTER, endOfValue } from '../key.js';
import type { IndexRead } from '../planner/candidate.js';
import { integer } from './integer.js';
import type { Source, Telling } from './stage.js';
import { Stage } from './stage.js';

/**
 * One row for each value that an index has of a field; what has the same value is jumped over. The values are those of
 * the index: null for what is missing, undefined for an empty array.
 */
export class DistinctScan extends Stage {
  readonly name = 'DISTINCT_SCAN';

  /** @param field which of the index's fields is asked for; those before it have one value each */
  constructor(private readonly read: IndexRead, private readonly field: number) {
    super([]);
  }

  *values(source: Source): Generator<Value> {
    for (const { value } of this.steps(source)) yield value;
  }

  protected *rows(source: Source): Generator<Row> {
    for (const { row } of this.steps(source)) yield row;
  }

  private *steps({ collection, view }: Source): Generator<{ row: Row; value: Value }> {
    const { index, ranges } = this.read;
    for (const range of ranges) {
      let { from } = range;
      for (;;) {
        let found: { key: Key; row: Row } | null = null;
        for (const { key, recordId } of index.range([{ from, to: range.to }])) {
          checkForInterrupt();
          this.keysExamined += 1;
          const row = collection.rowWithKey(view, index, key, recordId);
          if (row === null) continue;
          found = { key, row };
          break;
        }
        if (found === null) break;
        yield { row: found.row, value: index.valuesOf(found.key, found.row.decode())[this.field] };
        from = found.key.slice(0, this.endIn(found.key)) + AFTER;
      }
    }
  }

  private endIn(key: Key): number {
    let end = 0;
    for (let field = 0; field <= this.field; field += 1) end = endOfValue(key, end, this.read.descending[field]!);
    return end;
  }

  protected describe(telling: Telling): Record<string, Value> {
    return {
      ...describeIndex(this.read.index), direction: 'forward', indexBounds: describeBounds(this.read, 1),
      ...(telling === 'execution' ? { keysExamined: integer(this.keysExamined) } : {}),
    };
  }
}
