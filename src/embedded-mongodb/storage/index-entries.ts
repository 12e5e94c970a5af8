import type { Bytes } from '../bson/codec.js';
import { decode } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import { checkForInterrupt } from '../interruption.js';
import type { Index, Key } from '../indexes/index.js';
import { AFTER } from '../indexes/key.js';
import { Conflict } from './conflict.js';
import { duplicateKey } from './duplicate-key.js';
import type { Namespace } from './oplog.js';
import type { Row } from './row.js';
import type { Chain, Version, View } from './version.js';
import { visible } from './version.js';

/** A state of a document. Its index keys are remembered while there may be other states beside it. */
export interface DocumentVersion extends Version<Bytes> {
  previous: DocumentVersion | null;
  /** By index, in the order of `IndexEntries.indexes`. */
  keys: Keys | null;
}

export interface DocumentChain extends Chain<Bytes> {
  readonly id: number;
  newest: DocumentVersion;
}

export type Keys = Key[][];

const NONE: Readonly<Keys> = [];

/** The indexes of a collection: an entry for every key of every version of its documents. */
export class IndexEntries {
  /** @param indexes the first one is that of `_id` */
  constructor(private readonly chains: ReadonlyMap<number, DocumentChain>, public indexes: readonly Index[]) {}

  /** Other indexes, filled already. */
  use(indexes: readonly Index[]): void {
    this.indexes = indexes;
    for (const chain of this.chains.values()) {
      for (let version: DocumentVersion | null = chain.newest; version !== null; version = version.previous) version.keys = null;
    }
  }

  /** Gives an index that is not yet in use all the entries that it needs. */
  fill(index: Index, namespace: Namespace, view: View): void {
    for (const chain of this.chains.values()) {
      checkForInterrupt();
      for (let version: DocumentVersion | null = chain.newest; version !== null; version = version.previous) {
        if (version.content === null) continue;
        for (const key of index.keysOf(decode(version.content))) index.add(key, chain.id);
      }
    }
    if (index.isUnique) this.checkFilled(index, namespace, view);
  }

  keysOf(document: Doc): Keys {
    return this.indexes.map((index) => index.keysOf(document));
  }

  /** @param row the same, where it is at hand and perhaps decoded */
  keysOfVersion(version: DocumentVersion, row?: Row): Keys {
    if (version.keys === null) {
      const document = version.content && (row?.decode() ?? decode(version.content));
      version.keys = document ? this.keysOf(document) : this.indexes.map(() => []);
    }
    return version.keys;
  }

  /** Keys with different spellings may be the same under a collation. */
  hasKey(version: DocumentVersion, index: Index, key: Key): boolean {
    const keys = this.keysOfVersion(version)[this.indexes.indexOf(index)] ?? [];
    return keys.includes(key) || keys.some((own) => index.sameKey(own, key));
  }

  /** @param known keys that the document has already */
  enter(id: number, keys: Readonly<Keys>, known: Readonly<Keys> = NONE): void {
    for (let i = 0; i < keys.length; i += 1) {
      for (const key of keys[i]!) if (!known[i]?.includes(key)) this.indexes[i]!.add(key, id);
    }
  }

  /** Removes the entries of dropped versions, but for those that a remaining version needs as well. */
  leave(id: number, dropped: readonly DocumentVersion[], remaining: DocumentVersion | null): void {
    this.indexes.forEach((index, i) => {
      const needed = new Set<Key>();
      for (let version = remaining; version !== null; version = version.previous) for (const key of this.keysOfVersion(version)[i]!) needed.add(key);
      for (const version of dropped) {
        for (const key of this.keysOfVersion(version)[i]!) if (!needed.has(key)) index.remove(key, id);
      }
    });
  }

  /**
   * May a document have these keys?
   * @param self the document, if it is there already
   * @param known keys that it has already
   * @throws DuplicateKey when another document that the view sees has one of them
   * @throws Conflict when another transaction is giving one of them to a document, or has done so after the view's time
   */
  checkUnique(namespace: Namespace, view: View, document: Doc, keys: Readonly<Keys>, self: DocumentChain | null = null, known: Readonly<Keys> = NONE): void {
    for (let i = 0; i < keys.length; i += 1) {
      const index = this.indexes[i]!;
      if (!index.isUnique && index.spec.prepareUnique !== true) continue;
      for (const key of keys[i]!) {
        if (known[i]?.includes(key)) continue;
        const records = index.recordsWithKey(key);
        if (records.length === 0) continue;
        const rivals = records.map((id) => this.chains.get(id)!).filter((chain) => chain !== self);
        for (const rival of rivals) this.checkNotTaken(view, rival, index, key);
        if (rivals.some((rival) => this.sees(view, rival, index, key))) throw duplicateKey(namespace, index, key, document);
      }
    }
  }

  private sees(view: View, { newest }: DocumentChain, index: Index, key: Key): boolean {
    const seen = visible<Bytes, DocumentVersion>(newest, view);
    return seen !== null && seen.content !== null && (newest.previous === null || this.hasKey(seen, index, key));
  }

  private checkNotTaken(view: View, rival: DocumentChain, index: Index, key: Key): void {
    if (this.sees(view, rival, index, key)) return;
    const seen = visible<Bytes, DocumentVersion>(rival.newest, view);
    for (let version: DocumentVersion | null = rival.newest; version !== seen && version !== null; version = version.previous) {
      if (version.content !== null && this.hasKey(version, index, key)) throw new Conflict(version.owner);
    }
  }

  /** The duplicate that is named is the least, as the server builds indexes in their order. */
  private checkFilled(index: Index, namespace: Namespace, view: View): void {
    let last: { key: Key; recordId: number } | null = null;
    for (const { key, recordId } of index.range([{ from: '', to: AFTER }])) {
      const content = visible<Bytes, DocumentVersion>(this.chains.get(recordId)!.newest, view)?.content;
      const document = content && decode(content);
      if (!document || !index.keysOf(document).some((own) => index.sameKey(own, key))) continue;
      if (last !== null && last.recordId !== recordId && index.sameKey(last.key, key)) throw duplicateKey(namespace, index, key, document);
      last = { key, recordId };
    }
  }
}
