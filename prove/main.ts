import { parseArgs } from 'node:util';

import { faultNamed, faults } from './faults/index.js';
import type { Fault } from './faults/fault.js';
import type { Stage } from './play.js';
import { Progress } from './progress.js';
import { type Result, search, type Search } from './search.js';
import { replay, shrink } from './shrink.js';
import { openTheatre, type Theatre } from './stage.js';
import { storyOf } from './story.js';

const usage = `npm run prove -- [--histories N] [--seed S] [--from INDEX] [--only INDEX] [--processes 2|3] [--at-once N] [--per-round N] [--no-kills] [--minutes N] [--plant NAME,…|all]

Lives through generated histories of people who trade and talk at once, against real server processes and a database that fails and
is killed, and checks after each what must hold. Ends with 0 when it does. See docs/proof.md.

--from INDEX   begins there: with --histories, lives through a round again with all its company
--only INDEX   the one history of that index, again and again: with the seed, what a failing run names
--minutes N    no longer than that, and the round that is under way then
--plant NAME   with a known fault in the servers, which must be found: ${faults.map(({ name }) => name).join(', ')}; several, or all of them, in turn`;

const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    only: { type: 'string' },
    processes: { type: 'string', default: '2' },
    'at-once': { type: 'string', default: '16' },
    'per-round': { type: 'string', default: '128' },
    'no-kills': { type: 'boolean', default: false },
    minutes: { type: 'string', default: 'Infinity' },
    plant: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const shrinkingAtMost = 60_000;

const options: Search = {
  histories: Number(values.histories),
  seed: Number(values.seed),
  from: Number(values.from),
  only: values.only === undefined ? undefined : Number(values.only),
  servers: Number(values.processes),
  atOnce: Number(values['at-once']),
  perRound: Number(values['per-round']),
  kills: !values['no-kills'],
  milliseconds: Number(values.minutes) * 60_000,
};

const repeat = `npm run prove -- --seed ${options.seed} --processes ${options.servers}${options.kills ? '' : ' --no-kills'}`;

/** Where the round began that a history was lived through in. */
const roundOf = (index: number): number => options.from! + Math.floor((index - options.from!) / options.perRound) * options.perRound;

// Leaves no server behind: each of them ends with this process.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

if (values.help) console.log(usage);
else process.exitCode = (await prove()) ? 0 : 1;

async function prove(): Promise<boolean> {
  const theatre = await openTheatre();
  try {
    if (values.plant !== undefined) return await findAll(theatre, values.plant === 'all' ? faults : values.plant.split(',').map(faultNamed));
    return await theatre.on(options.servers, null, (stage) => holds(stage));
  } finally {
    await theatre.close();
  }
}

async function holds(stage: Stage): Promise<boolean> {
  const progress = new Progress(options.histories);
  const result = await search({ ...options, onProgress: (done) => progress.show(done) }, stage);
  progress.end();
  if (!result.failure) {
    console.log(`${result.histories} histories of ${result.steps} steps, seed ${options.seed}, ${options.servers} servers: everything held.`);
    console.log(String(result.tally));
    const never = result.tally.neverHappened(result.histories);
    if (never.length > 0) console.log(`AND YET THIS PROVES NOTHING OF ${never.join(', ')}: it was never acknowledged.`);
    return never.length === 0;
  }
  await tellFailure(result, stage);
  return false;
}

/** Found within as many histories as it is known to take, without killing: that would take longer and find nothing else. */
async function findOne(theatre: Theatre, fault: Fault, inDetail: boolean): Promise<boolean> {
  const found = await theatre.on(options.servers, fault, async (stage) => {
    const result = await search({ ...options, perRound: options.atOnce, kills: false, histories: fault.within }, stage);
    if (result.failure && inDetail) await tellFailure(result, stage);
    return result;
  });
  const rules = [...new Set(found.failure?.complaints.map(({ rule }) => rule))].join('; ');
  console.log(`${fault.name.padEnd(28)} ${found.failure ? `found in history ${String(found.histories).padStart(4)} of ${fault.within}, by: ${rules}` : `NOT FOUND in ${fault.within} histories`}`);
  return found.failure !== null;
}

async function findAll(theatre: Theatre, planted: readonly Fault[]): Promise<boolean> {
  let found = 0;
  for (const fault of planted) if (await findOne(theatre, fault, planted.length === 1)) found += 1;
  console.log(`${found} of ${planted.length} planted faults found`);
  return found === planted.length;
}

async function tellFailure({ failure, index }: Result, stage: Stage): Promise<void> {
  const { play, complaints } = failure!;
  console.log(`\nHistory ${index} of seed ${options.seed} failed:`);
  for (const { rule, what } of complaints) console.log(`  ${rule}: ${what}`);
  console.log(`\n${storyOf(play)}\n`);
  const again = await replay(play.history, stage, 5);
  if (!again) {
    console.log('Lived through again 30 times, it did not fail: it needed the company that it had, or the moment.');
    return console.log(`With its company: ${repeat} --from ${roundOf(index!)} --histories ${options.perRound} --at-once ${options.atOnce} --per-round ${options.perRound}`);
  }
  console.log('It fails again; looking for what it takes …');
  const { play: shortest, complaints: remaining } = await shrink(again, stage, shrinkingAtMost);
  console.log(`\nIn short:\n\n${storyOf(shortest)}\n`);
  for (const { rule, what } of remaining) console.log(`  ${rule}: ${what}`);
  console.log(`\n${repeat} --only ${index}`);
}
