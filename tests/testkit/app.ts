import { randomUUID } from 'node:crypto';

import { afterAll, afterEach, beforeAll } from 'vitest';

import { type App, createApp } from '../../src/app.js';
import { type Environment, readEnvironment } from '../../src/environment.js';
import { createLogger, type Logger } from '../../src/platform/logger.js';
import mongoose from 'mongoose';

import { backToNow } from './time.js';
import { unlimited } from './unlimited.js';

export type { App };

export interface AppUnderTest extends App {
  /** Another process's worth of server, on the same database. */
  readonly another: (changes?: Partial<Environment>, log?: Logger) => Promise<App>;
}

let current: AppUnderTest | undefined;

/** The app that the tests of this file talk to. */
export function theApp(): AppUnderTest {
  if (!current) throw new Error('Call useApp() at the top of the test file.');
  return current;
}

type Changes = Partial<Environment> | ((environment: Environment) => Partial<Environment>);

/** A real app on a free port, with a database of its own, for the tests of this file. Changes that are not known yet are asked for when it starts. */
export function useApp(changes: Changes = {}, log: Logger = createLogger('fatal')): void {
  beforeAll(async () => {
    const usual = readEnvironment({
      ...process.env,
      ...unlimited,
      NODE_ENV: 'test',
      PORT: '0',
      LOG_LEVEL: 'silent',
      MONGODB_URI: ownDatabase(),
    });
    const environment: Environment = { ...usual, ...(typeof changes === 'function' ? changes(usual) : changes) };
    const app = await createApp(environment, log);
    const others: App[] = [];
    const another = async (more: Partial<Environment> = {}, itsLog = log) => {
      const other = await createApp({ ...environment, ...more, mongodbUri: app.databaseUri }, itsLog);
      others.push(other);
      return other;
    };
    current = Object.assign(Object.create(app) as App, {
      another,
      stop: async () => {
        for (const other of others) await other.stop();
        if (environment.mongodbUri) await mongoose.connection.dropDatabase();
        await app.stop();
      },
    });
  });
  afterEach(backToNow);
  afterAll(async () => {
    await current?.stop();
    current = undefined;
  });
}

/** On the server of MONGODB_URI, a database that nobody else uses; without it, the embedded one comes by itself. */
function ownDatabase(): string | undefined {
  const uri = process.env['MONGODB_URI'];
  if (!uri) return undefined;
  const address = new URL(uri);
  address.pathname = `/test-${randomUUID()}`;
  return address.href;
}
