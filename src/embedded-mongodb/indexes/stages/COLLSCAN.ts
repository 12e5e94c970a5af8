import type { Value } from '../../bson/document.js';
import { readerOf } from '../../bson/fields.js';
import { checkForInterrupt } from '../../interruption.js';
import type { Filter } from '../../query/filter.js';
import type { Row } from '../../storage/collection.js';
import { filterDocument } from '../explain/filter-document.js';
import { integer } from './integer.js';
import type { Source, Telling } from './stage.js';
import { Stage } from './stage.js';

/** Every document, in the order of insertion. */
export class CollectionScan extends Stage {
  readonly name = 'COLLSCAN';

  constructor(private readonly filter: Filter | null, private readonly direction: 1 | -1) {
    super([]);
  }

  protected *rows({ collection, view }: Source): Generator<Row> {
    const read = readerOf(this.filter?.fields ?? null);
    for (const row of collection.rows(view, this.direction)) {
      checkForInterrupt();
      this.docsExamined += 1;
      if (this.filter === null || this.filter.matches(row.read(read))) yield row;
    }
  }

  protected describe(telling: Telling): Record<string, Value> {
    return {
      filter: this.filter === null ? undefined : filterDocument(this.filter.tree), direction: this.direction === 1 ? 'forward' : 'backward',
      docsExamined: telling === 'execution' ? integer(this.docsExamined) : undefined,
    };
  }
}
