import { collationOf } from '../bson/collation.js';
import type { StringOrder } from '../bson/compare.js';
import type { Doc, Value } from '../bson/document.js';
import { typeOf } from '../bson/types.js';
import { MongoError } from '../errors.js';
import type { Filter } from '../query/filter.js';
import { compileFilter } from '../query/filter.js';
import type { Extraction, KeyValues } from './kinds/ascending.js';
import { extract } from './kinds/ascending.js';
import type { GeoKeys } from './kinds/geo.js';
import { flatKeys, sphereKeys } from './kinds/geo.js';
import { TextKeys } from './kinds/text.js';
import { WildcardKeys } from './kinds/wildcard.js';
import type { Key } from './key.js';
import { AFTER, collated, keyOf } from './key.js';
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
  /** For each field, at which steps of its path some document has had an array (bit 0: the first). It stays so, as in MongoDB. */
  readonly arrays: number[];
  readonly strings: StringOrder | undefined;
  /** Which documents it has; null: all. */
  readonly partial: Filter | null;
  readonly isHidden: boolean;
  /** What a text index knows of texts. */
  readonly text: TextKeys | null;
  /** What a geo index knows of places. */
  readonly geo: GeoKeys | null;
  /** What a wildcard index takes of documents. */
  readonly wildcard: WildcardKeys | null;
  readonly descending: boolean[];
  private readonly entries: SortedKeys;
  private readonly paths: string[][];
  private readonly order: ((a: Key, b: Key) => number) | undefined;
  private readonly isPlain: boolean;
  /** Of the values in a key: a wildcard's path goes before its value. */
  private readonly keyDescending: boolean[];
  /** The hashed field, or -1. */
  private readonly hashed: number;

  /** @param spec as `listIndexes` gives it, checked and with its defaults */
  constructor(public spec: Doc) {
    this.name = spec.name as string;
    this.fields = Object.entries(spec.key as Doc).map(([path, value]) => ({ path, kind: kindOf(value) }));
    this.isUnique = spec.unique === true || this.name === '_id_';
    this.isSparse = spec.sparse === true;
    this.hashed = this.fields.findIndex(({ kind }) => kind === 'hashed');
    this.strings = collationOf(spec.collation as Doc | undefined);
    this.isHidden = spec.hidden === true;
    const partial = spec.partialFilterExpression as Doc | undefined;
    this.partial = partial === undefined ? null : compileFilter(partial, { strings: this.strings });
    this.arrays = this.fields.map(() => 0);
    this.paths = this.fields.map(({ path }) => path.split('.'));
    this.isPlain = this.paths.every((path) => path.length === 1);
    this.descending = this.fields.map(({ kind }) => kind === 'descending');
    this.text = this.fields.some(({ kind }) => kind === 'text') ? new TextKeys(spec) : null;
    this.geo = geoKeysOf(spec, this.fields);
    this.wildcard = wildcardKeysOf(spec, this.fields);
    this.keyDescending = this.wildcard === null ? this.descending : insertAt(this.descending, this.wildcard.position, false);
    this.order = this.strings && collated(this.strings);
    this.entries = new SortedKeys(this.order);
  }

  /** For each field, whether some document has had an array on its path. */
  get multikey(): boolean[] {
    return this.arrays.map((steps, i) => steps !== 0 || this.fields[i]!.kind === 'text');
  }

  /** Some document may have several keys, so that a walk may meet it again. */
  get mayRepeat(): boolean {
    return this.geo !== null || this.wildcard !== null || this.multikey.some(Boolean);
  }

  /**
   * The keys of a document, each once. None if the index leaves the document out.
   * @throws MongoError when the document cannot be indexed
   */
  keysOf(doc: Doc): Key[] {
    if (this.partial !== null && !this.partial.matches(doc)) return [];
    if (this.text !== null) return this.text.keysOf(doc);
    const plain = this.plainKey(doc);
    if (plain !== null) return [plain];
    const { keys, arrays } = this.extract(doc);
    for (let i = 0; i < arrays.length; i += 1) this.arrays[i]! |= arrays[i]!;
    // In their order, as the first that is taken by another document is the one that is named.
    return [...new Set(keys.map((values) => this.keyOf(values)))].sort((a, b) => this.compareKeys(a, b));
  }

  /** The values that make up one of a document's keys. */
  valuesOf(key: Key, doc: Doc): KeyValues {
    const { keys } = this.extract(doc);
    return keys.find((values) => this.sameKey(this.keyOf(values), key)) ?? [];
  }

  /** Equal keys under a collation may be spelt differently. */
  sameKey(a: Key, b: Key): boolean {
    return a === b || (this.order !== undefined && this.order(a, b) === 0);
  }

  compareKeys(a: Key, b: Key): number {
    if (this.order !== undefined) return this.order(a, b);
    return a < b ? -1 : a > b ? 1 : 0;
  }

  /** False if the record had the key already. */
  add(key: Key, recordId: number): boolean {
    return this.entries.add(key, recordId);
  }

  /** False if the record did not have the key. */
  remove(key: Key, recordId: number): boolean {
    return this.entries.remove(key, recordId);
  }

  /** The records that have a key which is equal to this one. */
  recordsWithKey(key: Key): number[] {
    return this.entries.recordsWith(key);
  }

  /** Entries in the ranges, which are in order and apart; -1 walks them from the last to the first. May be paused while others write. */
  *range(ranges: readonly KeyRange[], direction: 1 | -1 = 1): Generator<Entry> {
    if (direction === 1) for (const range of ranges) yield* this.entries.ascending(range);
    else for (let i = ranges.length - 1; i >= 0; i -= 1) yield* this.entries.descending(ranges[i]!);
  }

  /** How many entries the ranges have, counted no further than `most`. */
  countIn(ranges: readonly KeyRange[], most: number): number {
    let count = 0;
    for (const range of ranges) {
      count += this.entries.countIn(range, most - count);
      if (count >= most) return most;
    }
    return count;
  }

  /** How many entries there are. */
  get size(): number {
    return this.entries.size;
  }

  keyOf(values: KeyValues): Key {
    return keyOf(values, this.keyDescending, this.strings);
  }

  private extract(doc: Doc): Extraction {
    if (this.geo !== null) return this.geo.extract(doc);
    if (this.wildcard !== null) return this.wildcard.extract(doc);
    const extraction = extract(doc, this.paths, this.isSparse);
    if (this.hashed >= 0 && extraction.arrays[this.hashed] !== 0) {
      throw new MongoError(16766, `hashed indexes do not currently support array values. Found array at path: ${this.fields[this.hashed]!.path}`);
    }
    return extraction;
  }

  /** The one key of a document without arrays at the fields, and without anything that this index treats specially. */
  private plainKey(doc: Doc): Key | null {
    if (!this.isPlain || this.geo !== null || this.wildcard !== null) return null;
    const values: KeyValues = [];
    for (let i = 0; i < this.fields.length; i += 1) {
      const { path } = this.fields[i]!;
      if (path in doc) {
        const value = doc[path];
        if (Array.isArray(value)) return null;
        values.push(value);
      } else {
        if (this.isSparse) return null;
        values.push(null);
      }
    }
    return this.keyOf(values);
  }
}

function wildcardKeysOf(spec: Doc, fields: readonly IndexField[]): WildcardKeys | null {
  const position = fields.findIndex(({ path, kind }) => (path === '$**' || path.endsWith('.$**')) && kind.endsWith('scending'));
  return position < 0 ? null : new WildcardKeys(spec, position);
}

function insertAt<T>(list: readonly T[], at: number, item: T): T[] {
  return [...list.slice(0, at), item, ...list.slice(at)];
}

function geoKeysOf(spec: Doc, fields: readonly IndexField[]): GeoKeys | null {
  if (fields.some(({ kind }) => kind === '2dsphere')) return sphereKeys(spec);
  return fields.some(({ kind }) => kind === '2d') ? flatKeys(spec) : null;
}

function kindOf(value: Value): FieldKind {
  if (typeof value === 'string') return value as FieldKind;
  const order = typeOf(value) === 'long' ? Number(value) : Number((value as { value?: unknown } | null)?.value ?? 1);
  return order < 0 ? 'descending' : 'ascending';
}

export { AFTER };
