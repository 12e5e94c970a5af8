import { parseArgs } from 'node:util';

import type { Bench } from './job.js';
import { jobs } from './jobs/index.js';
import { writeDocument } from './report/document.js';
import { machine } from './report/machine.js';
import { goalsTable } from './report/tables.js';
import { Results } from './results.js';
import { startDatabase } from './systems/database.js';
import { stopAll } from './systems/process.js';

// npm run bench -- [--jobs items,chat] [--rounds 5] [--ms 1500] [--items 50000] [--quick] [--write]
// A whole run writes its figures into docs/performance.md; some of the jobs, or --quick, do so only with --write.

const { values } = parseArgs({
  options: {
    jobs: { type: 'string' },
    rounds: { type: 'string' },
    ms: { type: 'string' },
    items: { type: 'string', default: '50000' },
    quick: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const wanted = values.jobs?.split(',') ?? jobs.map(({ name }) => name);
const unknown = wanted.filter((name) => !jobs.some((job) => job.name === name));
if (unknown.length > 0) throw new Error(`There is no job ${unknown.join(', ')}; there are ${jobs.map(({ name }) => name).join(', ')}.`);

const began = performance.now();
const say = (line: string): void => console.log(line);

async function measure(): Promise<void> {
  const database = await startDatabase();
  const options = {
    rounds: Number(values.rounds ?? (values.quick ? 3 : 5)),
    ms: Number(values.ms ?? (values.quick ? 500 : 1_500)),
    quick: values.quick,
    items: Number(values.items),
  };
  const bench: Bench = { options, database, results: new Results(), say };
  const about = machine(database.name);
  for (const job of jobs.filter(({ name }) => wanted.includes(name))) {
    const start = performance.now();
    say(job.name);
    await job.run(bench);
    say(`  ${((performance.now() - start) / 1_000).toFixed(0)} s`);
  }
  say(`\n${goalsTable(bench.results)}\n\n${about.join('\n')}\n${((performance.now() - began) / 60_000).toFixed(1)} minutes`);
  const isWhole = values.jobs === undefined && !values.quick;
  const command = ['npm run bench', ...(process.argv.length > 2 ? ['--', ...process.argv.slice(2)] : [])].join(' ');
  if (isWhole || values.write) writeDocument({ results: bench.results, machine: about, command, rounds: options.rounds });
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stopAll().then(() => process.exit(1)));

try {
  await measure();
} finally {
  await stopAll();
}
process.exit();
