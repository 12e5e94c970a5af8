import { MongoError } from './errors.js';

/** So many calls pass between two looks at the clock. */
const CALLS = 100;

/** Of the command whose statement is running: in one thread there is never another one at the same time. */
let deadline = Infinity;
let callsLeft = CALLS;

/** @param limit when the time is over, as `Date.now` counts it */
export function untilDeadline<T>(limit: number, work: () => T): T {
  const outer = deadline;
  deadline = limit;
  try {
    return work();
  } finally {
    deadline = outer;
  }
}

export function currentDeadline(): number {
  return deadline;
}

/**
 * A statement runs without interruption, so it has to look at the clock itself: whatever may go over many documents,
 * keys or elements calls this for each.
 */
export function checkForInterrupt(): void {
  if (deadline === Infinity || (callsLeft -= 1) > 0) return;
  callsLeft = CALLS;
  if (Date.now() >= deadline) throw expired();
}

export function expired(): MongoError {
  return new MongoError('MaxTimeMSExpired', 'operation exceeded time limit');
}
