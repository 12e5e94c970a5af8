import type { Doc, Value } from '../../bson/document.js';
import { readerOf } from '../../bson/fields.js';
import { firstInOrder } from '../../query/first-in-order.js';
import type { Key, SortOrder } from '../../query/sort.js';
import type { Row } from '../../storage/collection.js';
import { integer } from './integer.js';
import type { Source, Telling } from './stage.js';
import { Stage } from './stage.js';

const MEMORY_LIMIT = 100 * 1024 * 1024;

/** All rows, in order; equal ones stay as they came. */
export class Sort extends Stage {
  readonly name = 'SORT';
  private sizeSorted = 0;

  /** @param limit how many are wanted, or 0 */
  constructor(input: Stage, private readonly pattern: Doc, private readonly order: SortOrder, private readonly limit: number) {
    super([input]);
  }

  protected *rows(source: Source): Generator<Row> {
    const { order } = this;
    const first = firstInOrder(this.keyed(source), (a, b) => order.compare(a.key, b.key), this.limit === 0 ? Infinity : this.limit);
    for (const { row } of first) yield row;
  }

  private *keyed(source: Source): Generator<{ row: Row; key: Key }> {
    const read = readerOf(this.order.fields);
    for (const row of this.inputs[0]!.run(source)) {
      this.sizeSorted += row.bytes.length;
      yield { row, key: this.order.keyOf(row.read(read)) };
    }
  }

  protected describe(telling: Telling): Record<string, Value> {
    return {
      sortPattern: this.pattern, memLimit: integer(MEMORY_LIMIT), limitAmount: this.limit === 0 ? undefined : integer(this.limit), type: 'simple',
      ...(telling === 'execution' ? { totalDataSizeSorted: integer(this.sizeSorted), usedDisk: false, spills: integer(0) } : {}),
    };
  }
}
