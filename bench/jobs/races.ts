import type { Job } from '../job.js';
import { type Call, HttpClient } from '../load/http.js';
import { startCounterpart } from '../systems/counterpart.js';
import { type Deal, dealOf, type Market, peopleOf, type Person, type Thing, thingOf } from '../systems/market.js';
import { startOurs } from '../systems/ours.js';
import type { Stored, System } from '../systems/system.js';

const atOnce = 50;
const crossing = 8;

/** Deals that cannot all come true, and what fifty people do with them at the same moment. */
interface Scenario {
  readonly name: string;
  readonly deals: () => readonly Deal[];
  /** Done before the race begins. */
  readonly before?: (system: System, deals: readonly Deal[]) => Call[];
  readonly race: (system: System, deals: readonly Deal[]) => Call[];
  /** How many of the deals may come true. */
  readonly comeTrue: { readonly least: number; readonly most: number };
  /** How many answers may say so. */
  readonly successes?: number;
}

/** Fifty requests at the same moment, many times over; judged from what is stored in the end, whatever was answered. */
export const races: Job = {
  name: 'races',
  run: async ({ options, database, results, say }) => {
    const runs = options.quick ? 5 : 20;
    const people = peopleOf(100);
    const things: Thing[] = [];
    const scenarios = scenariosAmong(people, things).map((scenario) => ({ ...scenario, runs: Array.from({ length: runs }, () => scenario.deals()) }));
    const of: Market = { people, items: things, settled: [], open: scenarios.flatMap(({ runs }) => runs.flat()), rooms: [] };
    for (const start of [startOurs, startCounterpart]) {
      const system = await start(database, of, 'races');
      const http = new HttpClient(system.server.url);
      for (const { name, before, race, runs, comeTrue, successes } of scenarios) {
        const successful: number[] = [];
        for (const deals of runs) {
          await Promise.all(before?.(system, deals).map((call) => http.call(call)) ?? []);
          const answers = await Promise.all(race(system, deals).map(async (call) => call.isGood(await http.ask(call))));
          successful.push(answers.filter(Boolean).length);
        }
        const stored = await system.stored();
        const cameTrue = runs.map((deals) => deals.filter(({ id }) => isTrue(stored, id)).length);
        const inconsistent = runs.filter((deals, run) => !isConsistent(stored, deals) || cameTrue[run]! > comeTrue.most || cameTrue[run]! < 1);
        const wrongAnswers = successful.filter((count, run) => count !== (successes ?? cameTrue[run]));
        results.note(`race: ${name}.${system.name}.inconsistent`, inconsistent.length);
        results.note(`race: ${name}.${system.name}.wrong answers`, wrongAnswers.length);
        results.note(`race: ${name}.${system.name}.fewest`, Math.min(...cameTrue));
        say(`  ${name}, ${system.name}: ${inconsistent.length} of ${runs.length} inconsistent, ${wrongAnswers.length} with another number of successes, fewest that came true ${Math.min(...cameTrue)}`);
      }
      http.close();
      await system.stop();
    }
  },
};

function scenariosAmong(people: readonly Person[], things: Thing[]): Scenario[] {
  const listed = (owner: Person): Thing => {
    const thing = thingOf(owner, things.length);
    things.push(thing);
    return thing;
  };
  const [ana, ben] = [people[0]!, people[1]!];
  const oneDeal = (): Deal[] => [dealOf(ana, ben, listed(ana), listed(ben))];
  const fiftyTimes = (call: Call): Call[] => Array.from({ length: atOnce }, () => call);
  return [
    {
      name: 'fifty offers for one thing',
      deals: () => {
        const wanted = listed(ana);
        return people.slice(1, atOnce + 1).map((person) => dealOf(person, ana, listed(person), wanted));
      },
      race: (system, deals) => deals.map((deal) => system.accept(deal)),
      comeTrue: { least: 1, most: 1 },
      successes: 1,
    },
    {
      name: 'fifty crossing offers over 8 × 8 things',
      deals: () => {
        const [left, right] = [people.slice(0, crossing), people.slice(crossing, crossing * 2)].map((side) => side.map((person) => ({ person, thing: listed(person) })));
        const pairs = left!.flatMap((one) => right!.map((other) => dealOf(one.person, other.person, one.thing, other.thing)));
        return pairs.filter((_, index) => index % 9 !== 0).slice(0, atOnce);
      },
      race: (system, deals) => deals.map((deal) => system.accept(deal)),
      comeTrue: { least: 6, most: crossing },
    },
    {
      name: 'one trade accepted fifty times',
      deals: oneDeal,
      race: (system, [deal]) => fiftyTimes(system.accept(deal!)),
      comeTrue: { least: 1, most: 1 },
      successes: 1,
    },
    {
      name: 'one trade completed fifty times',
      deals: oneDeal,
      before: (system, [deal]) => [system.accept(deal!)],
      race: (system, [deal]) => fiftyTimes(system.complete(deal!)),
      comeTrue: { least: 1, most: 1 },
      successes: 1,
    },
  ];
}

const isTrue = ({ trades }: Stored, id: string): boolean => ['accepted', 'completed'].includes(trades.get(id)!);

/** A thing is taken exactly when one deal that came true holds it; who completed a deal has what was promised; no open deal waits for what is gone. */
function isConsistent(stored: Stored, deals: readonly Deal[]): boolean {
  const holders = new Map<string, number>();
  for (const { id, offeredId, requestedId } of deals) {
    for (const thing of [offeredId, requestedId]) holders.set(thing, (holders.get(thing) ?? 0) + (isTrue(stored, id) ? 1 : 0));
  }
  const taken = (thing: string): boolean => stored.items.get(thing)!.taken;
  const matches = [...holders].every(([thing, count]) => count === (taken(thing) ? 1 : 0));
  const nothingWaits = deals.every(({ id, offeredId, requestedId }) => stored.trades.get(id) !== 'open' || (!taken(offeredId) && !taken(requestedId)));
  const handedOver = deals.every(
    ({ id, offeredId, requestedId, requester, owner }) =>
      stored.trades.get(id) !== 'completed' || (stored.items.get(offeredId)!.ownerId === owner.id && stored.items.get(requestedId)!.ownerId === requester.id),
  );
  return matches && nothingWaits && handedOver;
}
