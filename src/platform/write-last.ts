import type { Model } from 'mongoose';

import { currentTransaction } from './transaction.js';
import { writeAtOnce } from './writes-at-once.js';

/**
 * Inserts at the end of the transaction, in one command with all the others: for what nobody in it reads again.
 * Where a unique index refuses, the transaction begins again, so whoever inserts like this looks first when it `isRetry`.
 */
export function insertLast<Row extends object>(model: Model<Row>, document: Row): void {
  currentTransaction()!.lastWrites.push({ model: model as never, document });
}

interface Change {
  readonly filter: object;
  readonly update: object;
  /** Changes all that the filter finds, and not only one. */
  readonly many?: boolean;
  /** What is wrong when the filter finds nothing; without it, nothing is. */
  readonly orElse?: () => Error;
}

/** Updates at the end of the transaction, likewise. */
export function updateLast<Row extends object>(model: Model<Row>, { filter, update, many = false, orElse }: Change): void {
  currentTransaction()!.lastWrites.push({ model: model as never, filter, update, many, orElse: orElse ?? null });
}

/** Does not wait for the end: for whoever goes on to read, in the same transaction, what others left for it. */
export async function writeNow(): Promise<void> {
  const { session, lastWrites } = currentTransaction()!;
  await writeAtOnce(session, lastWrites.splice(0));
}
