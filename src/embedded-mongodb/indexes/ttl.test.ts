import { Int32 } from 'bson';
import { expect, test } from 'vitest';
import { encode } from '../bson/codec.js';
import type { Doc, Value } from '../bson/document.js';
import { doc } from '../bson/document.js';
import type { Collection } from '../storage/collection.js';
import { createCollection } from '../storage/create-collection.js';
import { COMMITTED, Store } from '../storage/store.js';
import { Index } from './index.js';
import { normalizeSpec } from './spec/normalize.js';
import { expireDocuments } from './ttl.js';

const now = new Date('2026-01-01T12:00:00Z');
const ago = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

function stored(spec: Doc, ats: Value[]): { store: Store; collection: Collection; ids: () => number[] } {
  const store = new Store();
  const collection = store.inStatement(null, (transaction) => {
    const created = createCollection(store, transaction, { database: 'd', collection: 'c' }, doc({}));
    created.addIndex(new Index(normalizeSpec(doc({ name: 'ttl', ...spec }), undefined)), transaction.view);
    ats.forEach((at, i) => created.insert(transaction, encode(doc({ _id: new Int32(i), at, keep: i % 2 === 0 }))));
    return created;
  }) as Collection;
  return { store, collection, ids: () => [...collection.rows(COMMITTED)].map((row) => (row.decode()._id as Int32).value) };
}

test.each([1, -1])('documents go when their date is old enough, in an index with order %d', async (order) => {
  const { store, ids } = stored(doc({ key: doc({ at: new Int32(order) }), expireAfterSeconds: new Int32(60) }), [ago(61), ago(60), ago(59), 'yesterday', null, new Int32(0), [ago(5), ago(100)], []]);
  expect(await expireDocuments(store, now)).toBe(3);
  expect(ids()).toEqual([2, 3, 4, 5, 7]);
});

test('a partial index expires only what it has', async () => {
  const spec = doc({ key: doc({ at: new Int32(1) }), expireAfterSeconds: new Int32(0), partialFilterExpression: doc({ keep: false }) });
  const { store, ids } = stored(spec, [ago(10), ago(10), ago(10)]);
  await expireDocuments(store, now);
  expect(ids()).toEqual([0, 2]);
});

test('what a transaction holds is left for later', async () => {
  const { store, collection, ids } = stored(doc({ key: doc({ at: new Int32(1) }), expireAfterSeconds: new Int32(0) }), [ago(10), ago(10)]);
  const transaction = store.begin();
  const row = collection.row(transaction.view, 1)!;
  collection.replace(transaction, row, encode(doc({ _id: new Int32(0), at: now, keep: true })));
  expect(await expireDocuments(store, now)).toBe(1);
  transaction.commit();
  expect(ids()).toEqual([0]);
  expect(await expireDocuments(store, new Date(now.getTime() + 1))).toBe(1);
});
