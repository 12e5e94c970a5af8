import mongoose, { type ClientSession, type mongo } from 'mongoose';

let newest: mongo.Timestamp | undefined;

/** How far the database had come when it agreed to a transaction of this process, told of one, or answered a read. */
export function sawUpTo(time: mongo.Timestamp | undefined): void {
  if (time && (!newest || time.compare(newest) > 0)) newest = time;
}

/**
 * Reads what is at least as new as everything that this process has seen, also from a primary that has just been elected and
 * would otherwise answer with what was a moment ago. What it answers counts as seen.
 */
export async function afterAllSeen<T>(read: (session: ClientSession) => Promise<T>): Promise<T> {
  const session = await mongoose.connection.startSession({ causalConsistency: true });
  try {
    if (newest) session.advanceOperationTime(newest);
    const answer = await read(session);
    sawUpTo(session.operationTime);
    return answer;
  } finally {
    await session.endSession();
  }
}
