import { Timestamp } from 'bson';

/**
 * A moment of the commit clock: seconds · 2^20 + increment. It orders as BSON's Timestamp does and fits a number, so
 * that comparing two moments costs nothing.
 */
export type Time = number;

const INCREMENTS = 2 ** 20;

/** Later than every commit: a view at this time sees whatever is committed at the moment of looking. */
export const LATEST: Time = Infinity;

export function timestampOf(time: Time): Timestamp {
  return new Timestamp({ t: Math.floor(time / INCREMENTS), i: time % INCREMENTS });
}

/** Increments that this clock never gives are taken as the last one of their second. */
export function timeOf(timestamp: Timestamp): Time {
  return timestamp.getHighBitsUnsigned() * INCREMENTS + Math.min(timestamp.getLowBitsUnsigned(), INCREMENTS - 1);
}

/** Each commit takes the next time. Times follow the wall clock, but never stand still or go back, even over a restart. */
export class Clock {
  private last: Time;

  constructor(resumeAfter: Time = 0) {
    this.last = resumeAfter;
    this.tick();
  }

  /** The time of the last commit. */
  get now(): Time {
    return this.last;
  }

  tick(): Time {
    this.last = Math.max(this.last + 1, Math.floor(Date.now() / 1000) * INCREMENTS + 1);
    return this.last;
  }
}
