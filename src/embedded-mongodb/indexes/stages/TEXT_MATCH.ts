import { Double } from 'bson';
import type { Doc, Value } from '../../bson/document.js';
import { Doc as EmptyDoc, doc } from '../../bson/document.js';
import { checkForInterrupt } from '../../interruption.js';
import { withMetadata } from '../../query/metadata.js';
import type { Row } from '../../storage/collection.js';
import { describeIndex } from '../explain/describe-index.js';
import type { Index } from '../index.js';
import type { TextKeys } from '../kinds/text.js';
import { passagesOf } from '../text/document.js';
import { meets } from '../text/matches.js';
import type { TextSearch } from '../text/search.js';
import { integer } from './integer.js';
import type { Source, Telling } from './stage.js';
import { Stage } from './stage.js';

/** The documents that a text search finds. Each carries its score: the sum of what its terms are worth. */
export class TextMatch extends Stage {
  readonly name = 'TEXT_MATCH';
  private docsRejected = 0;

  constructor(readonly index: Index, private readonly keys: TextKeys, private readonly search: TextSearch, private readonly prefix: readonly Value[]) {
    super([]);
  }

  protected *rows(source: Source): Generator<Row> {
    const scores = this.scoresById(source);
    for (const [id, score] of scores) {
      const row = source.collection.row(source.view, id);
      if (row === null) continue;
      this.docsExamined += 1;
      const document = row.decode();
      if (meets(passagesOf(document, this.keys.text), this.search)) {
        withMetadata(document, { textScore: new Double(score) });
        yield row;
      } else {
        this.docsRejected += 1;
      }
    }
  }

  private scoresById({ collection, view }: Source): Map<number, number> {
    const scores = new Map<number, number>();
    for (const term of this.search.terms) {
      const range = this.keys.rangeOf(this.prefix, term);
      for (const { key, recordId } of this.index.range([range])) {
        checkForInterrupt();
        this.keysExamined += 1;
        if (collection.rowWithKey(view, this.index, key, recordId) === null) continue;
        scores.set(recordId, (scores.get(recordId) ?? 0) + this.keys.scoreIn(key, range));
      }
    }
    return scores;
  }

  protected describe(telling: Telling): Record<string, Value> {
    const { terms, negatedTerms, phrases, negatedPhrases } = this.search;
    const indexPrefix: Doc = new EmptyDoc();
    this.keys.prefix.forEach((path, i) => { indexPrefix[path] = this.prefix[i]; });
    const isRun = telling === 'execution';
    const scan = doc({ stage: 'IXSCAN', ...(isRun ? { nReturned: integer(this.keysExamined) } : {}), ...describeIndex(this.index), direction: 'backward', indexBounds: new EmptyDoc() });
    const fetch = doc({ stage: 'FETCH', ...(isRun ? { nReturned: integer(this.docsExamined), docsExamined: integer(this.docsExamined) } : {}) });
    if (isRun) scan.keysExamined = integer(this.keysExamined);
    fetch.inputStage = scan;
    return {
      indexPrefix, indexName: this.index.name, parsedTextQuery: doc({ terms, negatedTerms, phrases, negatedPhrases }), textIndexVersion: integer(3),
      ...(isRun ? { docsRejected: integer(this.docsRejected) } : {}), inputStage: fetch,
    };
  }
}
