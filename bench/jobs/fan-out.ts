import { WebSocket } from 'ws';

import { type Bench, costing, interleaved, type Job, type Measured } from '../job.js';
import { Audience } from '../load/audience.js';
import { disperse, eachOf, gather, type Gathering, say } from '../load/gathering.js';
import { closedLoop, type Sample, sampleOf } from '../load/load.js';
import { market, type Room } from '../systems/market.js';
import { startOurs } from '../systems/ours.js';
import { fromSource, type ServerProcess, startServer } from '../systems/process.js';

const listeners = 500;
const inFlight = 8;

/** What one more listener costs, in processor time for each delivery, beside servers that do nothing else. */
export const fanOut: Job = {
  name: 'fan-out',
  run: async (bench) => {
    const rooms = market({ rooms: [listeners, listeners] });
    const [full, empty] = rooms.rooms as [Room, Room];
    const ours = await startOurs(bench.database, rooms, 'fan-out');
    const many = await gather(ours, full);
    const one = await gather(ours, empty, 1);
    const references = await Promise.all((['raw', 'shared', 'socketIo'] as const).map(startReference));
    await interleaved(bench, {
      'fan-out.ours': () => marginal(bench, many, one),
      ...Object.fromEntries(references.map((reference) => [`fan-out.${reference.kind}`, () => broadcasting(bench, reference)])),
    });
    await Promise.all([many, one].map(disperse));
    await ours.stop();
    for (const { sockets, server } of references) {
      for (const socket of sockets) socket.terminate();
      await server.stop();
    }
  },
};

/** A message in a full room less one in a room as large in which one person listens: the rest of the work is the same. */
async function marginal(bench: Bench, many: Gathering, one: Gathering): Promise<Measured> {
  const costOf = async (gathering: Gathering) => (await costing(gathering.system.server, bench.database, () => heardBy(bench, gathering.audience, () => say(gathering)))).cpu!;
  const [full, empty] = [await costOf(many), await costOf(one)];
  return { microseconds: ((full - empty) * 1_000) / (listeners - 1) };
}

async function heardBy({ options }: Bench, audience: Audience, speak: () => Promise<unknown>): Promise<Sample> {
  const { count } = await closedLoop({ lanes: inFlight, ms: options.ms }, speak);
  await audience.hearsAll();
  audience.takeLatencies();
  return { ...sampleOf([], 0), count };
}

interface Reference {
  readonly kind: 'raw' | 'shared' | 'socketIo';
  readonly server: ServerProcess;
  readonly sockets: readonly WebSocket[];
  readonly audience: Audience;
}

async function startReference(kind: Reference['kind']): Promise<Reference> {
  const server = await startServer(fromSource('references/fan-out.ts'), { KIND: kind });
  const audience = new Audience(listeners);
  const path = kind === 'socketIo' ? '/socket.io/?EIO=4&transport=websocket' : '';
  const sockets = await eachOf(listeners, (index) => connected(kind, `${server.url.replace('http', 'ws')}${path}`, audience.ear(index)));
  return { kind, server, sockets, audience };
}

function connected(kind: Reference['kind'], url: string, hear: (frame: Buffer) => void): Promise<WebSocket> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    if (kind !== 'socketIo') socket.once('open', () => resolve(socket));
    socket.on('message', (frame: Buffer) => {
      const start = frame.toString('latin1', 0, 2);
      if (kind === 'socketIo' && start.startsWith('0')) return socket.send('40');
      if (kind === 'socketIo' && start === '40') return resolve(socket);
      if (start === '2') return socket.send('3');
      hear(frame);
    });
  });
}

async function broadcasting(bench: Bench, { kind, server, sockets, audience }: Reference): Promise<Measured> {
  const { cpu } = await costing(server, bench.database, () =>
    heardBy(bench, audience, async () => {
      const n = audience.announce();
      sockets[0]!.send(kind === 'socketIo' ? `42["say",${n}]` : String(n));
      await audience.hearsAll();
    }),
  );
  return { microseconds: (cpu! * 1_000) / listeners };
}
