import type { Value } from '../../bson/document.js';
import type { Row } from '../../storage/collection.js';
import { integer } from './integer.js';
import type { Source, Telling } from './stage.js';
import { Stage } from './stage.js';

/** The rows of several inputs, each once. */
export class Or extends Stage {
  readonly name = 'OR';
  private dupsDropped = 0;
  private dupsTested = 0;

  protected *rows(source: Source): Generator<Row> {
    const seen = new Set<number>();
    for (const input of this.inputs) {
      for (const row of input.run(source)) {
        this.dupsTested += 1;
        if (seen.has(row.id)) {
          this.dupsDropped += 1;
          continue;
        }
        seen.add(row.id);
        yield row;
      }
    }
  }

  protected describe(telling: Telling): Record<string, Value> {
    return telling === 'execution' ? { dupsTested: integer(this.dupsTested), dupsDropped: integer(this.dupsDropped) } : {};
  }
}
