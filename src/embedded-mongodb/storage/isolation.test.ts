import { Int32 } from 'bson';
import { beforeEach, describe, expect, test } from 'vitest';
import { encode } from '../bson/codec.js';
import type { Doc, Value } from '../bson/document.js';
import { doc } from '../bson/document.js';
import { ERROR_CODES, MongoError } from '../errors.js';
import { Index } from '../indexes/index.js';
import type { Collection } from './collection.js';
import { createCollection } from './create-collection.js';
import { COMMITTED, Store } from './store.js';
import type { Transaction } from './transaction.js';

let store: Store;
let accounts: Collection;

beforeEach(() => {
  store = new Store();
  accounts = store.inStatement(null, (transaction) => createCollection(store, transaction, { database: 'bank', collection: 'accounts' }, doc({}))) as Collection;
});

const int = (value: number): Int32 => new Int32(value);
const account = (id: string, balance: number): Doc => doc({ _id: id, balance: int(balance) });
const nothing = undefined;

/** Writes within a transaction, or at once. */
function put(transaction: Transaction | null, document: Doc): void | Promise<void> {
  return store.inStatement(transaction, (own) => {
    const row = accounts.byId(own.view, document._id);
    if (row === null) accounts.insert(own, encode(document));
    else accounts.replace(own, row, encode(document));
  });
}

function remove(transaction: Transaction | null, id: string): void | Promise<void> {
  return store.inStatement(transaction, (own) => accounts.remove(own, accounts.byId(own.view, id)!));
}

function balance(transaction: Transaction | null, id: string): number | undefined {
  const row = accounts.byId(transaction?.view ?? COMMITTED, id);
  return row === null ? undefined : (row.decode().balance as Int32).value;
}

const ids = (transaction: Transaction | null): Value[] => [...accounts.rows(transaction?.view ?? COMMITTED)].map((row) => row.decode()._id);

function refusal(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof MongoError) return error.codeName;
    throw error;
  }
  return 'no refusal';
}

describe('what a transaction sees', () => {
  test('its own writes at once, while nobody else sees them before the commit', () => {
    const ana = store.begin();
    void put(ana, account('a', 1));
    expect([balance(ana, 'a'), balance(null, 'a'), balance(store.begin(), 'a')]).toEqual([1, nothing, nothing]);
    ana.commit();
    expect(balance(null, 'a')).toBe(1);
  });

  test('the moment of its beginning, whatever others commit meanwhile', () => {
    void put(null, account('a', 1));
    void put(null, account('b', 2));
    const ana = store.begin();
    void put(null, account('a', 100));
    void put(null, account('c', 3));
    void remove(null, 'b');
    expect([balance(ana, 'a'), balance(ana, 'b'), balance(ana, 'c'), ids(ana)]).toEqual([1, 2, nothing, ['a', 'b']]);
    expect([balance(null, 'a'), balance(null, 'b'), balance(null, 'c'), ids(null)]).toEqual([100, nothing, 3, ['a', 'c']]);
  });

  test('a document through an index by the key that it has in the snapshot', () => {
    void put(null, account('a', 1));
    const byBalance = indexOn('balance', {});
    const ana = store.begin();
    void put(null, account('a', 2));
    const found = (transaction: Transaction | null, value: number): Value[] => {
      const key = byBalance.keysOf(account('', value))[0]!;
      return [...accounts.scan(byBalance, transaction?.view ?? COMMITTED, [{ from: key, to: `${key}\xff` }])].map((row) => row.decode()._id);
    };
    expect([found(ana, 1), found(ana, 2), found(null, 1), found(null, 2)]).toEqual([['a'], [], [], ['a']]);
  });

  test('no collection that came after its beginning; to create it as well is a conflict', () => {
    const ana = store.begin();
    const orders = { database: 'bank', collection: 'orders' };
    void store.inStatement(null, (own) => createCollection(store, own, orders, doc({})));
    expect(store.catalog.find(ana.view, orders)).toBeNull();
    expect(store.catalog.find(COMMITTED, orders)).not.toBeNull();
    expect(refusal(() => store.inStatement(ana, (own) => createCollection(store, own, orders, doc({}))))).toBe('WriteConflict');
  });
});

