import { type Bench, costing, interleaved, type Job, type Measured } from '../job.js';
import { Audience } from '../load/audience.js';
import { closedLoop, openLoop, sampleOf } from '../load/load.js';
import { marked } from '../load/marks.js';
import { startCounterpart } from '../systems/counterpart.js';
import { market, type Room } from '../systems/market.js';
import { startOurs } from '../systems/ours.js';
import type { ChatSocket, System } from '../systems/system.js';

const inFlight = 8;
const sizes = [2, 50, 500];
const connectingAtOnce = 20;
/** What the open loop sends in a second: slow enough for either system to keep up. */
const rateOf = (size: number): number => (size >= 500 ? 10 : 50);

/** One conversation with 2, 50 and 500 people who listen: as fast as it goes, then at a steady rate for the delays. */
export const chat: Job = {
  name: 'chat',
  run: async (bench) => {
    const rooms = market({ rooms: sizes });
    const systems = [await startOurs(bench.database, rooms, 'chat'), await startCounterpart(bench.database, rooms, 'chat')];
    for (const room of rooms.rooms) {
      const gatherings = await Promise.all(systems.map((system) => gather(system, room)));
      await interleaved(bench, Object.fromEntries(gatherings.map((gathering) => [`chat of ${room.people.length}.${gathering.system.name}`, talking(bench, gathering)])));
      await Promise.all(gatherings.flatMap(({ sockets }) => sockets.map((socket) => socket.close())));
    }
    for (const system of systems) await system.stop();
  },
};

export interface Gathering {
  readonly system: System;
  readonly room: Room;
  readonly sockets: readonly ChatSocket[];
  readonly audience: Audience;
}

/** Everybody in the room, each on a socket of their own, listening. */
export async function gather(system: System, room: Room): Promise<Gathering> {
  const audience = new Audience(room.people.length);
  const sockets: ChatSocket[] = [];
  const indexes = room.people.keys();
  await Promise.all(
    Array.from({ length: connectingAtOnce }, async () => {
      for (const index of indexes) {
        const socket = (sockets[index] = await system.connect(room.people[index]!));
        await socket.follow(room, audience.ear(index));
      }
    }),
  );
  return { system, room, sockets, audience };
}

export const say = async ({ sockets, audience, room }: Gathering): Promise<void> => sockets[0]!.say(room, marked(audience.announce()));

const talking =
  ({ options, database }: Bench, gathering: Gathering) =>
  async (): Promise<Measured> => {
    const { system, audience, room } = gathering;
    let missing = 0;
    const { perSecond, cpu, databaseCpu } = await costing(system.server, database, async () => {
      const start = performance.now();
      const { count } = await closedLoop({ lanes: inFlight, ms: options.ms }, () => say(gathering));
      missing += await audience.hearsAll();
      return { ...sampleOf([], 0), count, perSecond: (count * 1000) / (performance.now() - start) };
    });
    audience.takeLatencies();
    await openLoop({ perSecond: rateOf(room.people.length), ms: options.ms }, () => say(gathering));
    missing += await audience.hearsAll();
    return { perSecond, ...audience.takeLatencies(), cpu: cpu!, databaseCpu: databaseCpu!, missing, twice: audience.twice };
  };
