import { parseArgs } from 'node:util';

import type { Bench } from './job.js';
import { jobs } from './jobs/index.js';
import { Results } from './results.js';
import { startDatabase } from './systems/database.js';
import { stopAll } from './systems/process.js';

// npm run bench -- [--jobs lists,chat] [--rounds 5] [--ms 1500] [--items 50000] [--quick]

const { values } = parseArgs({
  options: {
    jobs: { type: 'string' },
    rounds: { type: 'string' },
    ms: { type: 'string' },
    items: { type: 'string', default: '50000' },
    quick: { type: 'boolean', default: false },
  },
});

const wanted = values.jobs?.split(',') ?? jobs.map(({ name }) => name);
const unknown = wanted.filter((name) => !jobs.some((job) => job.name === name));
if (unknown.length > 0) throw new Error(`There is no job ${unknown.join(', ')}; there are ${jobs.map(({ name }) => name).join(', ')}.`);

try {
  const bench: Bench = {
    options: {
      rounds: Number(values.rounds ?? (values.quick ? 3 : 5)),
      ms: Number(values.ms ?? (values.quick ? 500 : 1_500)),
      quick: values.quick,
      items: Number(values.items),
    },
    database: await startDatabase(),
    results: new Results(),
    say: (line) => console.log(line),
  };
  for (const job of jobs.filter(({ name }) => wanted.includes(name))) {
    const start = performance.now();
    bench.say(job.name);
    await job.run(bench);
    bench.say(`  ${((performance.now() - start) / 1000).toFixed(0)} s`);
  }
} finally {
  await stopAll();
}
process.exit();
