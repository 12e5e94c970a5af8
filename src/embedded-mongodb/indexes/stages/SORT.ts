import type { Doc, Value } from '../../bson/document.js';
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
  constructor(input: Stage, private readonly pattern: Doc, private readonly compare: (a: Doc, b: Doc) => number, private readonly limit: number) {
    super([input]);
  }

  protected *rows(source: Source): Generator<Row> {
    const rows: Row[] = [];
    for (const row of this.inputs[0]!.run(source)) {
      rows.push(row);
      this.sizeSorted += row.bytes.length;
    }
    // One row needs no sorting, but its sort key may be refused.
    if (rows.length === 1) this.compare(rows[0]!.decode(), rows[0]!.decode());
    rows.sort((a, b) => this.compare(a.decode(), b.decode()));
    const end = this.limit === 0 ? rows.length : Math.min(rows.length, this.limit);
    for (let i = 0; i < end; i += 1) yield rows[i]!;
  }

  protected describe(telling: Telling): Record<string, Value> {
    return {
      sortPattern: this.pattern, memLimit: integer(MEMORY_LIMIT), limitAmount: this.limit === 0 ? undefined : integer(this.limit), type: 'simple',
      ...(telling === 'execution' ? { totalDataSizeSorted: integer(this.sizeSorted), usedDisk: false, spills: integer(0) } : {}),
    };
  }
}
