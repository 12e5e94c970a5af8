import type { StringOrder } from '../bson/compare.js';
import { compare } from '../bson/compare.js';
import type { Value } from '../bson/document.js';
import { keyOf } from '../indexes/key.js';

interface Entry<T> {
  key: Value;
  content: T;
}

/** A map whose keys are BSON values: 1, 1.0 and NumberLong(1) are one key. Entries keep the order in which they came. */
export class ValueMap<T> {
  private readonly entries: Entry<T>[] = [];
  private readonly byKey = new Map<string, Entry<T>>();
  /** Under a collation different texts may be equal, so the entries are kept sorted and searched. */
  private readonly sorted: Entry<T>[] = [];
  private last: Entry<T> | null = null;

  constructor(private readonly strings?: StringOrder) {}

  get size(): number {
    return this.entries.length;
  }

  get(key: Value): T | undefined {
    return this.find(key)?.content;
  }

  has(key: Value): boolean {
    return this.find(key) !== undefined;
  }

  getOrAdd(key: Value, make: () => T): T {
    if (this.strings !== undefined) return this.getOrAddSorted(key, make);
    // Equal keys often follow each other: a text or a constant need not be made a key again.
    if (this.last !== null && this.last.key === key) return this.last.content;
    const text = keyOf([key], []);
    let entry = this.byKey.get(text);
    if (entry === undefined) {
      entry = { key, content: make() };
      this.byKey.set(text, entry);
      this.entries.push(entry);
    }
    this.last = entry;
    return entry.content;
  }

  *[Symbol.iterator](): Iterator<[Value, T]> {
    for (const { key, content } of this.entries) yield [key, content];
  }

  private find(key: Value): Entry<T> | undefined {
    if (this.strings === undefined) return this.byKey.get(keyOf([key], []));
    const at = this.placeOf(key);
    const entry = this.sorted[at];
    return entry !== undefined && compare(entry.key, key, this.strings) === 0 ? entry : undefined;
  }

  private getOrAddSorted(key: Value, make: () => T): T {
    const at = this.placeOf(key);
    const found = this.sorted[at];
    if (found !== undefined && compare(found.key, key, this.strings) === 0) return found.content;
    const entry = { key, content: make() };
    this.sorted.splice(at, 0, entry);
    this.entries.push(entry);
    return entry.content;
  }

  /** Where the first entry stands that is not below the key. */
  private placeOf(key: Value): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(this.sorted[middle]!.key, key, this.strings) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
