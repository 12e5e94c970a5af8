import { type Model, mongo } from 'mongoose';

import { isPassing } from './database.js';
import type { Identified } from './identity.js';
import { currentTransaction } from './transaction.js';

interface Which {
  readonly sort?: Record<string, 1 | -1>;
  /** From 1 on: never more than these, which is what makes one answer enough. */
  readonly limit: number;
}

/**
 * What `model.find(filter).sort(sort).limit(limit).lean()` answers, for the reads that every list and every field is made of. Nothing is cast
 * on the way, so the filter must say what the documents say.
 *
 * Asked as a bare command: without the driver's cursor and Mongoose's query, a first page of ten with its owners costs a sixth less of the
 * processor. What a cursor does besides, trying again when a connection broke and fetching what one answer could not hold, is left to a cursor.
 */
export async function rowsOf<T extends Identified>(model: Model<T>, filter: object, which: Which): Promise<T[]> {
  const open = currentTransaction();
  const rows = open ? null : await inOneAnswer(model, filter, which);
  return (rows ?? (await model.collection.find(filter, { ...which, ...(open && { session: open.session }) }).toArray())) as unknown[] as T[];
}

/** `null` when there is more, or when it is worth trying again. */
async function inOneAnswer<T>({ collection, db: { db } }: Model<T>, filter: object, { sort, limit }: Which): Promise<mongo.Document[] | null> {
  const { readConcern, readPreference } = db!;
  // One more than the limit, as drivers ask: of a batch that is just full some servers keep the cursor open.
  const command = { find: collection.collectionName, filter, ...(sort && { sort }), limit, batchSize: limit + 1, ...(readConcern && { readConcern }) };
  try {
    const { cursor } = (await db!.command(command, readPreference && { readPreference })) as Answer;
    return Number(cursor.id) === 0 ? cursor.firstBatch : null;
  } catch (error) {
    // Who has waited in vain for a database that is away does not wait once more.
    if (isPassing(error) && !(error instanceof mongo.MongoServerSelectionError)) return null;
    throw error;
  }
}

interface Answer {
  readonly cursor: { readonly id: unknown; readonly firstBatch: mongo.Document[] };
}
