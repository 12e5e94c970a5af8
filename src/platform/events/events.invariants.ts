import { flagged, type Invariant, invariant } from '../invariants/index.js';
import { CounterModel, OutboxModel, type StreamEvent } from './outbox.js';

interface Numbers {
  readonly _id: string;
  readonly count: number;
  readonly first: number;
  readonly last: number;
}

export const eventInvariants: readonly Invariant[] = [
  invariant('stream.numbers', {
    promise: 'The events of a stream that are kept are numbered without a gap, up to the number that its counter has reached.',
    over: CounterModel as never,
    violations: async (counters: readonly { _id: string; seq: number }[], { bound, eventsSince }) => {
      const numbers = await OutboxModel.aggregate<Numbers>([
        { $match: { stream: { $in: counters.map(({ _id }) => _id) } } },
        { $group: { _id: '$stream', count: { $sum: 1 }, first: { $min: '$seq' }, last: { $max: '$seq' }, newest: { $max: '$at' } } },
      ]).option(bound);
      const byName = new Map(numbers.map((each) => [each._id, each]));
      return flagged(counters, ({ _id, seq }) => {
        const kept = byName.get(_id);
        // Nothing is kept of a stream on which nothing has happened for long.
        if (!kept) return [seq > 0 && eventsSince.getTime() === 0 && `its counter stands at ${seq}, and none of its events is there`];
        return [
          kept.last !== seq && `its counter stands at ${seq}, its newest event has ${kept.last}`,
          kept.count !== kept.last - kept.first + 1 && `of its events ${kept.first} to ${kept.last}, ${kept.count} are there`,
        ];
      });
    },
  }),
];

/** The events that are kept of some streams, each in its order: for those who check, not for those who deliver. */
export async function logsOf(streamNames: readonly string[], bound: { readonly maxTimeMS: number }, also: object = {}): Promise<StreamEvent[]> {
  return OutboxModel.find({ stream: { $in: [...streamNames] }, ...also }, { _id: 0 }, bound).sort({ stream: 1, seq: 1 }).lean<StreamEvent[]>();
}
