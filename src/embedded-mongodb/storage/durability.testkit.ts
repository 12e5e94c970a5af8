import { Int32 } from 'bson';
import { encode } from '../bson/codec.js';
import { doc } from '../bson/document.js';
import type { Collection } from './collection.js';
import { createCollection } from './create-collection.js';
import { openStore } from './open-store.js';
import { COMMITTED } from './store.js';

// A process that writes until it is killed: each transaction sets both halves of a pair to the next number, and each
// number is told to the world only when it is on disk.

const { store } = openStore(process.argv[2], console.error);
const namespace = { database: 'd', collection: 'pairs' };
const pairs = (store.catalog.find(COMMITTED, namespace)
  ?? await store.inStatement(null, (own) => createCollection(store, own, namespace, doc({})))) as Collection;

function write(pair: number, number: number): void {
  const transaction = store.begin();
  for (const half of ['left', 'right']) {
    const _id = `${pair} ${half}`;
    const bytes = encode(doc({ _id, number: new Int32(number) }));
    const row = pairs.byId(transaction.view, _id);
    if (row === null) pairs.insert(transaction, bytes);
    else pairs.replace(transaction, row, bytes);
  }
  transaction.commit();
}

async function keepWriting(pair: number): Promise<void> {
  const row = pairs.byId(COMMITTED, `${pair} left`);
  for (let number = row === null ? 1 : (row.decode().number as Int32).value + 1; ; number += 1) {
    write(pair, number);
    await store.settled();
    process.stdout.write(`${pair} ${number}\n`);
  }
}

await Promise.all([1, 2, 3].map(keepWriting));
