import type { Collection, MongoClient } from 'mongodb';
import type { Offer } from './documents.js';
import { offer } from './documents.js';
import { processorTime } from './processor.js';

/** A server with a collection of a certain size. */
export interface Place {
  client: MongoClient;
  offers: Collection<Offer>;
  /** The documents that it was filled with. */
  stored: Offer[];
  hasSessions: boolean;
  /** Of the server. */
  pid: number;
}

export interface Workload {
  name: string;
  /** So many at a time. */
  lanes: number;
  needsSessions?: boolean;
  /** Looks at many or all documents, so that it grows with them. */
  isScan?: boolean;
  run(place: Place): Promise<unknown>;
}

let next = 10_000_000;
const some = (place: Place): Offer => place.stored[Math.floor(Math.random() * place.stored.length)]!;

const findById = (place: Place): Promise<unknown> => place.offers.findOne({ _id: some(place)._id });
const findTen = (place: Place): Promise<unknown> => place.offers.find({ group: some(place).group }).toArray();
const insertOne = (place: Place): Promise<unknown> => place.offers.insertOne(offer((next += 1)));
const updateOne = (place: Place): Promise<unknown> => place.offers.updateOne({ _id: some(place)._id }, { $set: { state: 'sold' }, $inc: { 'price.amount': 1 } });

async function transaction({ client, offers, stored }: Place): Promise<void> {
  await client.withSession((session) => session.withTransaction(async () => {
    const at = Math.floor(Math.random() * (stored.length - 1));
    await offers.updateOne({ _id: stored[at]!._id }, { $inc: { 'price.amount': -1 } }, { session });
    await offers.updateOne({ _id: stored[at + 1]!._id }, { $inc: { 'price.amount': 1 } }, { session });
  }));
}

const countByIndex = ({ offers, stored }: Place): Promise<unknown> => offers.countDocuments({ group: { $lt: stored.length / 20 } });
const scan = ({ offers }: Place): Promise<unknown> => offers.find({ 'price.currency': 'none' }).toArray();
const sort = ({ offers }: Place): Promise<unknown> => offers.find().sort({ 'price.amount': 1, _id: 1 }).limit(10).toArray();
const updateByFilter = (place: Place): Promise<unknown> => place.offers.updateOne({ number: some(place).number }, { $inc: { 'price.amount': 1 } });
const group = ({ offers }: Place): Promise<unknown> => offers.aggregate([{ $group: { _id: '$state', sum: { $sum: '$price.amount' } } }]).toArray();
const lookup = ({ offers }: Place): Promise<unknown> => offers.aggregate([
  { $limit: 100 }, { $lookup: { from: offers.collectionName, localField: 'group', foreignField: 'group', as: 'others' } },
]).toArray();

export const WORKLOADS: Workload[] = [
  { name: 'findOne by _id', lanes: 1, run: findById },
  { name: 'findOne by _id, 16 at a time', lanes: 16, run: findById },
  { name: 'find 10 by an index', lanes: 1, run: findTen },
  { name: 'find 10 by an index, 16 at a time', lanes: 16, run: findTen },
  { name: 'updateOne by _id', lanes: 1, run: updateOne },
  { name: 'transaction of two updates', lanes: 1, needsSessions: true, run: transaction },
  { name: 'count everything', lanes: 1, isScan: true, run: ({ offers }) => offers.countDocuments() },
  { name: 'count half by an index', lanes: 1, isScan: true, run: countByIndex },
  { name: 'count without an index', lanes: 1, isScan: true, run: ({ offers }) => offers.countDocuments({ state: 'open' }) },
  { name: 'find without an index', lanes: 1, isScan: true, run: scan },
  { name: 'first 10 of a sort without an index', lanes: 1, isScan: true, run: sort },
  { name: 'distinct', lanes: 1, isScan: true, run: ({ offers }) => offers.distinct('state') },
  { name: 'updateOne without an index', lanes: 1, isScan: true, run: updateByFilter },
  { name: '$group everything', lanes: 1, isScan: true, run: group },
  { name: '$lookup for 100 by an index', lanes: 1, isScan: true, run: lookup },
  // Last, as they make the collections larger.
  { name: 'insertOne', lanes: 1, run: insertOne },
  { name: 'insertOne, 16 at a time', lanes: 16, run: insertOne },
];

export interface Speed {
  /** Operations a second. */
  rate: number;
  /** Microseconds of the server's processor for each. */
  processor: number;
}

/** What a server does in a while. */
export async function measure(workload: Workload, place: Place, milliseconds: number): Promise<Speed> {
  const used = await processorTime(place.pid);
  const end = performance.now() + milliseconds;
  const start = performance.now();
  let done = 0;
  await Promise.all(Array.from({ length: workload.lanes }, async () => {
    while (performance.now() < end) {
      await workload.run(place);
      done += 1;
    }
  }));
  const rate = (done * 1000) / (performance.now() - start);
  return { rate, processor: ((await processorTime(place.pid)) - used) * 1e6 / done };
}

/** Milliseconds from the moment an insert is sent to its event in a change stream: the median. */
export async function changeStreamLatency({ offers }: Place, times: number): Promise<number> {
  const stream = offers.watch();
  await stream.tryNext();
  const latencies: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const event = stream.next();
    const start = performance.now();
    await offers.insertOne(offer((next += 1)));
    await event;
    latencies.push(performance.now() - start);
  }
  await stream.close();
  return latencies.sort((a, b) => a - b)[Math.floor(times / 2)]!;
}
