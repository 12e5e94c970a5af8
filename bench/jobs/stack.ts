import { execute, parse, validate } from 'graphql';
import { MongoClient, ObjectId } from 'mongodb';

import { readEnvironment } from '../../src/environment.js';
import { Revocations, Tokens } from '../../src/domains/people/index.js';
import { Role } from '../../src/platform/viewer.js';
import { createLogger } from '../../src/platform/logger.js';
import { viewerOf } from '../../src/transport/authentication.js';
import { type Bench, interleaved, type Job, type Measured, untilCompiled } from '../job.js';
import { closedLoop } from '../load/load.js';
import { market } from '../systems/market.js';
import { graphql, startOurs } from '../systems/ours.js';
import { fromSource, startServer } from '../systems/process.js';
import { pageDocument, pageOfTen, pageSchema } from '../references/page.js';
import { asking } from './items.js';

/** What our own layers add to the libraries they stand on, and what those cost alone. */
export const stack: Job = {
  name: 'stack',
  run: async (bench) => {
    const ours = await startOurs(bench.database, market({ people: 1 }), 'stack');
    const apollo = { server: await startServer(fromSource('references/apollo.ts'), {}) };
    const client = await new MongoClient(bench.database.uri('driver')).connect();
    const nothing = graphql('{ __typename }');
    const contestants = {
      'typename.ours': asking(bench, ours, { ...nothing, token: ours.tokenOf(ours.market.people[0]!) }),
      'typename.apollo': asking(bench, apollo, nothing),
      'authenticate.ours': () => Promise.resolve(authenticating()),
      'graphql-js alone': () => Promise.resolve(executing()),
      ...(await driverAlone(bench, client)),
    };
    await interleaved(bench, contestants, untilCompiled);
    await client.db().dropDatabase();
    await client.close();
    await apollo.server.stop();
    await ours.stop();
  },
};

const times = 20_000;

/** Processor time of this process for each of many turns, in microseconds. */
function each(work: () => void): number {
  const before = process.cpuUsage();
  for (let n = 0; n < times; n++) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

/** From the header to the viewer as they are now, exactly as each request does it; it awaits nothing, so it reads no database. */
function authenticating(): Measured {
  const { jwtSecret, tokenLifetimeSeconds } = readEnvironment({});
  const tokens = new Tokens(jwtSecret, tokenLifetimeSeconds);
  const revocations = new Revocations(tokenLifetimeSeconds, createLogger('silent'));
  const header = `Bearer ${tokens.sign({ _id: new ObjectId().toHexString(), roles: [Role.CUSTOMER] }, new ObjectId().toHexString(), new Date())}`;
  const read = (token: string) => {
    const viewer = tokens.read(token);
    return viewer && revocations.revise(viewer);
  };
  if (!viewerOf(header, read)) throw new Error('The token was not accepted.');
  return { microseconds: each(() => void viewerOf(header, read)) };
}

function executing(): Measured {
  const schema = pageSchema();
  const document = parse(pageDocument);
  return {
    parse: each(() => void parse(pageDocument)),
    validate: each(() => void validate(schema, document)),
    execute: each(() => void JSON.stringify(execute({ schema, document, rootValue: pageOfTen }))),
  };
}

/** The same database without anything of ours or of Mongoose in between. */
async function driverAlone({ options }: Bench, client: MongoClient): Promise<Record<string, () => Promise<Measured>>> {
  const things = client.db().collection<{ _id: ObjectId; n: number; title: string }>('things');
  const stored = Array.from({ length: 1_000 }, (_, n) => ({ _id: new ObjectId(), n, title: `Thing ${n} that somebody may want` }));
  await things.insertMany(stored);
  const some = () => stored[Math.floor(Math.random() * stored.length)]!._id;
  const load = { lanes: 16, ms: options.ms / 2 };
  const measured = (work: () => Promise<unknown>) => async () => ({ perSecond: (await closedLoop(load, work)).perSecond });
  return {
    'driver alone: findOne': measured(() => things.findOne({ _id: some() })),
    'driver alone: find 10': measured(() => things.find().sort({ _id: -1 }).limit(10).toArray()),
    'driver alone: insertOne': measured(() => things.insertOne({ _id: new ObjectId(), n: 0, title: 'Something new' })),
    'driver alone: updateOne': measured(() => things.updateOne({ _id: some() }, { $inc: { n: 1 } })),
  };
}
