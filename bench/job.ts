import type { Sample } from './load/load.js';
import type { Results } from './results.js';
import type { Database } from './systems/database.js';
import type { ServerProcess } from './systems/process.js';

export interface Options {
  readonly rounds: number;
  /** How long one stretch of load lasts, in milliseconds. */
  readonly ms: number;
  readonly quick: boolean;
  /** How many items the large market has. */
  readonly items: number;
}

export interface Bench {
  readonly options: Options;
  readonly database: Database;
  readonly results: Results;
  readonly say: (line: string) => void;
}

export interface Job {
  readonly name: string;
  readonly run: (bench: Bench) => Promise<void>;
}

export type Measured = Readonly<Record<string, number>>;

/** Rounds until another one makes no server cheaper any more, where a request costs so little that it counts whether its code was compiled. */
export const untilCompiled = 4;

/**
 * Measures each contestant once per round, after some rounds to warm up, beginning with another one each time; so
 * whatever else the machine does falls on all of them. Noted as `name.metric`.
 */
export async function interleaved({ options, results, say }: Bench, contestants: Readonly<Record<string, (round: number) => Promise<Measured>>>, warmUp = 1): Promise<void> {
  const names = Object.keys(contestants);
  for (let round = -warmUp; round < options.rounds; round++) {
    const first = (round + warmUp) % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const measured = await contestants[name]!(round);
      if (round >= 0) for (const [metric, value] of Object.entries(measured)) results.note(`${name}.${metric}`, value);
    }
  }
  for (const name of names) {
    const metrics = results.names.filter((each) => each.startsWith(`${name}.`));
    say(`  ${name}: ${metrics.map((metric) => `${metric.slice(name.length + 1)} ${shown(results.of(metric)!.median)}`).join(', ')}`);
  }
}

/** A stretch of load with what it cost the server and the database, in milliseconds of processor time for each thing done. */
export async function costing(server: ServerProcess, database: Database, load: () => Promise<Sample>): Promise<Measured & Sample> {
  const before = [server.cpu(), database.cpu()] as const;
  const sample = await load();
  return { ...sample, cpu: (server.cpu() - before[0]) / sample.count, databaseCpu: (database.cpu() - before[1]) / sample.count };
}

export const shown = (value: number): string => (Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : Number(value.toPrecision(3)).toString());
