import mongoose, { type ClientSession } from 'mongoose';

let newest: ClientSession['operationTime'];

/** How far the database had come when it agreed to a transaction of this process. */
export function committedBy({ operationTime }: ClientSession): void {
  if (operationTime && (!newest || operationTime.compare(newest) > 0)) newest = operationTime;
}

/**
 * Reads what is at least as new as everything that this process has committed, also from a primary that has just been elected and
 * would otherwise answer with what was a moment ago.
 */
export async function afterCommits<T>(read: (session: ClientSession) => Promise<T>): Promise<T> {
  const session = await mongoose.connection.startSession({ causalConsistency: true });
  try {
    if (newest) session.advanceOperationTime(newest);
    return await read(session);
  } finally {
    await session.endSession();
  }
}
