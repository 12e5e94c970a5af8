import type { Doc, Value } from '../../bson/document.js';
import { doc } from '../../bson/document.js';
import { checkForInterrupt } from '../../interruption.js';
import { withMetadata } from '../../query/metadata.js';
import type { Row } from '../../storage/collection.js';
import { describeIndex } from '../explain/describe-index.js';
import { describeBounds } from '../explain/describe-bounds.js';
import { endOfValue } from '../key.js';
import type { Index, Key } from '../index.js';
import { rangeOf } from '../planner/bounds.js';
import type { IndexRead } from '../planner/candidate.js';
import type { KeyRange } from '../sorted-keys.js';
import { CountScan } from './COUNT_SCAN.js';
import { integer } from './integer.js';
import type { Source, Telling } from './stage.js';
import { Stage } from './stage.js';

/** Rows in the order of an index. A row that has several keys comes once. */
export class IndexScan extends Stage {
  readonly name: string = 'IXSCAN';
  readonly index: Index;
  /** Rows carry the key that led to them, as metadata. */
  returnsKeys = false;
  private seeks = 0;
  private dupsDropped = 0;
  private readonly later: FieldCheck[];

  constructor(readonly read: IndexRead, readonly direction: 1 | -1) {
    super([]);
    this.index = read.index;
    this.later = checksOf(read);
  }

  /** Not all keys in the ranges are wanted. */
  get checksKeys(): boolean {
    return this.later.length > 0;
  }

  /** The same for whoever only counts its rows. */
  forCounting(): Stage {
    return this.read.ranges.length === 1 && !this.checksKeys ? new CountScan(this.read) : this;
  }

  protected *rows({ collection, view }: Source): Generator<Row> {
    const { index, read } = this;
    // Also guards against meeting a row again that its own transaction changed and moved ahead while this walk was paused.
    const seen = index.mayRepeat || view.transaction !== null ? new Set<number>() : null;
    this.seeks = read.ranges.length;
    for (const { key, recordId } of index.range(read.ranges, this.direction)) {
      checkForInterrupt();
      this.keysExamined += 1;
      if (this.later.length > 0 && !this.passes(key)) continue;
      if (seen?.has(recordId)) {
        this.dupsDropped += 1;
        continue;
      }
      const row = collection.rowWithKey(view, index, key, recordId);
      if (row === null) continue;
      seen?.add(recordId);
      if (this.returnsKeys) withMetadata(row.decode(), { indexKey: this.documentOf(key, row) });
      yield row;
    }
  }

  private documentOf(key: Key, row: Row): Doc {
    const values = this.index.valuesOf(key, row.decode());
    return doc(Object.fromEntries(this.index.fields.map(({ path }, i) => [path, values[i]])));
  }

  /** Checks the fields that the ranges leave open. */
  private passes(key: Key): boolean {
    let from = 0;
    let field = 0;
    for (const { at, ranges } of this.later) {
      for (; field < at; field += 1) from = endOfValue(key, from, this.read.descending[field]!);
      const to = endOfValue(key, from, this.read.descending[at]!);
      const value = key.slice(from, to);
      if (!ranges.some((range) => this.index.compareKeys(value, range.from) >= 0 && this.index.compareKeys(value, range.to) < 0)) return false;
    }
    return true;
  }

  protected describe(telling: Telling): Record<string, Value> {
    return {
      ...describeIndex(this.index, this.read), direction: this.direction === 1 ? 'forward' : 'backward', indexBounds: describeBounds(this.read, this.direction),
      ...(telling === 'execution'
        ? { keysExamined: integer(this.keysExamined), seeks: integer(this.seeks), dupsTested: integer(this.index.multikey.some(Boolean) ? this.keysExamined : 0), dupsDropped: integer(this.dupsDropped) }
        : {}),
    };
  }
}

interface FieldCheck { at: number; ranges: KeyRange[] }

function checksOf({ descending, bounds, rangedFields }: IndexRead): FieldCheck[] {
  const out: FieldCheck[] = [];
  for (let at = rangedFields; at < bounds.length; at += 1) {
    const ranges = bounds[at]!.map((interval) => rangeOf(interval, descending[at]!));
    if (ranges.length !== 1 || ranges[0]!.from !== '' || ranges[0]!.to.length !== 1) out.push({ at, ranges });
  }
  return out;
}
