import type { Value } from '../../bson/document.js';
import { readerOf } from '../../bson/fields.js';
import type { Filter } from '../../query/filter.js';
import type { MatchNode } from '../../query/match/tree.js';
import type { Row } from '../../storage/collection.js';
import { filterDocument } from '../explain/filter-document.js';
import { integer } from './integer.js';
import type { Source, Telling } from './stage.js';
import { Stage } from './stage.js';

/** Looks at the documents of rows, and drops those that do not match. */
export class Fetch extends Stage {
  readonly name = 'FETCH';

  /** @param residual the parts of the filter that are still to be tested; none: all rows pass, and are not even decoded */
  constructor(input: Stage, private readonly filter: Filter, private readonly residual: readonly MatchNode[]) {
    super([input]);
  }

  /** No row is dropped. */
  get looksAtAll(): boolean {
    return this.residual.length === 0;
  }

  protected *rows(source: Source): Generator<Row> {
    const read = this.residual.length > 0 ? readerOf(this.filter.fields) : null;
    for (const row of this.inputs[0]!.run(source)) {
      this.docsExamined += 1;
      if (read === null || this.filter.matches(row.read(read))) yield row;
    }
  }

  protected describe(telling: Telling): Record<string, Value> {
    return {
      filter: this.residual.length === 0 ? undefined : filterDocument({ kind: 'and', children: [...this.residual] }),
      ...(telling === 'execution' ? { docsExamined: integer(this.docsExamined), alreadyHasObj: integer(0) } : {}),
    };
  }
}
