import type { Model, ClientSession } from 'mongoose';

import { Contention, currentTransaction, isDuplicate } from './transaction.js';

type Rows = Map<Model<never>, object[]>;

const waiting = new WeakMap<ClientSession, Rows>();

/**
 * Inserts at the end of the transaction, in one command with the others of its collection: for what nobody in it reads again.
 * Where a unique index refuses, the transaction begins again, so whoever inserts like this looks first when it `isRetry`.
 */
export function insertLast<Row extends object>(model: Model<Row>, row: Row): void {
  const { session, beforeCommit } = currentTransaction()!;
  let rows = waiting.get(session);
  if (!rows) {
    rows = new Map();
    waiting.set(session, rows);
    // Before the events take their numbers, for which others may be waiting.
    beforeCommit.unshift(() => insertAll(rows!));
  }
  const here = rows.get(model as never);
  if (here) here.push(row);
  else rows.set(model as never, [row]);
}

async function insertAll(rows: Rows): Promise<void> {
  try {
    for (const [model, some] of rows) await model.insertMany(some, { lean: true });
  } catch (error) {
    throw isDuplicate(error) ? new Contention() : error;
  }
}
