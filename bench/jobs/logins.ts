import { type Bench, interleaved, type Job, type Measured } from '../job.js';
import { HttpClient } from '../load/http.js';
import { closedLoop } from '../load/load.js';
import { startCounterpart } from '../systems/counterpart.js';
import { market } from '../systems/market.js';
import { startOurs } from '../systems/ours.js';
import type { System } from '../systems/system.js';

/** Nobody hashes passwords faster than this, but somebody who only looks at a page should not have to wait for it. */
const lanes = 4;

/** Logging in, and what a reader notices of it. */
export const logins: Job = {
  name: 'logins',
  run: async (bench) => {
    const small = market({ items: 1_000 });
    const systems = [await startOurs(bench.database, small, 'logins'), await startCounterpart(bench.database, small, 'logins')];
    await interleaved(bench, Object.fromEntries(systems.map((system) => [`log-in.${system.name}`, loggingIn(bench, system)])));
    for (const system of systems) await system.stop();
  },
};

const loggingIn =
  ({ options }: Bench, system: System) =>
  async (): Promise<Measured> => {
    const { people } = system.market;
    const http = new HttpClient(system.server.url);
    const load = { lanes, ms: options.ms * 1.5 };
    let n = 0;
    const [logins, pages] = await Promise.all([
      closedLoop(load, () => http.call(system.logIn(people[n++ % people.length]!))),
      closedLoop({ ...load, lanes: 1 }, () => http.call(system.firstPage())),
    ]);
    http.close();
    return { perSecond: logins.perSecond, p50: logins.p50, pageP50: pages.p50, pageP99: pages.p99 };
  };
