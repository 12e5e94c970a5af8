import { type Bench, costing, interleaved, type Job, type Measured, untilCompiled } from '../job.js';
import { type Call, HttpClient } from '../load/http.js';
import { closedLoop } from '../load/load.js';
import { startCounterpart } from '../systems/counterpart.js';
import { market } from '../systems/market.js';
import { startOurs } from '../systems/ours.js';
import type { System } from '../systems/system.js';

/** The newest ten things with their owners, in a small and in a large market; ten from the middle of the large one; and new ones. */
export const items: Job = {
  name: 'items',
  run: async (bench) => {
    const small = market({ items: 1_000 });
    const large = market({ items: bench.options.items });
    const systems = [
      await startOurs(bench.database, small, 'small'),
      await startCounterpart(bench.database, small, 'small'),
      await startOurs(bench.database, large, 'large'),
      await startCounterpart(bench.database, large, 'large'),
    ] as const;
    const [ours, theirs, oursLarge, theirsLarge] = systems;
    const pages = {
      'first page of 1,000.ours': asking(bench, ours, ours.firstPage()),
      'first page of 1,000.counterpart': asking(bench, theirs, theirs.firstPage()),
      'first page of many.ours': asking(bench, oursLarge, oursLarge.firstPage()),
      'first page of many.counterpart': asking(bench, theirsLarge, theirsLarge.firstPage()),
      'middle page.ours': asking(bench, oursLarge, await oursLarge.middlePage()),
      'middle page.counterpart': asking(bench, theirsLarge, await theirsLarge.middlePage()),
    };
    await interleaved(bench, pages, untilCompiled);
    const creating = {
      'create item.ours': asking(bench, ours, ours.createItem(small.people[0]!)),
      'create item.counterpart': asking(bench, theirs, theirs.createItem(small.people[0]!)),
    };
    await interleaved(bench, creating, untilCompiled);
    for (const system of systems) await system.stop();
  },
};

/** The same question from several callers, as fast as it is answered. */
export const asking =
  ({ options, database }: Pick<Bench, 'options' | 'database'>, { server }: Pick<System, 'server'>, call: Call, lanes = 16): (() => Promise<Measured>) =>
  async () => {
    const http = new HttpClient(server.url);
    const measured = await costing(server, database, () => closedLoop({ lanes, ms: options.ms }, () => http.call(call)));
    http.close();
    return measured;
  };
