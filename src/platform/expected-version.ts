import { AsyncLocalStorage } from 'node:async_hooks';

import { refusal } from './errors/index.js';
import type { Id } from './identity.js';

/** What the caller of a mutation believes to be the version of the aggregate. */
interface Expectation {
  readonly id: Id;
  readonly version: number;
}

const ambient = new AsyncLocalStorage<Expectation>();

/** Set once, at the schema's edge; asked by every compare-and-set on the aggregate. */
export const expecting = <T>(expectation: Expectation, work: () => T): T => ambient.run(expectation, work);

/** `known` are the versions that this very transaction has produced: those cannot surprise the caller. */
export function assertExpected(entity: { _id: Id; version: number }, known: ReadonlyMap<Id, number> | undefined): void {
  const expected = ambient.getStore();
  if (!expected || expected.id !== entity._id || known?.get(entity._id) === entity.version) return;
  if (expected.version !== entity.version) throw refusal('VERSION_CONFLICT', { current: entity.version });
}
