import DataLoader from 'dataloader';
import type { Model } from 'mongoose';

import type { Id, Identified } from './identity.js';
import { rowsOf } from './rows.js';

/** A batched read, declared once as a constant beside the model. For field resolvers only, never for services. */
export interface Loader<Key, Value> {
  readonly readAll: (keys: readonly Key[]) => Promise<readonly Value[]>;
}

export const loader = <Key, Value>(readAll: (keys: readonly Key[]) => Promise<readonly Value[]>): Loader<Key, Value> => ({ readAll });

/** What a loader would answer, for whoever has it already. */
export interface Known {
  readonly loader: Loader<never, unknown>;
  readonly key: unknown;
  readonly value: unknown;
}

export const known = <Key, Value>(loader: Loader<Key, Value>, key: Key, value: Value): Known => ({ loader: loader as Loader<never, unknown>, key, value });

/** One `$in` per batch, lean, in the order asked for; `null` for what is not there. */
export const loaderById = <T extends Identified>(model: Model<T>): Loader<Id, T | null> =>
  loader(async (ids) => {
    const found = await rowsOf(model, { _id: { $in: ids } }, { limit: ids.length });
    const byId = new Map<Id, T>(found.map((entity) => [entity._id, entity]));
    return ids.map((id) => byId.get(id) ?? null);
  });

/** The loaders of one operation. A new one for each event of a subscription, so that nothing is remembered for hours. */
export class Loaders {
  private readonly open = new Map<Loader<never, unknown>, DataLoader<unknown, unknown>>();

  load<Key, Value>(loader: Loader<Key, Value>, key: Key): Promise<Value> {
    return this.of(loader).load(key);
  }

  /** Nobody needs to read that any more. */
  learn({ loader, key, value }: Known): void {
    (this.of(loader) as DataLoader<unknown, unknown>).clear(key).prime(key, value);
  }

  private of<Key, Value>(loader: Loader<Key, Value>): DataLoader<Key, Value> {
    let batching = this.open.get(loader) as DataLoader<Key, Value> | undefined;
    if (!batching) {
      batching = new DataLoader<Key, Value>((keys) => loader.readAll(keys));
      this.open.set(loader, batching as DataLoader<unknown, unknown>);
    }
    return batching;
  }
}
