import mongoose, { type ClientSession, Schema } from 'mongoose';

import type { Id } from '../identity.js';

/** An event as it stands on one stream. The same fact on two streams has one `eventId` and two numbers. */
export interface StreamEvent<Data extends object = object> {
  readonly stream: string;
  readonly seq: number;
  readonly eventId: Id;
  readonly type: string;
  readonly data: Data;
  readonly at: Date;
}

export interface StreamCounter {
  readonly _id: string;
  readonly seq: number;
}

const plain = { versionKey: false, autoIndex: false, autoCreate: false, minimize: false } as const;

const outboxSchema = new Schema(
  {
    stream: { type: String, required: true },
    seq: { type: Number, required: true },
    eventId: { type: String, required: true },
    type: { type: String, required: true },
    data: { type: Schema.Types.Mixed, required: true },
    at: { type: Date, required: true },
  },
  { ...plain, collection: 'outbox' },
);
outboxSchema.index({ stream: 1, seq: 1 }, { unique: true });
outboxSchema.index({ at: 1 });

const counterSchema = new Schema(
  { _id: { type: String, required: true }, seq: { type: Number, required: true } },
  { ...plain, collection: 'streams' },
);

export const OutboxModel = mongoose.model<StreamEvent>('OutboxEvent', outboxSchema as never);
export const CounterModel = mongoose.model<StreamCounter>('StreamCounter', counterSchema as never);

/** What has been shown must not be unseen after a failover, so readers wait for the majority. */
const majority = 'majority';
const longestConfirmation = 5_000;

export const readAfter = (streamName: string, seq: number, atMost: number): Promise<StreamEvent[]> =>
  OutboxModel.find({ stream: streamName, seq: { $gt: seq } }, { _id: 0 })
    .sort({ seq: 1 })
    .limit(atMost)
    .readConcern(majority)
    .lean<StreamEvent[]>()
    .exec();

export async function newestSeqs(streamNames: readonly string[], session: ClientSession | null = null): Promise<Map<string, number>> {
  const counters = await CounterModel.find({ _id: { $in: [...streamNames] } }, null, session ? { session } : {})
    .readConcern(majority)
    .lean<StreamCounter[]>();
  return new Map(counters.map(({ _id, seq }) => [_id, seq]));
}

export const newestSeq = async (streamName: string): Promise<number> => (await newestSeqs([streamName])).get(streamName) ?? 0;

/** When the newest event of all happened; asked of the driver, because Mongoose would wait for a database that is away. */
export async function newestEventAt(timeoutMS: number): Promise<Date | null> {
  const outbox = mongoose.connection.db!.collection<StreamEvent>(OutboxModel.collection.collectionName);
  const newest = await outbox.findOne({}, { sort: { at: -1 }, projection: { at: 1 }, timeoutMS });
  return newest?.at ?? null;
}

/**
 * The same, asked so that it cannot be behind. A primary that has just been elected answers majority reads with what was, for a moment;
 * afterwards it no longer does. Costs a round of the replica set: for those who are about to tell somebody that there is nothing for them.
 */
export async function confirmedSeq(streamName: string): Promise<number> {
  const counter = await CounterModel.findById(streamName)
    .read('primary')
    .readConcern('linearizable')
    .maxTimeMS(longestConfirmation)
    .lean<StreamCounter>();
  return counter?.seq ?? 0;
}

/** Whoever comes with a cursor from before gets RESYNC_REQUIRED, because the numbers then have a gap. */
export async function forgetBefore(moment: Date): Promise<void> {
  await OutboxModel.deleteMany({ at: { $lt: moment } });
}
