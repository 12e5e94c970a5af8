import { mongo } from 'mongoose';

import type { Logger } from './logger.js';

const silentMs = 1_000;

/** Until the database takes writes. Whoever is started together with it may well be the faster. */
export async function awaitDatabase(uri: string, seconds: number, log: Logger): Promise<void> {
  const client = new mongo.MongoClient(uri, { serverSelectionTimeoutMS: seconds * 1000 });
  const { srvHost, hosts } = client.options;
  const database = srvHost ?? hosts.join(',');
  let reason = 'it has no primary';
  client.on('serverHeartbeatFailed', ({ failure }) => (reason = failure.message));
  const saying = setTimeout(() => log.warn({ database, reason, forSeconds: seconds }, 'Waiting for the database.'), silentMs);
  try {
    await client.connect();
  } catch (error) {
    if (!(error instanceof mongo.MongoServerSelectionError)) throw error;
    throw new Error(`The database at ${database} did not answer within ${seconds} s: ${reason}. Is it up, and is MONGODB_URI right?`, { cause: error });
  } finally {
    clearTimeout(saying);
    await client.close();
  }
}
