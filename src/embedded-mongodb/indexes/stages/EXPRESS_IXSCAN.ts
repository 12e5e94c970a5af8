import type { Value } from '../../bson/document.js';
import { doc } from '../../bson/document.js';
import type { Row } from '../../storage/collection.js';
import { integer } from './integer.js';
import type { Source, Telling } from './stage.js';
import { Stage } from './stage.js';

const ID_PATTERN = doc({ _id: integer(1) });

/** The document with an `_id`. */
export class ExpressIndexScan extends Stage {
  readonly name = 'EXPRESS_IXSCAN';
  private indexName = '_id_';

  constructor(private readonly id: Value) {
    super([]);
  }

  protected *rows({ collection, view }: Source): Generator<Row> {
    this.indexName = collection.idIndex.name;
    const row = collection.byId(view, this.id);
    if (row === null) return;
    this.keysExamined = 1;
    this.docsExamined = 1;
    yield row;
  }

  protected describe(telling: Telling): Record<string, Value> {
    return {
      keyPattern: ID_PATTERN, indexName: this.indexName,
      ...(telling === 'execution' ? { keysExamined: integer(this.keysExamined), docsExamined: integer(this.docsExamined) } : {}),
    };
  }
}
