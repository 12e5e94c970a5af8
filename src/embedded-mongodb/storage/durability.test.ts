import { Int32 } from 'bson';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { encode } from '../bson/codec.js';
import { doc } from '../bson/document.js';
import { Index } from '../indexes/index.js';
import type { Collection } from './collection.js';
import { ViewDefinition } from './collection.js';
import { createCollection } from './create-collection.js';
import type { OpenedStore } from './open-store.js';
import { openStore } from './open-store.js';
import type { Store } from './store.js';
import { COMMITTED } from './store.js';

let directory: string;
const opened = new Set<OpenedStore>();

beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'embedded-mongodb-')); });

afterEach(async () => {
  for (const each of [...opened]) await close(each);
  rmSync(directory, { recursive: true, force: true });
});

function open(): OpenedStore {
  const store = openStore(directory, () => {});
  opened.add(store);
  return store;
}

async function close(store: OpenedStore): Promise<void> {
  opened.delete(store);
  await store.close();
}

const orders = { database: 'shop', collection: 'orders' };

function collectionOf({ store }: { store: Store }, namespace = orders): Collection {
  return store.catalog.find(COMMITTED, namespace) as Collection;
}

test('what was committed is there after a restart: documents, options, indexes, views, times and the end of the oplog', async () => {
  const first = open();
  const { store } = first;
  const options = doc({ changeStreamPreAndPostImages: doc({ enabled: true }) });
  const collection = await store.inStatement(null, (own) => createCollection(store, own, orders, options));
  const byNumber = new Index(doc({ v: new Int32(2), key: doc({ number: new Int32(1) }), name: 'number_1', unique: true }));
  await store.inStatement(null, (own) => collection.createIndexes(own, [byNumber]));
  await store.inStatement(null, (own) => collection.insert(own, encode(doc({ _id: new Int32(1), number: new Int32(7) }))));
  await store.inStatement(null, (own) => collection.insert(own, encode(doc({ _id: new Int32(2), number: new Int32(8) }))));
  await store.inStatement(null, (own) => collection.remove(own, [...collection.rows(own.view)][0]!));
  const view = new ViewDefinition({ database: 'shop', collection: 'open' }, doc({ viewOn: 'orders', pipeline: [] }));
  await store.inStatement(null, (own) => store.catalog.create(own, view, { kind: 'create', namespace: view.namespace, uuid: null, description: doc({}), entry: view }));
  await store.settled();
  const kinds = (of: Store): string[][] => [...of.oplog.after(0)].map(({ operations }) => operations.map(({ kind }) => kind));
  const [before, lastTime] = [kinds(store), store.clock.now];
  await close(first);

  const second = open();
  const again = collectionOf(second);
  expect([...again.rows(COMMITTED)].map((row) => row.decode())).toEqual([...collection.rows(COMMITTED)].map((row) => row.decode()));
  expect([again.count, again.dataSize, again.options, again.uuid]).toEqual([1, collection.dataSize, options, collection.uuid]);
  expect(again.indexes.map(({ name, size }) => [name, size])).toEqual([['_id_', 1], ['number_1', 1]]);
  expect(second.store.catalog.find(COMMITTED, view.namespace)).toBeInstanceOf(ViewDefinition);
  expect(kinds(second.store)).toEqual(before);
  expect(second.store.clock.now).toBeGreaterThan(lastTime);
});

test('what was dropped or renamed away is not', async () => {
  const first = open();
  const { store } = first;
  const [dropped, renamed] = ['dropped', 'renamed'].map((collection) => ({ database: 'shop', collection })) as [typeof orders, typeof orders];
  for (const namespace of [dropped, renamed]) {
    const collection = await store.inStatement(null, (own) => createCollection(store, own, namespace, doc({})));
    await store.inStatement(null, (own) => collection.insert(own, encode(doc({ _id: 'x' }))));
  }
  const [gone, moved] = [collectionOf(first, dropped), collectionOf(first, renamed)];
  await store.inStatement(null, (own) => store.catalog.drop(own, gone, { kind: 'drop', namespace: dropped, uuid: gone.uuid, description: doc({}) }));
  await store.inStatement(null, (own) => store.catalog.rename(own, moved, orders, null, { kind: 'rename', namespace: renamed, to: orders, uuid: moved.uuid, description: doc({}), entry: moved }));
  await close(first);

  const second = open();
  expect(second.store.catalog.entries(COMMITTED, 'shop').map((entry) => entry.namespace.collection)).toEqual(['orders']);
  expect(collectionOf(second).count).toBe(1);
});

