import mongoose, { type ClientSession, Schema } from 'mongoose';

import { afterAllSeen } from '../causality.js';
import type { Id } from '../identity.js';
import type { Known } from '../loader.js';

/** An event as it stands on one stream. The same fact on two streams has one `eventId` and two numbers. */
export interface StreamEvent<Data extends object = object> {
  readonly stream: string;
  readonly seq: number;
  readonly eventId: Id;
  readonly type: string;
  readonly data: Data;
  readonly at: Date;
  readonly live?: Live;
}

/** Of an event that happens just now; never kept. */
export interface Live {
  /** What the process that committed it knows of what it tells; others do not. */
  readonly known: readonly Known[] | null;
  /** The same of those streams, by their names, whose subject it knows. */
  readonly subjects: ReadonlyMap<string, unknown>;
  /** When the change stream has told of it: everything that was committed before it has been told as well. `false` when that takes long. */
  readonly inOrder: Promise<boolean>;
}

/** An event as it is kept: once, with its number on each stream that it stands on. */
export interface OutboxEvent<Data extends object = object> {
  readonly _id: Id;
  readonly type: string;
  readonly data: Data;
  readonly at: Date;
  readonly streams: readonly { readonly name: string; readonly seq: number }[];
}

/** As each of its streams tells it. */
export const told = ({ _id, type, data, at, streams }: OutboxEvent, live?: Live): StreamEvent[] =>
  streams.map(({ name, seq }) => ({ stream: name, seq, eventId: _id, type, data, at, ...(live && { live }) }));

/** What some events tell on the streams that are wanted, each in its order. */
export const toldOn = (isWanted: (streamName: string) => boolean, events: readonly OutboxEvent[]): StreamEvent[] =>
  events
    .flatMap((event) => told(event))
    .filter(({ stream }) => isWanted(stream))
    .sort((one, other) => one.seq - other.seq);

export interface StreamCounter {
  readonly _id: string;
  readonly seq: number;
}

const plain = { versionKey: false, autoIndex: false, autoCreate: false, minimize: false } as const;

const outboxSchema = new Schema(
  {
    _id: { type: String, required: true },
    type: { type: String, required: true },
    data: { type: Schema.Types.Mixed, required: true },
    at: { type: Date, required: true },
    streams: { type: [new Schema({ name: { type: String, required: true }, seq: { type: Number, required: true } }, { _id: false })], required: true },
  },
  { ...plain, collection: 'outbox' },
);
outboxSchema.index({ 'streams.name': 1, 'streams.seq': 1 }, { unique: true });
outboxSchema.index({ at: 1 });

const counterSchema = new Schema(
  { _id: { type: String, required: true }, seq: { type: Number, required: true } },
  { ...plain, collection: 'streams' },
);

export const OutboxModel = mongoose.model<OutboxEvent>('OutboxEvent', outboxSchema as never);
export const CounterModel = mongoose.model<StreamCounter>('StreamCounter', counterSchema as never);

/** What has been shown must not be unseen after a failover, so readers wait for the majority. */
const majority = 'majority';
const longestConfirmation = 5_000;

/** Without a gap the next `atMost` events are those with the next numbers; where there is one, nobody goes on. */
export async function readAfter(streamName: string, seq: number, atMost: number): Promise<StreamEvent[]> {
  const next = { streams: { $elemMatch: { name: streamName, seq: { $gt: seq, $lte: seq + atMost } } } };
  const events = await afterAllSeen((session) => OutboxModel.find(next, null, { session }).readConcern(majority).lean<OutboxEvent[]>().exec());
  return toldOn((name) => name === streamName, events).filter((event) => event.seq > seq);
}

export async function newestSeqs(streamNames: readonly string[], session: ClientSession | null = null): Promise<Map<string, number>> {
  const counters = await CounterModel.find({ _id: { $in: [...streamNames] } }, null, session ? { session } : {})
    .readConcern(majority)
    .lean<StreamCounter[]>();
  return new Map(counters.map(({ _id, seq }) => [_id, seq]));
}

export const newestSeq = async (streamName: string): Promise<number> => (await newestSeqs([streamName])).get(streamName) ?? 0;

/** When the newest event of all happened; asked of the driver, because Mongoose would wait for a database that is away. */
export async function newestEventAt(timeoutMS: number): Promise<Date | null> {
  const outbox = mongoose.connection.db!.collection<OutboxEvent>(OutboxModel.collection.collectionName);
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
