import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { parseArgs } from 'node:util';
import { MongoClient } from 'mongodb';
import type { Document } from 'mongodb';
import { calculateObjectSize } from 'bson';
import { INDEXES, offer } from './documents.js';
import { Table, whole } from './table.js';
import type { Place, Speed } from './workloads.js';
import { changeStreamLatency, measure, WORKLOADS } from './workloads.js';

// npm run bench:embedded -- [--compare mongodb://…] [--ms 500] [--rounds 4] [--sizes 1000,100000] [--only 'count']
// Rounds alternate between the servers and the sizes, so that whatever else the machine does falls on all of them.

const { values } = parseArgs({
  options: { compare: { type: 'string' }, ms: { type: 'string', default: '500' }, rounds: { type: 'string', default: '4' }, sizes: { type: 'string', default: '1000,100000' }, only: { type: 'string' } },
});
const milliseconds = Number(values.ms);
const rounds = Number(values.rounds);
const sizes = values.sizes.split(',').map(Number);

interface Embedded { uri: string; memory(): Promise<number>; stop(): void }

async function startEmbedded(): Promise<Embedded> {
  const child: ChildProcess = fork(new URL('./server.ts', import.meta.url), { execArgv: [...process.execArgv, '--expose-gc'] });
  const heard = <T>(): Promise<T> => new Promise((resolve) => { child.once('message', (message) => resolve(message as T)); });
  const { uri, milliseconds: start } = await heard<{ uri: string; milliseconds: number }>();
  console.log(`started in ${start.toFixed(0)} ms`);
  return {
    uri,
    async memory() {
      child.send('memory');
      return (await heard<{ bytes: number }>()).bytes;
    },
    stop: () => child.disconnect(),
  };
}

async function fill(client: MongoClient, size: number, hasSessions: boolean, pid: number): Promise<Place> {
  const offers = client.db(`bench_${process.pid}`).collection<Place['stored'][number]>(`offers_${size}`);
  await offers.createIndexes(INDEXES);
  const stored = Array.from({ length: size }, (_, i) => offer(i));
  for (let i = 0; i < size; i += 5000) await offers.insertMany(stored.slice(i, i + 5000), { ordered: false });
  return { client, offers, stored, hasSessions, pid };
}

const median = (numbers: number[]): number => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? NaN;
/** Whatever else runs can only add to what an operation costs. */
const typical = (speeds: Speed[]): Speed => ({ rate: median(speeds.map(({ rate }) => rate)), processor: speeds.length === 0 ? NaN : Math.min(...speeds.map(({ processor }) => processor)) });

const embedded = await startEmbedded();
const clients = [await new MongoClient(embedded.uri).connect()];
if (values.compare !== undefined) clients.push(await new MongoClient(values.compare).connect());

const places: Place[][] = [];
for (const [i, client] of clients.entries()) {
  const hello: Document = await client.db('admin').command({ hello: 1 });
  const hasSessions = hello.setName !== undefined;
  const { pid }: Document = await client.db('admin').command({ serverStatus: 1 });
  const own: Place[] = [];
  for (const size of sizes) {
    const before = i === 0 ? await embedded.memory() : 0;
    const place = await fill(client, size, hasSessions, Number(pid));
    if (i === 0) {
      const bytes = (await embedded.memory()) - before;
      const raw = place.stored.reduce((sum, document) => sum + calculateObjectSize(document), 0);
      console.log(`${whole(size)} documents with ${INDEXES.length + 1} indexes: ${whole(bytes / size)} bytes each, ${(bytes / raw).toFixed(2)} times their BSON (${whole(raw / size)} bytes)`);
    }
    own.push(place);
  }
  places.push(own);
}

const table = new Table(sizes, values.compare !== undefined);
table.head();
for (const workload of WORKLOADS) {
  if (values.only !== undefined && !workload.name.includes(values.only)) continue;
  const speeds = places.map((own) => own.map((): Speed[] => []));
  for (let round = -1; round < rounds; round += 1) {
    for (const [i, own] of places.entries()) {
      for (const [j, place] of own.entries()) {
        if (workload.needsSessions && !place.hasSessions) continue;
        // The first round is for the compilers.
        const speed = await measure(workload, place, round < 0 ? milliseconds / 2 : milliseconds);
        if (round >= 0) speeds[i]![j]!.push(speed);
      }
    }
  }
  const [ours, real] = speeds.map((own) => own.map(typical));
  table.row(workload, ours!, real);
}
const latencies: number[] = [];
for (const place of places[0]!) latencies.push(await changeStreamLatency(place, 200));
console.log(`${'change stream, milliseconds'.padEnd(36)}${latencies.map((latency) => latency.toFixed(2).padStart(12)).join('')}`);

for (const client of clients) {
  await client.db(`bench_${process.pid}`).dropDatabase();
  await client.close();
}
embedded.stop();
