import { Int32 } from 'bson';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encode } from '../bson/codec.js';
import { doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { Index } from '../indexes/index.js';
import { LATEST } from './clock.js';
import type { Collection, Row } from './collection.js';
import { Conflict } from './conflict.js';
import { createCollection } from './create-collection.js';
import { COMMITTED, Store } from './store.js';
import { Transaction } from './transaction.js';
import type { View } from './version.js';

/**
 * Any mixture of transactions and plain writes does what this small model of snapshot isolation says: every transaction
 * works on a copy of the data of its beginning, and a write is refused when somebody else has written the same document
 * or the same unique value since then.
 */
type Outcome = 'done' | 'conflict' | 'duplicate' | 'absent';
type State = Map<number, number>;

interface ModelTransaction {
  data: State;
  /** How much had been committed when it began. */
  began: number;
  ids: Set<number>;
  /** The values that it gave to documents. */
  values: Set<number>;
}

class Model {
  committed: State = new Map();
  readonly open = new Map<number, ModelTransaction>();
  private commits = 0;
  /** The last commit that wrote a document, and that gave a value to one. */
  private readonly lastOfId = new Map<number, number>();
  private readonly lastOfValue = new Map<number, number>();

  begin(name: number): void {
    this.open.set(name, this.fresh());
  }

  /**
   * @param name null for a plain write; it reports a conflict where the real one would wait
   * @returns what may be the outcome: a value that is visible and that somebody else is taking too is refused either way
   */
  put(name: number | null, id: number, value: number): Outcome[] {
    return this.write(name, (own) => {
      if (this.isWritten(own, id)) return ['conflict'];
      const refusals: Outcome[] = [];
      if (own.data.get(id) !== value && this.isTaken(own, value)) refusals.push('conflict');
      if ([...own.data].some(([other, taken]) => other !== id && taken === value)) refusals.push('duplicate');
      if (refusals.length > 0) return refusals;
      own.data.set(id, value);
      own.ids.add(id);
      own.values.add(value);
      return ['done'];
    });
  }

  remove(name: number | null, id: number): Outcome[] {
    return this.write(name, (own) => {
      if (!own.data.has(id)) return ['absent'];
      if (this.isWritten(own, id)) return ['conflict'];
      own.data.delete(id);
      own.ids.add(id);
      return ['done'];
    });
  }

  commit(name: number): void {
    this.publish(this.open.get(name)!);
    this.open.delete(name);
  }

  see(name: number | null): State {
    return name === null ? this.committed : this.open.get(name)!.data;
  }

  private fresh(): ModelTransaction {
    return { data: new Map(this.committed), began: this.commits, ids: new Set(), values: new Set() };
  }

  private write(name: number | null, work: (own: ModelTransaction) => Outcome[]): Outcome[] {
    if (name !== null) return work(this.open.get(name)!);
    const own = this.fresh();
    const outcomes = work(own);
    if (outcomes[0] === 'done') this.publish(own);
    return outcomes;
  }

  private publish({ data, ids }: ModelTransaction): void {
    this.commits += 1;
    for (const id of ids) {
      const value = data.get(id);
      // What came and went within one transaction was never there.
      if (value === undefined && !this.committed.has(id)) continue;
      this.lastOfId.set(id, this.commits);
      if (value === undefined) this.committed.delete(id);
      else {
        if (this.committed.get(id) !== value) this.lastOfValue.set(value, this.commits);
        this.committed.set(id, value);
      }
    }
  }

  private isWritten(own: ModelTransaction, id: number): boolean {
    return (this.lastOfId.get(id) ?? 0) > own.began || this.others(own).some((other) => other.ids.has(id));
  }

  private isTaken(own: ModelTransaction, value: number): boolean {
    return (this.lastOfValue.get(value) ?? 0) > own.began || this.others(own).some((other) => other.values.has(value));
  }

  private others(own: ModelTransaction): ModelTransaction[] {
    return [...this.open.values()].filter((other) => other !== own);
  }
}

class Real {
  readonly store = new Store();
  readonly open = new Map<number, Transaction>();
  readonly collection: Collection;
  readonly byValue: Index;

  constructor() {
    this.collection = this.store.inStatement(null, (own) => createCollection(this.store, own, { database: 'd', collection: 'c' }, doc({}))) as Collection;
    this.byValue = new Index(doc({ v: new Int32(2), key: doc({ value: new Int32(1) }), name: 'value_1', unique: true }));
    this.collection.addIndex(this.byValue, COMMITTED);
  }

  put(name: number | null, id: number, value: number): Outcome {
    return this.attempt(name, (own) => {
      const row = this.find(own.view, id);
      const bytes = encode(doc({ _id: new Int32(id), value: new Int32(value) }));
      if (row === null) this.collection.insert(own, bytes);
      else this.collection.replace(own, row, bytes);
      return 'done';
    });
  }

  remove(name: number | null, id: number): Outcome {
    return this.attempt(name, (own) => {
      const row = this.find(own.view, id);
      if (row === null) return 'absent';
      this.collection.remove(own, row);
      return 'done';
    });
  }

  see(name: number | null): State {
    return new Map([...this.collection.rows(this.viewOf(name))].map(pairOf));
  }

  /** The same, by way of the index. */
  seeByIndex(name: number | null): State {
    return new Map([...this.collection.scan(this.byValue, this.viewOf(name), [{ from: '', to: '\uffff' }])].map(pairOf));
  }

  private viewOf(name: number | null): View {
    return name === null ? COMMITTED : this.open.get(name)!.view;
  }

  private find(view: View, id: number): Row | null {
    return this.collection.byId(view, new Int32(id));
  }

  /** As `inStatement`, but without waiting: a conflict is an outcome. */
  private attempt(name: number | null, work: (own: Transaction) => Outcome): Outcome {
    const own = name === null ? new Transaction(this.store, false, LATEST) : this.open.get(name)!;
    try {
      const outcome = work(own);
      if (name === null) own.commit();
      return outcome;
    } catch (error) {
      if (name === null) own.abort();
      if (error instanceof Conflict) return 'conflict';
      if (error instanceof MongoError && error.codeName === 'DuplicateKey') return 'duplicate';
      throw error;
    }
  }
}

function pairOf(row: Row): [number, number] {
  const { _id, value } = row.decode();
  return [(_id as Int32).value, (value as Int32).value];
}

const NAMES = 3;
const who = fc.option(fc.nat(NAMES - 1), { nil: null, freq: 3 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), name: who, id: fc.nat(3), value: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), name: who, id: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('commit' as const), name: fc.nat(NAMES - 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('abort' as const), name: fc.nat(NAMES - 1) }) },
);

