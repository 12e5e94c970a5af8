import mongoose, { mongo } from 'mongoose';
import { afterAll, beforeAll } from 'vitest';

import { type EmbeddedMongoDb, startEmbeddedMongoDb } from '../../src/embedded-mongodb/index.js';
import { useApp } from './app.js';

/** What happens to a command, in the words of MongoDB's fail point `failCommand`. */
export interface Failure {
  readonly failCommands: readonly string[];
  readonly errorCode?: number;
  readonly errorLabels?: readonly string[];
  readonly closeConnection?: boolean;
  readonly writeConcernError?: { readonly code: number; readonly codeName: string };
}

/** Every step that the app takes at its database, in a transaction or around it. */
export const everyStep = ['find', 'aggregate', 'count', 'insert', 'update', 'delete', 'findAndModify', 'bulkWrite', 'commitTransaction'];

const appName = 'the-app';

let embedded: EmbeddedMongoDb;
let client: mongo.MongoClient;

/** An app on a database that fails when the test says so. */
export function useTroubledApp(): void {
  beforeAll(async () => {
    embedded = await startEmbeddedMongoDb({ failPoints: true });
    client = await mongo.MongoClient.connect(embedded.uri);
  });
  afterAll(async () => {
    await client.close();
    await embedded.stop();
  });
  useApp(() => ({ mongodbUri: embedded.uri.replace('/?', '/barter?') + `&appName=${appName}&monitorCommands=true` }));
}

/** While `work` runs, the step after so many others fails, and whatever comes after it. Answers how often that was. */
export async function failingFrom(steps: number, failure: Failure, work: () => Promise<unknown>): Promise<number> {
  const before = await failCommand({ skip: steps }, failure);
  await work().finally(() => failCommand('off'));
  return (await failCommand('off')) - before;
}

/** The same, until the app has noticed for the first time. */
export async function failingOnceFrom(steps: number, failure: Failure, work: () => Promise<unknown>): Promise<number> {
  const driver = mongoose.connection.getClient();
  let recovered: Promise<unknown> | undefined;
  const recover = () => (recovered = failCommand('off'));
  driver.once('commandFailed', recover);
  try {
    return await failingFrom(steps, failure, work);
  } finally {
    driver.off('commandFailed', recover);
    // Or it would end the next failure instead.
    await recovered;
  }
}

/** A collection of the app's, as somebody else sees it who is spared the trouble. */
export const elsewhere = (collection: string): mongo.Collection<{ _id: string }> => client.db('barter').collection(collection);

/** What a server does by itself, a minute after it has last heard of a transaction. */
export async function forgetTheDead(): Promise<void> {
  await client.db('admin').command({ killAllSessions: [] });
}

async function failCommand(mode: 'off' | { skip: number }, failure?: Failure): Promise<number> {
  const data = failure && { ...failure, appName };
  const { count } = await client.db('admin').command({ configureFailPoint: 'failCommand', mode, ...(data && { data }) });
  return count as number;
}