describe('two writers of one document', () => {
  beforeEach(() => void put(null, account('a', 1)));

  test('the second transaction is refused at once, with the label that says: try again', () => {
    const [ana, ben] = [store.begin(), store.begin()];
    void put(ana, account('a', 2));
    try {
      void put(ben, account('a', 3));
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: ERROR_CODES.WriteConflict, errorLabels: ['TransientTransactionError'] });
    }
  });

  test('writing over what was committed after the own snapshot is refused', () => {
    const ana = store.begin();
    void put(null, account('a', 2));
    expect(refusal(() => put(ana, account('a', 3)))).toBe('WriteConflict');
  });

  test('so is deleting what another transaction changes, and changing what another one deletes', () => {
    const [ana, ben] = [store.begin(), store.begin()];
    void remove(ana, 'a');
    expect(refusal(() => put(ben, account('a', 3)))).toBe('WriteConflict');
    expect(refusal(() => remove(ben, 'a'))).toBe('WriteConflict');
  });

  test('a plain writer waits for the transaction, and then writes over its result', async () => {
    const ana = store.begin();
    void put(ana, account('a', 2));
    const waiting = put(null, account('a', 3));
    expect(waiting).toBeInstanceOf(Promise);
    expect(balance(null, 'a')).toBe(1);
    ana.commit();
    await waiting;
    expect(balance(null, 'a')).toBe(3);
  });

  test('a plain writer goes on when the transaction aborts', async () => {
    const ana = store.begin();
    void remove(ana, 'a');
    const waiting = put(null, account('a', 3));
    ana.abort();
    await waiting;
    expect(balance(null, 'a')).toBe(3);
  });

  test('a plain writer that runs out of time gives up, and has written nothing', async () => {
    const ana = store.begin();
    void put(ana, account('a', 2));
    const impatient = AbortSignal.abort(new MongoError('MaxTimeMSExpired', 'operation exceeded time limit'));
    const waiting = store.inStatement(null, (own) => accounts.remove(own, accounts.byId(own.view, 'a')!), () => impatient);
    await expect(waiting).rejects.toMatchObject({ codeName: 'MaxTimeMSExpired' });
    ana.commit();
    expect(balance(null, 'a')).toBe(2);
  });

  test('write skew is allowed: each reads what the other writes, and both commit', () => {
    void put(null, account('b', 1));
    const [ana, ben] = [store.begin(), store.begin()];
    expect(balance(ana, 'b')! + balance(ben, 'a')!).toBe(2);
    void put(ana, account('a', 0));
    void put(ben, account('b', 0));
    ana.commit();
    ben.commit();
    expect([balance(null, 'a'), balance(null, 'b')]).toEqual([0, 0]);
  });
});

