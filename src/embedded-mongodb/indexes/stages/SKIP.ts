import type { Value } from '../../bson/document.js';
import type { Row } from '../../storage/collection.js';
import { integer } from './integer.js';
import type { Source } from './stage.js';
import { Stage } from './stage.js';

export class Skip extends Stage {
  readonly name = 'SKIP';

  constructor(input: Stage, private readonly amount: number) {
    super([input]);
  }

  protected *rows(source: Source): Generator<Row> {
    let left = this.amount;
    for (const row of this.inputs[0]!.run(source)) {
      if (left > 0) left -= 1;
      else yield row;
    }
  }

  protected describe(): Record<string, Value> {
    return { skipAmount: integer(this.amount) };
  }
}