test('a transaction that was open is forgotten', async () => {
  const first = open();
  const { store } = first;
  const transaction = store.begin();
  void store.inStatement(transaction, (own) => void createCollection(store, own, orders, doc({})).insert(own, encode(doc({ _id: new Int32(1) }))));
  await close(first);
  expect(open().store.catalog.databases(COMMITTED)).toEqual([]);
});

test('what cannot be written is not acknowledged, and nothing after it is written either', async () => {
  const complaints: string[] = [];
  const store = openStore(directory, (line) => complaints.push(line));
  opened.add(store);
  const collection = await store.store.inStatement(null, (own) => createCollection(store.store, own, orders, doc({})));
  await store.store.settled();
  // LMDB refuses a key of this length, as it would refuse a full disk.
  await store.store.inStatement(null, (own) => {
    own.alongside.push({ key: 'x'.repeat(5000), value: doc({}) });
    collection.insert(own, encode(doc({ _id: 'lost' })));
  });
  await expect(store.store.settled()).rejects.toThrow('cannot be written');
  await store.store.inStatement(null, (own) => collection.insert(own, encode(doc({ _id: 'later' }))));
  await expect(store.store.settled()).rejects.toThrow('cannot be written');
  await close(store);
  expect([complaints.length, [...collectionOf(open()).rows(COMMITTED)]]).toEqual([1, []]);
});

test('a directory belongs to one server at a time', () => {
  open();
  expect(open).toThrow('is in use by process');
  const other = spawnWriter();
  return new Promise<void>((resolve) => {
    let complaint = '';
    other.stderr.on('data', (chunk: Buffer) => { complaint += chunk.toString(); });
    other.on('exit', (code) => {
      expect(code).not.toBe(0);
      expect(complaint).toContain('is in use by process');
      resolve();
    });
  });
});

test('everything acknowledged survives kill -9, and nothing half of a transaction ever does', async () => {
  const acknowledged = new Map<string, number>();
  for (let round = 0; round < 4; round += 1) {
    await writeAndDie(acknowledged, 30 + Math.random() * 120);
    const survivor = open();
    const pairs = collectionOf(survivor, { database: 'd', collection: 'pairs' });
    for (const [pair, number] of acknowledged) {
      const [left, right] = ['left', 'right'].map((half) => (pairs.byId(COMMITTED, `${pair} ${half}`)!.decode().number as Int32).value);
      expect(left).toBe(right);
      expect(left).toBeGreaterThanOrEqual(number);
    }
    await close(survivor);
  }
  expect([...acknowledged.keys()].sort()).toEqual(['1', '2', '3']);
});

function spawnWriter(): ReturnType<typeof spawn> & { stdout: NodeJS.ReadableStream; stderr: NodeJS.ReadableStream } {
  const child = join(import.meta.dirname, 'durability.testkit.ts');
  return spawn(process.execPath, ['--import', '@oxc-node/core/register', child, directory], { stdio: 'pipe' }) as never;
}

/** Kills the writer some time after its first word, and notes what it had promised. */
function writeAndDie(acknowledged: Map<string, number>, milliseconds: number): Promise<void> {
  const writer = spawnWriter();
  let told = '';
  writer.stdout.once('data', () => setTimeout(() => writer.kill('SIGKILL'), milliseconds));
  writer.stdout.on('data', (chunk: Buffer) => { told += chunk.toString(); });
  return new Promise((resolve) => writer.on('close', () => {
    // The last line may have been cut off by the death.
    for (const line of told.slice(0, told.lastIndexOf('\n') + 1).split('\n')) {
      const [pair, number] = line.split(' ');
      if (number !== undefined) acknowledged.set(pair!, Number(number));
    }
    resolve();
  }));
}