function sorted(state: State): [number, number][] {
  return [...state].sort(([a], [b]) => a - b);
}

test('concurrent transactions do what a model of snapshot isolation does', () => {
  fc.assert(fc.property(fc.array(step, { maxLength: 40, size: 'max' }), (steps) => {
    const model = new Model();
    const real = new Real();
    const begin = (name: number | null): void => {
      if (name === null || model.open.has(name)) return;
      model.begin(name);
      real.open.set(name, real.store.begin());
    };
    const end = (name: number, how: 'commit' | 'abort'): void => {
      if (!model.open.has(name)) return;
      if (how === 'commit') model.commit(name);
      else model.open.delete(name);
      real.open.get(name)![how]();
      real.open.delete(name);
    };
    for (const each of steps) {
      if (each.kind === 'commit' || each.kind === 'abort') end(each.name, each.kind);
      else {
        begin(each.name);
        const [expected, actual] = each.kind === 'put'
          ? [model.put(each.name, each.id, each.value), real.put(each.name, each.id, each.value)]
          : [model.remove(each.name, each.id), real.remove(each.name, each.id)];
        expect(expected).toContain(actual);
        // A refused statement ends its transaction, as it does in a session.
        if (each.name !== null && (actual === 'conflict' || actual === 'duplicate')) end(each.name, 'abort');
      }
      for (const name of [null, ...model.open.keys()]) {
        expect(sorted(real.see(name))).toEqual(sorted(model.see(name)));
        expect(sorted(real.seeByIndex(name))).toEqual(sorted(model.see(name)));
      }
    }
    for (const name of [...model.open.keys()]) end(name, 'abort');
    expect([real.collection.count, real.byValue.size, real.collection.idIndex.size]).toEqual(Array(3).fill(model.committed.size));
  }), { numRuns: 300 });
});
