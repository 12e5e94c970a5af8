import type { Model, QueryFilter } from 'mongoose';

import { invalid } from './errors/index.js';
import type { Identified } from './identity.js';
import { rowsOf } from './rows.js';

/** What callers say about the page they want. Forwards with `first` and `after`, backwards with `last` and `before`. */
export interface PageRequest {
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

export interface Edge<Node> {
  readonly cursor: string;
  readonly node: Node;
}

export interface Page<Node> {
  readonly edges: readonly Edge<Node>[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

export const defaultPageSize = 20;
export const largestPageSize = 100;

/** Newest first: `{ createdAt: -1 }`. */
export type Order = Readonly<Record<string, 1 | -1>>;

interface PageOptions {
  /** Whether no two rows that the filter admits can stand at the same place. Otherwise ties are broken by id, in the direction of the last field. */
  readonly noTies?: boolean;
}

/**
 * One page by key rather than by number, so that rows may come and go between pages without one being lost or shown twice.
 * Costs the same anywhere in the list, and counts nothing. Needs an index on the filter's fields, the order's, and `_id` unless there are no ties.
 */
export async function pageOf<T extends Identified>(
  model: Model<T>,
  filter: QueryFilter<T>,
  request: PageRequest,
  order: Order = { createdAt: -1 },
  { noTies = false }: PageOptions = {},
): Promise<Page<T>> {
  const { size, backwards, start } = reading(request);
  const keys = noTies ? Object.entries(order) : withTieBreak(order);
  const direction = backwards ? flip(keys) : keys;
  const beyond = start && past(direction, placeOf(start, keys, model));
  const rows = await rowsOf(model, beyond ? { $and: [filter, beyond] } : filter, { sort: Object.fromEntries(direction), limit: size + 1 });
  return page(rows, size, backwards, start !== null, (row) => encode(keys.map(([path]) => valueAt(row, path))));
}

/** Of something that is no plain find: `rows` are in the order read, one more than `size` when there is more. */
export function page<T>(
  rows: readonly T[],
  size: number,
  backwards: boolean,
  fromSomewhere: boolean,
  cursorOf: (row: T) => string,
): Page<T> {
  const kept = rows.slice(0, size);
  if (backwards) kept.reverse();
  const edges = kept.map((node) => ({ node, cursor: cursorOf(node) }));
  const more = rows.length > size;
  return {
    edges,
    pageInfo: {
      hasNextPage: backwards ? fromSomewhere : more,
      hasPreviousPage: backwards ? more : fromSomewhere,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
  };
}

/** The same places, with something else at each. */
export const mapPage = <From, To>({ edges, pageInfo }: Page<From>, to: (node: From) => To): Page<To> => ({
  edges: edges.map(({ cursor, node }) => ({ cursor, node: to(node) })),
  pageInfo,
});

interface Reading {
  readonly size: number;
  readonly backwards: boolean;
  readonly start: { readonly cursor: string; readonly name: 'after' | 'before' } | null;
}

export function reading({ first, after, last, before }: PageRequest): Reading {
  const backwards = last != null;
  if (backwards && first != null) throw invalid('last', 'cannot be combined with first');
  if (backwards ? after != null : before != null) throw invalid(backwards ? 'after' : 'before', 'belongs to the other direction');
  const size = (backwards ? last : first) ?? defaultPageSize;
  if (size < 1 || size > largestPageSize) throw invalid(backwards ? 'last' : 'first', `must lie between 1 and ${largestPageSize}`);
  const cursor = backwards ? before : after;
  return { size, backwards, start: cursor == null ? null : { cursor, name: backwards ? 'before' : 'after' } };
}

type Keys = readonly (readonly [path: string, direction: 1 | -1])[];

function withTieBreak(order: Order): Keys {
  const keys = Object.entries(order);
  return keys.some(([path]) => path === '_id') ? keys : [...keys, ['_id', keys.at(-1)?.[1] ?? 1]];
}

const flip = (keys: Keys): Keys => keys.map(([path, direction]) => [path, direction === 1 ? -1 : 1]);

/** `(a, b)` past `(x, y)`: a beyond x, or a equal to x and b beyond y. The first bound stands alone, so that an index can use it. */
function past(keys: Keys, values: readonly unknown[]): object {
  const beyond = (index: number, orEqual: boolean) => {
    const [path, direction] = keys[index]!;
    const comparison = direction === 1 ? '$gt' : '$lt';
    return { [path]: { [orEqual ? `${comparison}e` : comparison]: values[index] } };
  };
  const alternatives = keys.map((_, index) => ({
    ...Object.fromEntries(keys.slice(0, index).map(([path], earlier) => [path, values[earlier]])),
    ...beyond(index, false),
  }));
  return keys.length === 1 ? alternatives[0]! : { $and: [beyond(0, true), { $or: alternatives }] };
}

const valueAt = (row: object, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown>)?.[name], row);

const encode = (values: readonly unknown[]): string =>
  Buffer.from(JSON.stringify(values.map((value) => (value instanceof Date ? { date: value.getTime() } : value)))).toString('base64url');

/** Cursors come back from outside: nothing but plain values may reach the filter, and a word where this list has a date is the cursor of another list. */
function placeOf<T>({ cursor, name }: NonNullable<Reading['start']>, keys: Keys, { schema }: Model<T>): readonly unknown[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(values) && values.length === keys.length) return keys.map(([path], index) => schema.path(path).cast(plainValue(values[index])));
  } catch {
    // Told below, together with cursors of the wrong shape.
  }
  throw invalid(name, 'must be a cursor of this list');
}

function plainValue(value: unknown): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  const date = new Date((value as { date?: unknown }).date as number);
  if (Number.isNaN(date.getTime())) throw new TypeError('not a plain value');
  return date;
}
