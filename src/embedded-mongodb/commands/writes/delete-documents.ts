import type { Collection, Row } from '../../storage/collection.js';
import type { Namespace } from '../../storage/oplog.js';
import type { Transaction } from '../../storage/transaction.js';
import type { CommandContext } from '../command.js';
import type { Selection } from './find-target.js';
import { Target } from './find-target.js';
import { existingCollection } from './target.js';

export interface DeleteStatement extends Selection {
  /** All that match, or the first. */
  multi: boolean;
}

export interface Deleted {
  count: number;
  /** Of a single delete. */
  row: Row | null;
}

const NOTHING: Deleted = { count: 0, row: null };

/**
 * Applies one delete statement.
 * @param witness called inside the storage transaction of a document that is deleted alone
 */
export function deleteDocuments(context: CommandContext, namespace: Namespace, statement: DeleteStatement, witness: (transaction: Transaction, deleted: Deleted) => void): Deleted | Promise<Deleted> {
  const { store } = context.server;
  const target = new Target(statement);
  const find = (transaction: Transaction): Collection | null => {
    const collection = existingCollection(store, transaction, namespace);
    target.under(collection);
    return collection;
  };
  const statementOf = <T>(work: (transaction: Transaction) => T): T | Promise<T> => store.inStatement(context.transaction, work, () => context.signal);

  if (!statement.multi) {
    return statementOf((transaction) => {
      const collection = find(transaction);
      const row = collection && target.first(collection, transaction);
      if (row === null) return NOTHING;
      collection!.remove(transaction, row);
      const deleted = { count: 1, row };
      witness(transaction, deleted);
      return deleted;
    });
  }
  return deleteMany();

  async function deleteMany(): Promise<Deleted> {
    const found = await statementOf((transaction) => {
      const collection = find(transaction);
      return collection === null ? null : { collection, rows: [...target.rows(collection, transaction)] };
    });
    let count = 0;
    for (const row of found?.rows ?? []) {
      context.throwIfInterrupted();
      const pending = statementOf((transaction) => {
        if (existingCollection(store, transaction, namespace) !== found!.collection) return 0;
        const current = target.again(found!.collection, transaction, row);
        if (current === null) return 0;
        found!.collection.remove(transaction, current);
        return 1;
      });
      count += pending instanceof Promise ? await pending : pending;
    }
    return { count, row: null };
  }
}
