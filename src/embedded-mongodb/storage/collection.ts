import type { Binary } from 'bson';
import type { Bytes } from '../bson/codec.js';
import { decode } from '../bson/codec.js';
import type { Doc, Value } from '../bson/document.js';
import { doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import type { Index, KeyRange } from '../indexes/index.js';
import type { Time } from './clock.js';
import { Conflict } from './conflict.js';
import type { DocumentChain, DocumentVersion, Keys } from './index-entries.js';
import { IndexEntries } from './index-entries.js';
import type { DocumentOperation, Namespace } from './oplog.js';
import { Row } from './row.js';
import type { Store } from './store.js';
import type { Change, Transaction } from './transaction.js';
import type { View } from './version.js';
import { visible } from './version.js';
import type { ViewDefinition } from './view-definition.js';

export { documentsOf, Row } from './row.js';
export { ViewDefinition } from './view-definition.js';

/** Documents and their indexes. */
export class Collection {
  /** Multi-document transactions that have used it. While there are any, it is neither dropped nor given indexes. */
  readonly openTransactions = new Set<Transaction>();
  /** What is committed. */
  count = 0;
  dataSize = 0;

  private readonly chains = new Map<number, DocumentChain>();
  private readonly entries: IndexEntries;
  private nextId = 1;

  /** @param indexes the first one is that of `_id` */
  constructor(private readonly store: Store, public namespace: Namespace, readonly uuid: Binary, public options: Doc, indexes: readonly Index[]) {
    this.entries = new IndexEntries(this.chains, indexes);
  }

  get indexes(): readonly Index[] {
    return this.entries.indexes;
  }

  get idIndex(): Index {
    return this.indexes[0]!;
  }

  /** Documents in natural order: that of their insertion. */
  *rows(view: View, direction: 1 | -1 = 1): Iterable<Row> {
    const chains = direction === 1 ? this.chains.values() : [...this.chains.values()].reverse();
    for (const chain of chains) {
      const content = visible(chain.newest, view)?.content;
      if (content) yield new Row(chain.id, content);
    }
  }

  /** The document kept under a number, as the view sees it. */
  row(view: View, id: number): Row | null {
    const chain = this.chains.get(id);
    const content = chain && visible(chain.newest, view)?.content;
    return content ? new Row(id, content) : null;
  }

  /** The document with an `_id`. */
  byId(view: View, id: Value): Row | null {
    const [key] = this.idIndex.keysOf(doc({ _id: id }));
    for (const recordId of this.idIndex.recordsWithKey(key!)) {
      const row = this.rowWithKey(view, this.idIndex, key!, recordId);
      if (row !== null) return row;
    }
    return null;
  }

  /** Documents in the order of an index, each once. */
  *scan(index: Index, view: View, ranges: readonly KeyRange[], direction: 1 | -1 = 1): Iterable<Row> {
    const seen = index.mayRepeat ? new Set<number>() : null;
    for (const { key, recordId } of index.range(ranges, direction)) {
      if (seen?.has(recordId)) continue;
      const row = this.rowWithKey(view, index, key, recordId);
      if (row === null) continue;
      seen?.add(recordId);
      yield row;
    }
  }

  /** What an index entry leads to. An index has entries for all versions; the one that the view sees may have no such key. */
  rowWithKey(view: View, index: Index, key: string, recordId: number): Row | null {
    const content = this.contentWithKey(view, index, key, recordId);
    return content && new Row(recordId, content);
  }

  hasRowWithKey(view: View, index: Index, key: string, recordId: number): boolean {
    return this.contentWithKey(view, index, key, recordId) !== null;
  }

  private contentWithKey(view: View, index: Index, key: string, recordId: number): Bytes | null {
    const chain = this.chains.get(recordId);
    if (chain === undefined) return null;
    const version = visible<Bytes, DocumentVersion>(chain.newest, view);
    if (version === null || version.content === null) return null;
    return chain.newest.previous === null || this.entries.hasKey(version, index, key) ? version.content : null;
  }

  /** @param document what `bytes` mean, where it is known already */
  insert(transaction: Transaction, bytes: Bytes, document: Doc = decode(bytes)): Row {
    this.checkWritable(transaction);
    const keys = this.entries.keysOf(document);
    this.entries.checkUnique(this.namespace, transaction.view, document, keys);
    const id = this.nextId;
    this.nextId += 1;
    const version: DocumentVersion = { content: bytes, owner: transaction, time: 0, previous: null, keys };
    const chain: DocumentChain = { id, newest: version };
    this.chains.set(id, chain);
    this.entries.enter(id, keys);
    transaction.record(new DocumentChange(this, chain, version), this.operation('insert', id, null, bytes));
    if (this.options.capped === true) this.makeRoom(transaction, id, bytes.length);
    return new Row(id, bytes, document);
  }

  /** A capped collection loses its oldest documents to new ones. */
  private makeRoom(transaction: Transaction, newest: number, size: number): void {
    const limit = { size: Number(this.options.size), count: this.options.max === undefined ? Infinity : Number(this.options.max) };
    let count = this.count + 1;
    let dataSize = this.dataSize + size;
    for (const row of this.rows(transaction.view)) {
      if ((count <= limit.count && dataSize <= limit.size) || row.id === newest) return;
      this.remove(transaction, row, true);
      count -= 1;
      dataSize -= row.bytes.length;
    }
  }

  /** @param touched what the operators of an update named, for change streams */
  replace(transaction: Transaction, row: Row, bytes: Bytes, kind: 'update' | 'replace' = 'update', document: Doc = decode(bytes), touched?: readonly string[]): Row {
    const chain = this.hold(transaction, row);
    const known = this.entries.keysOfVersion(chain.newest, row);
    const keys = this.entries.keysOf(document);
    this.entries.checkUnique(this.namespace, transaction.view, document, keys, chain, known);
    this.supersede(transaction, chain, bytes, keys);
    this.entries.enter(chain.id, keys, known);
    transaction.record(new DocumentChange(this, chain, chain.newest), { ...this.operation(kind, row.id, row.bytes, bytes), touched });
    return new Row(row.id, bytes, document);
  }

  /** @param isEviction from a capped collection, of which change streams do not hear */
  remove(transaction: Transaction, row: Row, isEviction = false): void {
    const chain = this.hold(transaction, row);
    this.entries.keysOfVersion(chain.newest, row);
    this.supersede(transaction, chain, null, this.indexes.map(() => []));
    transaction.record(new DocumentChange(this, chain, chain.newest), {
      ...this.operation('delete', row.id, row.bytes, null), ...(isEviction && { isEviction: true as const }),
    });
  }

  /** Puts back what a data directory remembers. */
  restore(id: number, bytes: Bytes): void {
    const keys = this.entries.keysOf(decode(bytes));
    this.chains.set(id, { id, newest: { content: bytes, owner: null, time: 0, previous: null, keys: null } });
    this.entries.enter(id, keys);
    this.nextId = Math.max(this.nextId, id + 1);
    this.count += 1;
    this.dataSize += bytes.length;
  }

  /**
   * Fills an index with every version of every document and takes it into use.
   * @throws DuplicateKey when documents that are committed, or the transaction's own, contradict it
   */
  addIndex(index: Index, view: View): void {
    this.entries.fill(index, this.namespace, view);
    this.entries.use([...this.indexes, index]);
  }

  removeIndex(index: Index): void {
    this.entries.use(this.indexes.filter((other) => other !== index));
  }

  /**
   * Takes new indexes into use.
   * @throws Conflict while another transaction uses the collection
   */
  createIndexes(transaction: Transaction, indexes: readonly Index[]): void {
    const before = this.indexes;
    this.changeIndexes(transaction, 'createIndexes', doc({ indexes: indexes.map(({ spec }) => spec) }), () => {
      try {
        for (const index of indexes) this.addIndex(index, transaction.view);
      } catch (error) {
        this.entries.use(before);
        throw error;
      }
    });
  }

  dropIndexes(transaction: Transaction, indexes: readonly Index[]): void {
    this.changeIndexes(transaction, 'dropIndexes', doc({ indexes: indexes.map(({ spec }) => spec) }), () => {
      for (const index of indexes) this.removeIndex(index);
    });
  }

  /**
   * Other options, and other specifications for indexes: `collMod`.
   * @param rebuilt new indexes in the place of old ones
   */
  modify(transaction: Transaction, options: Doc, rebuilt: ReadonlyMap<Index, Index>, description: Doc): void {
    const before = this.options;
    this.changeIndexes(transaction, 'collMod', description, () => {
      this.options = options;
      for (const [old, replacement] of rebuilt) {
        this.addIndex(replacement, transaction.view);
        this.removeIndex(old);
      }
    });
    transaction.record({ commit: () => {}, abort: () => { this.options = before; } }, null);
  }

  /** Indexes have no versions, so nobody else may be in the middle of something. */
  private changeIndexes(transaction: Transaction, kind: 'createIndexes' | 'dropIndexes' | 'collMod', description: Doc, change: () => void): void {
    this.store.catalog.checkUnused(transaction, this);
    transaction.touch(this);
    const before = this.indexes;
    change();
    const { namespace, uuid } = this;
    transaction.record({ commit: () => {}, abort: () => this.entries.use(before) }, { kind, namespace, uuid, description, entry: this });
  }

  /** Settles a version whose transaction has committed. */
  settle(chain: DocumentChain, version: DocumentVersion, time: Time): void {
    const before = version.previous?.content ?? null;
    this.count += Number(version.content !== null) - Number(before !== null);
    this.dataSize += (version.content?.length ?? 0) - (before?.length ?? 0);
    version.owner = null;
    version.time = time;
    if (version.previous?.time === time) this.skip(chain, version);
    if (version.previous !== null || version.content === null) this.store.snapshots.whenUnseen(time, () => this.forgetOld(chain));
    else if (chain.newest === version) version.keys = null;
  }

  /** Undoes the newest version of an aborted transaction. */
  withdraw(chain: DocumentChain, version: DocumentVersion): void {
    const kept = version.previous;
    if (kept === null) this.chains.delete(chain.id);
    else chain.newest = kept;
    this.entries.leave(chain.id, [version], kept);
    if (kept !== null && kept.previous === null && kept.owner === null) kept.keys = null;
  }

  /** What a transaction wrote over itself was never seen by anybody else. */
  private skip(chain: DocumentChain, version: DocumentVersion): void {
    const skipped = version.previous!;
    version.previous = skipped.previous;
    this.entries.leave(chain.id, [skipped], chain.newest);
  }

  /** Drops the versions that no snapshot can see any more. */
  private forgetOld(chain: DocumentChain): void {
    const { horizon } = this.store.snapshots;
    let kept: DocumentVersion | null = chain.newest;
    while (kept !== null && (kept.owner !== null || kept.time > horizon)) kept = kept.previous;
    if (kept === null) return;
    const dropped: DocumentVersion[] = [];
    for (let version = kept.previous; version !== null; version = version.previous) dropped.push(version);
    kept.previous = null;
    this.entries.leave(chain.id, dropped, chain.newest);
    if (chain.newest !== kept) return;
    kept.keys = null;
    if (kept.content === null) this.chains.delete(chain.id);
  }

  /** @throws Conflict when the row is not the newest state, or that belongs to another transaction */
  private hold(transaction: Transaction, row: Row): DocumentChain {
    this.checkWritable(transaction);
    const chain = this.chains.get(row.id);
    if (chain === undefined) throw new Conflict(null);
    const { owner, time, content } = chain.newest;
    if (owner !== null && owner !== transaction) throw new Conflict(owner);
    if ((owner === null && time > transaction.view.readAt) || content !== row.bytes) throw new Conflict(null);
    return chain;
  }

  private checkWritable(transaction: Transaction): void {
    if (transaction.isMultiDocument && this.options.capped === true) {
      const { database, collection } = this.namespace;
      throw new MongoError('OperationNotSupportedInTransaction', `Collection '${database}.${collection}' is a capped collection. Writes in transactions are not allowed on capped collections.`);
    }
    transaction.touch(this);
  }

  private supersede(transaction: Transaction, chain: DocumentChain, content: Bytes | null, keys: Keys): void {
    chain.newest = { content, owner: transaction, time: 0, previous: chain.newest, keys };
  }

  private operation(kind: DocumentOperation['kind'], recordId: number, before: Bytes | null, after: Bytes | null): DocumentOperation {
    const images = this.options.changeStreamPreAndPostImages as Doc | undefined;
    return { kind, namespace: this.namespace, uuid: this.uuid, recordId, before, after, hasPreImage: images?.enabled === true };
  }
}

class DocumentChange implements Change {
  constructor(private readonly collection: Collection, private readonly chain: DocumentChain, private readonly version: DocumentVersion) {}

  commit(time: Time): void {
    this.collection.settle(this.chain, this.version, time);
  }

  abort(): void {
    this.collection.withdraw(this.chain, this.version);
  }
}

/** What has a name in a database. */
export type Entry = Collection | ViewDefinition;
