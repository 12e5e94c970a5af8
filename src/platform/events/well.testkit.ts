import { setImmediate as nextTick } from 'node:timers/promises';

import type { StreamEvent } from './outbox.js';

const fresh = () => ({
  /** The outbox as it would be: rows with numbers, of which the oldest may be gone. */
  outbox: [] as StreamEvent[],
  newest: 0,
  /** A new primary: until it has confirmed where it stands, it answers with what was some events ago. */
  behind: 0,
  readsThatFail: 0,
  reads: 0,
  rendered: 0,
  subjectReads: 0,
  barred: new Set<string>(),
});

/** A stream's place in an imagined database, and what was asked of it. */
export const well = fresh();

export const fillAnew = (): void => void Object.assign(well, fresh());

/** In the place of `./outbox.js`. */
export const outboxOfTheWell = {
  readAfter: async (_name: string, seq: number, atMost: number): Promise<StreamEvent[]> => {
    well.reads += 1;
    await nextTick();
    if (well.readsThatFail-- > 0) throw new Error('the database is away');
    return well.outbox.filter((row) => row.seq > seq && row.seq <= well.newest - well.behind).slice(0, atMost);
  },
  confirmedSeq: async (): Promise<number> => {
    await nextTick();
    well.behind = 0;
    return well.newest;
  },
};