describe('a unique key', () => {
  test('that another transaction has inserted is a conflict', () => {
    const [ana, ben] = [store.begin(), store.begin()];
    void store.inStatement(ana, (own) => accounts.insert(own, encode(account('new', 1))));
    expect(refusal(() => store.inStatement(ben, (own) => accounts.insert(own, encode(account('new', 1)))))).toBe('WriteConflict');
  });

  test('that was taken after the own snapshot is a conflict; that is visible is a duplicate', () => {
    void put(null, account('before', 1));
    const ana = store.begin();
    void put(null, account('after', 1));
    expect(refusal(() => store.inStatement(ana, (own) => accounts.insert(own, encode(account('before', 1)))))).toBe('DuplicateKey');
    expect(refusal(() => store.inStatement(ana, (own) => accounts.insert(own, encode(account('after', 1)))))).toBe('WriteConflict');
  });

  test('that is visible is a duplicate, even while another transaction gives it up, or has done so after the own snapshot', () => {
    void put(null, account('a', 1));
    const [ana, ben] = [store.begin(), store.begin()];
    void remove(ben, 'a');
    expect(refusal(() => store.inStatement(ana, (own) => accounts.insert(own, encode(account('a', 2)))))).toBe('DuplicateKey');
    ben.commit();
    expect(refusal(() => store.inStatement(ana, (own) => accounts.insert(own, encode(account('a', 2)))))).toBe('DuplicateKey');
  });

  test('that the transaction itself gave up is free to it', () => {
    void put(null, account('a', 1));
    const ana = store.begin();
    void store.inStatement(ana, (own) => accounts.remove(own, accounts.byId(own.view, 'a')!));
    void store.inStatement(ana, (own) => accounts.insert(own, encode(account('a', 2))));
    ana.commit();
    expect(balance(null, 'a')).toBe(2);
  });

  test('makes a plain insert wait: it fails if the transaction commits, and succeeds if that aborts', async () => {
    for (const [ending, outcome] of [['commit', 'DuplicateKey'], ['abort', 'inserted']] as const) {
      const ana = store.begin();
      void store.inStatement(ana, (own) => accounts.insert(own, encode(account(ending, 1))));
      const waiting = Promise.resolve(store.inStatement(null, (own) => accounts.insert(own, encode(account(ending, 2)))));
      const result = waiting.then(() => 'inserted', (error: MongoError) => error.codeName);
      ana[ending]();
      expect(await result).toBe(outcome);
    }
  });

  test('of another index names pattern and value', () => {
    indexOn('owner', { unique: true });
    void put(null, doc({ _id: 'a', owner: 'ana' }));
    try {
      void put(null, doc({ _id: 'b', owner: 'ana' }));
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ codeName: 'DuplicateKey', details: { keyPattern: doc({ owner: int(1) }), keyValue: doc({ owner: 'ana' }) } });
    }
    expect(ids(null)).toEqual(['a']);
  });
});

describe('what is left behind', () => {
  test('nothing of an aborted transaction, in documents, indexes and catalogue', () => {
    void put(null, account('a', 1));
    const byBalance = indexOn('balance', {});
    const ana = store.begin();
    void put(ana, account('a', 2));
    void put(ana, account('a', 3));
    void put(ana, account('b', 4));
    void remove(ana, 'a');
    void store.inStatement(ana, (own) => createCollection(store, own, { database: 'other', collection: 'c' }, doc({})));
    ana.abort();
    expect([balance(null, 'a'), balance(null, 'b'), byBalance.size, accounts.idIndex.size]).toEqual([1, nothing, 1, 1]);
    expect([accounts.count, store.catalog.databases(COMMITTED)]).toEqual([1, ['bank']]);
  });

  test('no versions that nobody can see any more', () => {
    const byBalance = indexOn('balance', {});
    void put(null, account('a', 0));
    const ana = store.begin();
    for (let i = 1; i <= 10; i += 1) void put(null, account('a', i));
    void remove(null, 'a');
    expect(byBalance.size).toBeGreaterThan(1);
    ana.abort();
    expect([byBalance.size, accounts.idIndex.size, accounts.count, accounts.dataSize]).toEqual([0, 0, 0, 0]);
  });

  test('a key that came back after it had changed stays in the index', () => {
    const byBalance = indexOn('balance', {});
    void put(null, account('a', 1));
    const ana = store.begin();
    void put(null, account('a', 2));
    void put(null, account('a', 1));
    ana.abort();
    expect(byBalance.size).toBe(1);
    expect([...byBalance.recordsWithKey(byBalance.keysOf(account('', 1))[0]!)]).toHaveLength(1);
  });
});

describe('a collection in use', () => {
  test('is dropped only when the transactions that have used it are over', async () => {
    const ana = store.begin();
    void put(ana, account('a', 1));
    const dropping = store.inStatement(null, (own) => store.catalog.drop(own, accounts, null));
    expect(dropping).toBeInstanceOf(Promise);
    ana.commit();
    await dropping;
    expect(store.catalog.find(COMMITTED, accounts.namespace)).toBeNull();
  });
});

function indexOn(field: string, options: Record<string, Value>): Index {
  const index = new Index(doc({ v: int(2), key: doc({ [field]: int(1) }), name: `${field}_1`, ...options }));
  accounts.addIndex(index, COMMITTED);
  return index;
}
