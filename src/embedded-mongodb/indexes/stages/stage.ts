import type { Doc, Value } from '../../bson/document.js';
import { Doc as EmptyDoc } from '../../bson/document.js';
import type { Collection, Row } from '../../storage/collection.js';
import type { View } from '../../storage/version.js';
import { integer } from './integer.js';

export interface Source {
  collection: Collection;
  view: View;
}

/** How much `explain` tells of a stage: what it is, or also what it did. */
export type Telling = 'plan' | 'execution';

/** A step of a plan: it takes rows from the steps below it and hands on some of them. It counts what it does, for `explain`. */
export abstract class Stage {
  /** As MongoDB calls it: IXSCAN, FETCH … */
  abstract readonly name: string;
  /** Rows handed on. */
  returned = 0;
  keysExamined = 0;
  docsExamined = 0;
  protected finished = false;

  constructor(readonly inputs: readonly Stage[]) {}

  /** Rows, one by one: nothing is read before it is asked for. */
  *run(source: Source): Generator<Row> {
    for (const row of this.rows(source)) {
      this.returned += 1;
      yield row;
    }
    this.finished = true;
  }

  protected abstract rows(source: Source): Iterable<Row>;

  /** What `explain` says about the stage itself. */
  protected abstract describe(telling: Telling): Record<string, Value>;

  explain(telling: Telling): Doc {
    const out = new EmptyDoc();
    out.stage = this.name;
    if (telling === 'execution') Object.assign(out, this.counters());
    for (const [field, value] of Object.entries(this.describe(telling))) if (value !== undefined) out[field] = value;
    if (this.inputs.length === 1) out.inputStage = this.inputs[0]!.explain(telling);
    else if (this.inputs.length > 1) out.inputStages = this.inputs.map((input) => input.explain(telling));
    return out;
  }

  /** Sums over the stage and all below it. */
  get totalKeysExamined(): number {
    return this.inputs.reduce((sum, input) => sum + input.totalKeysExamined, this.keysExamined);
  }

  get totalDocsExamined(): number {
    return this.inputs.reduce((sum, input) => sum + input.totalDocsExamined, this.docsExamined);
  }

  /** A unit of work is a row that was looked at, or the finding that there are no more. */
  get works(): number {
    const looked = Math.max(this.returned, this.keysExamined, this.docsExamined, ...this.inputs.map((input) => input.works - 1));
    return looked + Number(this.finished || looked === 0);
  }

  private counters(): Record<string, Value> {
    return {
      nReturned: integer(this.returned), executionTimeMillisEstimate: integer(0), works: integer(this.works), advanced: integer(this.returned),
      needTime: integer(Math.max(0, this.works - this.returned - Number(this.finished))), needYield: integer(0), saveState: integer(0), restoreState: integer(0),
      isEOF: integer(Number(this.finished)),
    };
  }
}
