import { parseArgs } from 'node:util';

import { mongo } from 'mongoose';

import { readEnvironment } from './environment.js';
import { migrations } from './migrations/index.js';
import { awaitDatabase } from './platform/await-database.js';
import { createLogger } from './platform/logger.js';
import { type MigrationStatus, Migrator } from './platform/migrations/index.js';

const usage = `npm run migrate -- status          what was applied, and what is to come
npm run migrate -- up [--to name]   applies what is to come, up to and including the one named
npm run migrate -- down [--to name] reverts the newest, or all back to and including the one named`;

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { to: { type: 'string' } } });
  const [command, ...more] = positionals;
  if (!['status', 'up', 'down'].includes(command ?? '') || more.length > 0) throw new Error(usage);
  const { mongodbUri, mongodbWaitSeconds, logLevel } = readEnvironment();
  if (mongodbUri === null) throw new Error('MONGODB_URI is not set. The embedded database is migrated when the server starts.');
  const log = createLogger(logLevel);
  await awaitDatabase(mongodbUri, mongodbWaitSeconds, log);
  const client = await mongo.MongoClient.connect(mongodbUri, { serverSelectionTimeoutMS: 10_000 });
  try {
    const migrator = new Migrator(migrations, client.db(), log);
    if (command === 'status') for (const status of await migrator.status()) console.log(lineOf(status));
    else if (command === 'up') report('Applied', await migrator.up(values.to));
    else report('Reverted', await migrator.down(values.to));
  } finally {
    await client.close();
  }
}

function report(done: string, names: readonly string[]): void {
  console.log(names.length === 0 ? 'Nothing to do.' : names.map((name) => `${done} ${name}`).join('\n'));
}

function lineOf({ name, appliedAt, running, failed }: MigrationStatus): string {
  const state = appliedAt ? `applied  ${appliedAt.toISOString()}` : `pending  ${' '.repeat(24)}`;
  if (running) return `${state}  ${name}  (${running.direction} begun ${running.since.toISOString()} by ${running.by})`;
  if (failed) return `${state}  ${name}  (${failed.direction} failed ${failed.since.toISOString()}: ${failed.reason})`;
  return `${state}  ${name}`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
