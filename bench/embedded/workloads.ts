import type { Collection, MongoClient } from 'mongodb';
import type { Offer } from './documents.js';
import { offer } from './documents.js';

/** A server with a collection of a certain size. */
export interface Place {
  client: MongoClient;
  offers: Collection<Offer>;
  /** The documents that it was filled with. */
  stored: Offer[];
  hasSessions: boolean;
}

export interface Workload {
  name: string;
  /** So many at a time. */
  lanes: number;
  needsSessions?: boolean;
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

export const WORKLOADS: Workload[] = [
  { name: 'findOne by _id', lanes: 1, run: findById },
  { name: 'findOne by _id, 16 at a time', lanes: 16, run: findById },
  { name: 'find 10 by an index', lanes: 1, run: findTen },
  { name: 'find 10 by an index, 16 at a time', lanes: 16, run: findTen },
  { name: 'updateOne by _id', lanes: 1, run: updateOne },
  { name: 'insertOne', lanes: 1, run: insertOne },
  { name: 'insertOne, 16 at a time', lanes: 16, run: insertOne },
  { name: 'transaction of two updates', lanes: 1, needsSessions: true, run: transaction },
];

/** Operations a second, over a while. */
export async function measure(workload: Workload, place: Place, milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds;
  const start = performance.now();
  let done = 0;
  await Promise.all(Array.from({ length: workload.lanes }, async () => {
    while (performance.now() < end) {
      await workload.run(place);
      done += 1;
    }
  }));
  return (done * 1000) / (performance.now() - start);
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
