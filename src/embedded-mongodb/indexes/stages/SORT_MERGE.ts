import type { Doc, Value } from '../../bson/document.js';
import { readerOf } from '../../bson/fields.js';
import type { Key, SortOrder } from '../../query/sort.js';
import type { Row } from '../../storage/collection.js';
import { integer } from './integer.js';
import type { Source, Telling } from './stage.js';
import { Stage } from './stage.js';

/** The next row of an input. */
interface Head {
  row: Row;
  key: Key;
  rest: Iterator<Row>;
}

/** The rows of several inputs that are each in order, merged into that order, each once. */
export class SortMerge extends Stage {
  readonly name = 'SORT_MERGE';
  private dupsDropped = 0;
  private dupsTested = 0;

  constructor(inputs: readonly Stage[], private readonly pattern: Doc, private readonly order: SortOrder) {
    super(inputs);
  }

  protected *rows(source: Source): Generator<Row> {
    const read = readerOf(this.order.fields);
    const seen = new Set<number>();
    const heads: Head[] = [];
    const enter = (rest: Iterator<Row>): void => {
      const { done, value } = rest.next();
      if (done !== true) this.place(heads, { row: value, key: this.order.keyOf(value.read(read)), rest });
    };
    for (const input of this.inputs) enter(input.run(source));
    for (let head = heads.pop(); head !== undefined; head = heads.pop()) {
      this.dupsTested += 1;
      if (seen.has(head.row.id)) this.dupsDropped += 1;
      else {
        seen.add(head.row.id);
        yield head.row;
      }
      enter(head.rest);
    }
  }

  /** The first in order stands last, where it is taken from. */
  private place(heads: Head[], head: Head): void {
    let low = 0;
    let high = heads.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.order.compare(heads[middle]!.key, head.key) > 0) low = middle + 1;
      else high = middle;
    }
    heads.splice(low, 0, head);
  }

  protected describe(telling: Telling): Record<string, Value> {
    return { sortPattern: this.pattern, ...(telling === 'execution' ? { dupsTested: integer(this.dupsTested), dupsDropped: integer(this.dupsDropped) } : {}) };
  }
}
