import mongoose, { mongo } from 'mongoose';

import { ConnectionPool, type PoolFigures } from './connection-pool.js';
import type { Logger } from './logger.js';

export interface DatabaseOptions {
  readonly uri: string;
  readonly poolSize: number;
  readonly log: Logger;
  /** Done before collections and indexes are created as the code wants them. */
  readonly migrate: (db: mongo.Db) => Promise<void>;
}

let users = 0;
let pool: ConnectionPool | undefined;

/** Connects, and refuses what cannot do transactions. Apps in one process share the connection, and the database. */
export async function connectDatabase({ uri, poolSize, log, migrate }: DatabaseOptions): Promise<void> {
  users += 1;
  if (users > 1) return void (await mongoose.connection.asPromise());
  try {
    await mongoose.connect(uri, { maxPoolSize: poolSize, serverSelectionTimeoutMS: 10_000, autoIndex: false, autoCreate: false });
    pool = new ConnectionPool(mongoose.connection.getClient(), poolSize, log);
    await assertReplicaSet();
    await migrate(mongoose.connection.db!);
    await prepareCollections();
  } catch (error) {
    await disconnectDatabase();
    throw error;
  }
}

export async function disconnectDatabase(): Promise<void> {
  users -= 1;
  if (users === 0) await mongoose.disconnect();
}

export const poolFigures = (): PoolFigures => pool!.figures();

/** Whether the database answers, soon. */
export async function isDatabaseReady(): Promise<boolean> {
  try {
    await mongoose.connection.db!.command({ ping: 1 }, { timeoutMS: 1_000 });
    return true;
  } catch {
    return false;
  }
}

/** An election, a failover, a shutdown: https://github.com/mongodb/specifications/blob/master/source/retryable-reads/retryable-reads.md */
const passingCodes = new Set([6, 7, 89, 91, 134, 189, 246, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

/** Whether the same read may well succeed in a moment. */
export const isPassing = (error: unknown): boolean =>
  error instanceof mongo.MongoNetworkError ||
  error instanceof mongo.MongoServerSelectionError ||
  (error instanceof mongo.MongoServerError && passingCodes.has(Number(error.code)));

async function assertReplicaSet(): Promise<void> {
  const hello = await mongoose.connection.db!.command({ hello: 1 });
  const isSharded = hello['msg'] === 'isdbgrid';
  if (!hello['setName'] && !isSharded) {
    throw new Error('MONGODB_URI names a standalone server. Transactions and change streams need a replica set (one member is enough).');
  }
}

/** Created before the first transaction, because creating them inside one makes transactions collide. */
async function prepareCollections(): Promise<void> {
  const existing = new Set((await mongoose.connection.listCollections()).map(({ name }) => name));
  for (const model of Object.values(mongoose.connection.models)) {
    if (!existing.has(model.collection.collectionName)) await model.createCollection();
    await model.createIndexes();
  }
}
