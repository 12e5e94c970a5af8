import { Recent } from '../recent.js';
import { currentTransaction, isDuplicate, Overtaken } from '../transaction.js';
import { updateLast } from '../write-last.js';
import { CounterModel, newestSeqs, type StreamCounter } from './outbox.js';

const rememberedAtMost = 10_000;

/**
 * Where events get their numbers. A process that has seen the last number of a stream does not ask for it again: it writes the
 * next ones on the condition that it still was the last, together with everything else, and when somebody was faster the
 * transaction begins again and asks.
 */
export class Numbers {
  private readonly last = new Recent<string, number>(rememberedAtMost);

  /** Answers the last number taken from each stream. */
  async take(howMany: ReadonlyMap<string, number>): Promise<Map<string, number>> {
    const known = this.knownOf(howMany);
    if (!known || currentTransaction()!.isRetry) return ask(howMany);
    for (const [_id, count] of sorted(howMany)) updateLast(CounterModel, { filter: { _id, seq: known.get(_id)! }, update: { $inc: { seq: count } }, orElse: () => this.wrong(_id) });
    return new Map([...known].map(([name, seq]) => [name, seq + howMany.get(name)!]));
  }

  /** It was committed, by this process. */
  taken(name: string, seq: number): void {
    this.last.set(name, Math.max(seq, this.last.get(name) ?? 0));
  }

  /** It was committed, by whichever process. */
  heard(name: string, seq: number): void {
    if (this.last.get(name) !== undefined) this.taken(name, seq);
  }

  private knownOf(howMany: ReadonlyMap<string, number>): Map<string, number> | null {
    const known = new Map<string, number>();
    for (const name of howMany.keys()) {
      const seq = this.last.get(name);
      if (seq === undefined) return null;
      known.set(name, seq);
    }
    return known;
  }

  private wrong(name: string): Overtaken {
    this.last.forget(name);
    return new Overtaken();
  }
}

/** In one sorted order, so that two transactions that meet do not keep aborting each other. */
const sorted = (howMany: ReadonlyMap<string, number>): [string, number][] => [...howMany].sort(([one], [other]) => (one < other ? -1 : 1));

/** One round trip for one stream, two for any number of them: what was counted up here, nobody else can change before the commit. */
async function ask(howMany: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  const increments = sorted(howMany).map(([_id, seq]) => ({ filter: { _id }, update: { $inc: { seq } }, upsert: true }));
  const [only] = increments;
  try {
    if (increments.length === 1) {
      const counter = await CounterModel.findOneAndUpdate(only!.filter, only!.update, { upsert: true, returnDocument: 'after' }).lean<StreamCounter>();
      return new Map([[counter!._id, counter!.seq]]);
    }
    await CounterModel.bulkWrite(increments.map((updateOne) => ({ updateOne })));
    return await newestSeqs([...howMany.keys()]);
  } catch (error) {
    // Two transactions brought a stream's counter to life at once; the second begins again and finds it.
    throw isDuplicate(error) ? new Overtaken() : error;
  }
}
