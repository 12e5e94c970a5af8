import { type Bench, costing, interleaved, type Job, type Measured } from '../job.js';
import { HttpClient } from '../load/http.js';
import { closedLoopOver } from '../load/load.js';
import { startCounterpart } from '../systems/counterpart.js';
import { market, type Market } from '../systems/market.js';
import { startOurs } from '../systems/ours.js';
import type { System } from '../systems/system.js';

const perRound = ({ options }: Bench): number => (options.quick ? 15 : 40);

/** Accepting a trade when there have been none, 5,000 and 20,000 before it; and whole barters. */
export const trades: Job = {
  name: 'trades',
  run: async (bench) => {
    const open = perRound(bench) * (bench.options.rounds + 1);
    const markets = [0, 5_000, 20_000].map((settled) => ({ place: `after ${settled.toLocaleString('en')}`, of: market({ settled, open }) }));
    const contestants: Record<string, (round: number) => Promise<Measured>> = {};
    const systems: System[] = [];
    for (const { place, of } of markets) {
      for (const system of await both(bench, of, place.replace(/\W/g, '-'))) {
        systems.push(system);
        contestants[`accept ${place}.${system.name}`] = accepting(bench, system);
      }
    }
    await interleaved(bench, contestants);
    for (const system of systems) await system.stop();

    const bartering = await both(bench, market({ items: open * 2 }), 'barters');
    await interleaved(bench, Object.fromEntries(bartering.map((system) => [`barter.${system.name}`, bartersOf(bench, system)])));
    for (const system of bartering) await system.stop();
  },
};

const both = async ({ database }: Bench, of: Market, place: string): Promise<System[]> => [
  await startOurs(database, of, place),
  await startCounterpart(database, of, place),
];

/** One at a time: what one person waits for. */
const accepting =
  (bench: Bench, system: System) =>
  async (round: number): Promise<Measured> => {
    const http = new HttpClient(system.server.url);
    const from = (round + 1) * perRound(bench);
    const deals = system.market.open.slice(from, from + perRound(bench));
    const measured = await costing(system.server, bench.database, () => closedLoopOver(1, deals, (deal) => http.call(system.accept(deal))));
    http.close();
    return measured;
  };

/** Proposed, accepted and completed, and in ours considered in between; four pairs of people at a time. */
const bartersOf =
  (bench: Bench, system: System) =>
  async (round: number): Promise<Measured> => {
    const http = new HttpClient(system.server.url);
    const { items, people } = system.market;
    const ownerOf = (at: number) => people[at % people.length]!;
    const from = (round + 1) * perRound(bench);
    const deals = Array.from({ length: perRound(bench) }, (_, n) => {
      const at = (from + n) * 2;
      return { requester: ownerOf(at), owner: ownerOf(at + 1), offeredId: items[at]!.id, requestedId: items[at + 1]!.id };
    });
    const measured = await costing(system.server, bench.database, () =>
      closedLoopOver(4, deals, async (deal) => {
        const id = system.idOfProposed(await http.call(system.propose(deal)));
        const proposed = { ...deal, id };
        for (const call of [...system.consider(proposed), system.accept(proposed), system.complete(proposed)]) await http.call(call);
      }),
    );
    http.close();
    return measured;
  };
