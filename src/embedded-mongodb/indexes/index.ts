import type { Doc, Value } from '../bson/document.js';
import { typeOf } from '../bson/types.js';
import { extract } from './kinds/ascending.js';
import type { Key } from './key.js';
import { AFTER, keyOf } from './key.js';
import type { Entry, KeyRange } from './sorted-keys.js';
import { SortedKeys } from './sorted-keys.js';

export type { Entry, Key, KeyRange };

export type FieldKind = 'ascending' | 'descending' | 'hashed' | 'text' | '2dsphere' | '2d';

/** One field of a key pattern. */
export interface IndexField {
  path: string;
  kind: FieldKind;
}

/**
 * An index over the records of a collection. It knows which keys a document has, and which records have a key; that
 * keys follow documents is the collection's care.
 */
export class Index {
  readonly name: string;
  readonly fields: IndexField[];
  readonly isUnique: boolean;
  readonly isSparse: boolean;
  /** For each field, whether some document has had an array on its path. It stays so, as in MongoDB. */
  readonly multikey: boolean[];
  private readonly entries = new SortedKeys();
  private readonly paths: string[][];
  private readonly descending: boolean[];

  /** @param spec as `listIndexes` gives it, checked and with its defaults */
  constructor(readonly spec: Doc) {
    this.name = spec.name as string;
    this.fields = Object.entries(spec.key as Doc).map(([path, value]) => ({ path, kind: kindOf(value) }));
    this.isUnique = spec.unique === true || this.name === '_id_';
    this.isSparse = spec.sparse === true;
    this.multikey = this.fields.map(() => false);
    this.paths = this.fields.map(({ path }) => path.split('.'));
    this.descending = this.fields.map(({ kind }) => kind === 'descending');
  }

  /**
   * The keys of a document, each once. None if the index leaves the document out.
   * @throws MongoError when the document cannot be indexed
   */
  keysOf(doc: Doc): Key[] {
    const { keys, multikey } = extract(doc, this.paths, this.isSparse);
    for (let i = 0; i < multikey.length; i += 1) if (multikey[i]) this.multikey[i] = true;
    if (keys.length === 1) return [keyOf(keys[0]!, this.descending)];
    return [...new Set(keys.map((values) => keyOf(values, this.descending)))];
  }

  /** False if the record had the key already. */
  add(key: Key, recordId: number): boolean {
    return this.entries.add(key, recordId);
  }

  /** False if the record did not have the key. */
  remove(key: Key, recordId: number): boolean {
    return this.entries.remove(key, recordId);
  }

  /** Keys may be spelled differently and be equal, under a collation. */
  sameKey(a: Key, b: Key): boolean {
    return a === b;
  }

  /** The records that have a key which is equal to this one. */
  recordsWithKey(key: Key): number[] {
    const out: number[] = [];
    for (const { recordId } of this.entries.ascending({ from: key, to: key + AFTER })) out.push(recordId);
    return out;
  }

  /** Entries in the ranges, which are in order and apart; -1 walks them from the last to the first. May be paused while others write. */
  *range(ranges: readonly KeyRange[], direction: 1 | -1 = 1): Generator<Entry> {
    if (direction === 1) for (const range of ranges) yield* this.entries.ascending(range);
    else for (let i = ranges.length - 1; i >= 0; i -= 1) yield* this.entries.descending(ranges[i]!);
  }

  /** How many entries there are. */
  get size(): number {
    return this.entries.size;
  }
}

function kindOf(value: Value): FieldKind {
  if (typeof value === 'string') return value as FieldKind;
  const order = typeOf(value) === 'long' ? Number(value) : Number((value as { value?: unknown } | null)?.value ?? 1);
  return order < 0 ? 'descending' : 'ascending';
}
