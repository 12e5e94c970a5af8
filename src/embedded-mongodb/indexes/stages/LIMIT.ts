import type { Value } from '../../bson/document.js';
import type { Row } from '../../storage/collection.js';
import { integer } from './integer.js';
import type { Source } from './stage.js';
import { Stage } from './stage.js';

export class Limit extends Stage {
  readonly name = 'LIMIT';

  constructor(input: Stage, private readonly amount: number) {
    super([input]);
  }

  protected *rows(source: Source): Generator<Row> {
    let left = this.amount;
    for (const row of this.inputs[0]!.run(source)) {
      yield row;
      left -= 1;
      if (left === 0) return;
    }
  }

  protected describe(): Record<string, Value> {
    return { limitAmount: integer(this.amount) };
  }
}
