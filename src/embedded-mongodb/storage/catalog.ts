import { doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import type { Time } from './clock.js';
import type { Entry } from './collection.js';
import { Collection } from './collection.js';
import { Conflict } from './conflict.js';
import type { CatalogOperation, Namespace } from './oplog.js';
import type { Snapshots } from './snapshots.js';
import type { Change, Transaction } from './transaction.js';
import type { Chain, Version, View } from './version.js';
import { visible } from './version.js';

type EntryChain = Chain<Entry>;

/** A name that nothing ever had. */
const NEVER: Time = -1;

/**
 * Which collections and views there are. Names have versions as documents do: a transaction finds what its snapshot had,
 * and what it created itself.
 */
export class Catalog {
  private readonly databasesByName = new Map<string, Map<string, EntryChain>>();

  constructor(private readonly snapshots: Snapshots) {}

  find(view: View, namespace: Namespace): Entry | null {
    const chain = this.databasesByName.get(namespace.database)?.get(namespace.collection);
    return (chain && visible(chain.newest, view)?.content) ?? null;
  }

  entries(view: View, database: string): Entry[] {
    const chains = this.databasesByName.get(database)?.values() ?? [];
    return [...chains].flatMap((chain) => visible(chain.newest, view)?.content ?? []);
  }

  /** Databases exist as long as they have collections. */
  databases(view: View): string[] {
    return [...this.databasesByName.keys()].filter((database) => this.entries(view, database).length > 0).sort();
  }

  byUuid(view: View, database: string, uuid: string): Collection | null {
    for (const entry of this.entries(view, database)) if (entry instanceof Collection && entry.uuid.toString('hex') === uuid) return entry;
    return null;
  }

  create(transaction: Transaction, entry: Entry, operation: CatalogOperation): void {
    const { database } = entry.namespace;
    this.checkCase(transaction.view, database);
    if (this.write(transaction, entry.namespace, entry, operation).previous?.content) throw new Error('the name is taken');
    if (entry instanceof Collection) transaction.touch(entry);
  }

  /** Another definition of a view. */
  replace(transaction: Transaction, entry: Entry, operation: CatalogOperation): void {
    this.write(transaction, entry.namespace, entry, operation);
  }

  drop(transaction: Transaction, entry: Entry, operation: CatalogOperation | null): void {
    this.checkUnused(transaction, entry);
    this.write(transaction, entry.namespace, null, operation);
  }

  /** @param target what has the new name so far, and goes */
  rename(transaction: Transaction, entry: Entry, to: Namespace, target: Entry | null, operation: CatalogOperation): void {
    this.checkUnused(transaction, entry);
    if (target !== null) this.checkUnused(transaction, target);
    const from = entry.namespace;
    this.write(transaction, to, entry, operation);
    this.write(transaction, from, null, null);
    entry.namespace = to;
    transaction.record({ commit: () => {}, abort: () => { entry.namespace = from; } }, null);
  }

  /** @throws Conflict while a transaction uses the collection */
  checkUnused(transaction: Transaction, entry: Entry): void {
    if (!(entry instanceof Collection)) return;
    for (const user of entry.openTransactions) if (user !== transaction) throw new Conflict(user);
  }

  /** Puts back what a data directory remembers. */
  restore(entry: Entry): void {
    this.chainOf(entry.namespace).newest = { content: entry, owner: null, time: 0, previous: null };
  }

  private write(transaction: Transaction, namespace: Namespace, content: Entry | null, operation: CatalogOperation | null): Version<Entry> {
    const chain = this.chainOf(namespace);
    const { owner, time } = chain.newest;
    if (owner !== null && owner !== transaction) throw new Conflict(owner);
    if (owner === null && time > transaction.view.readAt) throw new Conflict(null);
    const version: Version<Entry> = { content, owner: transaction, time: 0, previous: chain.newest };
    chain.newest = version;
    transaction.record(new CatalogChange(this, namespace, chain, version), operation);
    return version;
  }

  settle(namespace: Namespace, chain: EntryChain, version: Version<Entry>, time: Time): void {
    version.owner = null;
    version.time = time;
    this.snapshots.whenUnseen(time, () => {
      version.previous = null;
      if (chain.newest === version && version.content === null) this.forget(namespace);
    });
  }

  withdraw(namespace: Namespace, chain: EntryChain, version: Version<Entry>): void {
    chain.newest = version.previous!;
    if (chain.newest.time === NEVER) this.forget(namespace);
  }

  private chainOf({ database, collection }: Namespace): EntryChain {
    let names = this.databasesByName.get(database);
    if (names === undefined) this.databasesByName.set(database, (names = new Map()));
    let chain = names.get(collection);
    if (chain === undefined) names.set(collection, (chain = { newest: { content: null, owner: null, time: NEVER, previous: null } }));
    return chain;
  }

  private forget({ database, collection }: Namespace): void {
    const names = this.databasesByName.get(database);
    names?.delete(collection);
    if (names?.size === 0) this.databasesByName.delete(database);
  }

  /** Files of databases could clash where names ignore case, so the server forbids it everywhere. */
  private checkCase(view: View, database: string): void {
    if (this.databasesByName.has(database)) return;
    const other = this.databases(view).find((name) => name.toLowerCase() === database.toLowerCase());
    if (other !== undefined) {
      throw new MongoError('DatabaseDifferCase', `db already exists with different case already have: [${other}] trying to create [${database}]`, { details: doc({}) });
    }
  }
}

class CatalogChange implements Change {
  constructor(
    private readonly catalog: Catalog,
    private readonly namespace: Namespace,
    private readonly chain: EntryChain,
    private readonly version: Version<Entry>,
  ) {}

  commit(time: Time): void {
    this.catalog.settle(this.namespace, this.chain, this.version, time);
  }

  abort(): void {
    this.catalog.withdraw(this.namespace, this.chain, this.version);
  }
}
