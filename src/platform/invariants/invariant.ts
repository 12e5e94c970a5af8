import type { Model } from 'mongoose';

import type { Id } from '../identity.js';

/** Something that is not as it must be. */
export interface Violation {
  /** Of the entity concerned. */
  readonly id: Id;
  /** What is wrong with it, for whoever has to mend it. */
  readonly explanation: string;
}

/** What a check has to keep to. */
export interface Scope {
  /** Options of every query of a check: it may take no longer than what is left. */
  readonly bound: { readonly maxTimeMS: number };
  /** What was created before may have events that are no longer kept. */
  readonly eventsSince: Date;
}

interface Row {
  readonly _id: Id;
}

type Filter = Readonly<Record<string, unknown>>;

export interface Invariant {
  /** Of what, and which: `trade.locks`. */
  readonly name: string;
  /** What must hold, in one sentence. */
  readonly promise: string;
  /** The next entities in descending order of their ids, from the newest or from `before` on. */
  page(before: Id | null, size: number, scope: Scope): Promise<Row[]>;
  /** Those of them for which it does not hold. Runs in one transaction with `page`, so both look at one moment. */
  violations(rows: readonly Row[], scope: Scope): Promise<Violation[]>;
}

interface Definition<T extends Row> {
  readonly promise: string;
  readonly over: Model<T>;
  /** Which of them it is about; all unless told. */
  readonly among?: (scope: Scope) => Filter;
  readonly violations: (rows: readonly T[], scope: Scope) => Promise<Violation[]> | Violation[];
}

/** `invariant('item.owner', { promise: 'An item belongs to …', over: ItemModel, violations: async (items, { bound }) => … })`. */
export function invariant<T extends Row>(name: string, { promise, over, among, violations }: Definition<T>): Invariant {
  const model = over as unknown as Model<Row>;
  return {
    name,
    promise,
    page: (before, size, scope) =>
      model
        .find({ ...(before !== null && { _id: { $lt: before } }), ...among?.(scope) }, null, scope.bound)
        .sort({ _id: -1 })
        .limit(size)
        .lean<Row[]>()
        .exec(),
    violations: async (rows, scope) => violations(rows as readonly T[], scope),
  };
}

/** For a list of entities, a list of complaints about each: `flagged(items, (item) => [item.ownerId !== … && 'belongs to nobody'])`. */
export const flagged = <T extends Row>(rows: readonly T[], complaints: (row: T) => readonly (string | false | null | undefined)[]): Violation[] =>
  rows.flatMap((row) => complaints(row).flatMap((explanation) => (explanation ? [{ id: row._id, explanation }] : [])));

/** Rows by what they belong to. */
export function grouped<T>(rows: readonly T[], keyOf: (row: T) => string): (key: string) => readonly T[] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return (key) => groups.get(key) ?? [];
}
