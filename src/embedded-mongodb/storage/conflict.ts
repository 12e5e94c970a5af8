import { MongoError } from '../errors.js';
import type { Transaction } from './transaction.js';

/** Two writers of one thing. Outside a transaction the later one waits for the holder; in a transaction it is refused. */
export class Conflict extends Error {
  /** @param holder who has the thing; null when it was committed after the snapshot of the writer, so that waiting is no use */
  constructor(readonly holder: Transaction | null) {
    super('write conflict');
  }
}

export function writeConflict(): MongoError {
  return new MongoError('WriteConflict', 'Caused by :: Write conflict during plan execution and yielding is disabled. :: Please retry your operation or multi-document transaction.', {
    errorLabels: ['TransientTransactionError'],
  });
}
