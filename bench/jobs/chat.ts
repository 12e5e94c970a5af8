import { type Bench, costing, interleaved, type Job, type Measured, untilCompiled } from '../job.js';
import { disperse, gather, type Gathering, say } from '../load/gathering.js';
import { closedLoop, openLoop, sampleOf } from '../load/load.js';
import { startCounterpart } from '../systems/counterpart.js';
import { market } from '../systems/market.js';
import { startOurs } from '../systems/ours.js';
import type { System } from '../systems/system.js';

const inFlight = 8;
const sizes = [2, 50, 500];
/** What the open loop sends in a second: slow enough for either system to keep up. */
const rateOf = (size: number): number => (size >= 500 ? 10 : 50);

/** One conversation with 2, 50 and 500 people who listen: as fast as it goes, then at a steady rate for the delays. */
export const chat: Job = {
  name: 'chat',
  run: async (bench) => {
    const rooms = market({ rooms: sizes });
    const systems: Record<string, System> = {
      ours: await startOurs(bench.database, rooms, 'chat'),
      counterpart: await startCounterpart(bench.database, rooms, 'chat'),
      'counterpart without reading back': await startCounterpart(bench.database, rooms, 'chat-lean', { readsBack: false }),
    };
    for (const room of rooms.rooms) {
      const gatherings = await Promise.all(Object.entries(systems).map(async ([name, system]) => [name, await gather(system, room)] as const));
      const contestants = gatherings.map(([name, gathering]) => [`chat of ${room.people.length}.${name}`, talking(bench, gathering)] as const);
      await interleaved(bench, Object.fromEntries(contestants), untilCompiled);
      await Promise.all(gatherings.map(([, gathering]) => disperse(gathering)));
    }
    for (const system of Object.values(systems)) await system.stop();
  },
};

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
