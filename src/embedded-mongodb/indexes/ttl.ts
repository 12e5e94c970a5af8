import type { Int32 } from 'bson';
import type { Value } from '../bson/document.js';
import { Collection } from '../storage/collection.js';
import type { Store } from '../storage/store.js';
import { COMMITTED } from '../storage/store.js';
import type { Index, Key, KeyRange } from './index.js';
import { endAt, rangesOf, typeInterval } from './planner/bounds.js';

/** A second between two passes, not the server's minute: whoever tests expiry waits for it. */
const EVERY_MS = 1000;

/** So many documents of an index go in one pass; the others have to wait for the next. */
const MOST_IN_A_PASS = 50_000;

/** Deletes documents whose time is over, from time to time. */
export class TtlMonitor {
  private timer: NodeJS.Timeout | null = null;
  private isRunning = false;

  constructor(private readonly store: Store, private readonly isEnabled: () => boolean, private readonly log: (line: string) => void) {}

  start(): void {
    this.timer = setInterval(() => void this.pass(), EVERY_MS);
    this.timer.unref();
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  private async pass(): Promise<void> {
    if (this.isRunning || !this.isEnabled()) return;
    this.isRunning = true;
    try {
      await expireDocuments(this.store, new Date());
    } catch (error) {
      this.log(`expiring documents failed: ${String(error)}`);
    } finally {
      this.isRunning = false;
    }
  }
}

/**
 * Deletes every document that an index says has expired by now. Documents that a transaction holds are left for later.
 * @returns how many
 */
export async function expireDocuments(store: Store, now: Date): Promise<number> {
  let deleted = 0;
  for (const database of store.catalog.databases(COMMITTED)) {
    for (const collection of store.catalog.entries(COMMITTED, database)) {
      if (!(collection instanceof Collection)) continue;
      for (const [index, seconds] of expiries(collection)) {
        for (const id of expiredIn(collection, index, before(now, seconds))) {
          deleted += await remove(store, collection, index, id, before(now, seconds));
        }
      }
    }
  }
  return deleted;
}

/** The indexes with an age, and a clustered collection's own. */
function expiries({ indexes, idIndex, options }: Collection): [Index, number][] {
  const out: [Index, number][] = [];
  for (const index of indexes) {
    const { expireAfterSeconds } = index.spec;
    const [field] = index.fields;
    if (expireAfterSeconds !== undefined && index.fields.length === 1 && field!.kind.endsWith('cending')) out.push([index, secondsOf(expireAfterSeconds)]);
  }
  if (options.clusteredIndex !== undefined && options.expireAfterSeconds !== undefined) out.push([idIndex, secondsOf(options.expireAfterSeconds)]);
  return out;
}

function secondsOf(value: Value): number {
  return Number(String(value as Int32));
}

function before(now: Date, seconds: number): Date {
  return new Date(now.getTime() - seconds * 1000);
}

/** Of several dates in an array, the earliest counts: any key will do. */
function oldRanges(index: Index, until: Date): KeyRange[] {
  return rangesOf([[{ low: typeInterval('date').low, high: endAt(until, true) }]], index.descending).ranges;
}

function expiredIn(collection: Collection, index: Index, until: Date): number[] {
  const ids = new Set<number>();
  for (const { key, recordId } of index.range(oldRanges(index, until))) {
    if (collection.rowWithKey(COMMITTED, index, key, recordId) !== null) ids.add(recordId);
    if (ids.size >= MOST_IN_A_PASS) break;
  }
  return [...ids];
}

async function remove(store: Store, collection: Collection, index: Index, id: number, until: Date): Promise<number> {
  const [{ from, to }] = oldRanges(index, until) as [KeyRange];
  const isOld = (key: Key): boolean => index.compareKeys(key, from) >= 0 && index.compareKeys(key, to) < 0;
  try {
    return await store.inStatement(null, (transaction) => {
      if (store.catalog.find(transaction.view, collection.namespace) !== collection) return 0;
      const row = collection.row(transaction.view, id);
      if (row === null || !index.keysOf(row.decode()).some(isOld)) return 0;
      collection.remove(transaction, row);
      return 1;
    }, () => DO_NOT_WAIT);
  } catch (error) {
    if (error === DO_NOT_WAIT.reason) return 0;
    throw error;
  }
}

const DO_NOT_WAIT = AbortSignal.abort();
