import { flagged, type Invariant, invariant } from '../invariants/index.js';
import { CounterModel, type OutboxEvent, OutboxModel, type StreamEvent, toldOn } from './outbox.js';

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
      const onOneOfThem = { 'streams.name': { $in: counters.map(({ _id }) => _id) } };
      const numbers = await OutboxModel.aggregate<Numbers>([
        { $match: onOneOfThem },
        { $unwind: '$streams' },
        { $match: onOneOfThem },
        { $group: { _id: '$streams.name', count: { $sum: 1 }, first: { $min: '$streams.seq' }, last: { $max: '$streams.seq' } } },
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
  const events = await OutboxModel.find({ 'streams.name': { $in: [...streamNames] }, ...also }, null, bound).lean<OutboxEvent[]>();
  const asked = new Set(streamNames);
  return toldOn((name) => asked.has(name), events);
}
