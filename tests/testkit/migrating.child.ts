import { setTimeout as pause } from 'node:timers/promises';

import { mongo } from 'mongoose';

import { createLogger } from '../../src/platform/logger.js';
import { type Migration, Migrator } from '../../src/platform/migrations/index.js';

/** Writes down that it ran, and lasts until the gate of its name is open. */
const slow = (name: string): Migration => ({
  name,
  up: async ({ db }) => {
    await db.collection('runs').insertOne({ name, by: process.pid });
    console.log(`in ${name}`);
    while (!(await db.collection('gates').findOne({ name }))) await pause(20);
  },
  down: () => Promise.resolve(),
});

const client = await mongo.MongoClient.connect(process.argv[2]!);
const migrator = new Migrator([slow('first'), slow('second')], client.db(), createLogger('silent'), { lastsMs: Number(process.argv[3]), lookEveryMs: 50 });
try {
  console.log(`applied ${(await migrator.up()).join(' and ') || 'nothing'}`);
} catch (error) {
  console.log(String(error));
  process.exitCode = 1;
}
await client.close();
