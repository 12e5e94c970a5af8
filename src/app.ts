import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { mongo } from 'mongoose';

import { deviceLifetimeSeconds, type Proof } from './domains/people/index.js';
import type { Environment } from './environment.js';
import { createApollo } from './graphql/apollo.js';
import { Documents } from './graphql/documents.js';
import { createSchema } from './graphql/schema.js';
import { migrations } from './migrations/index.js';
import { now } from './platform/clock.js';
import { awaitDatabase } from './platform/await-database.js';
import { connectDatabase, disconnectDatabase, isDatabaseReady } from './platform/database.js';
import { forgetBefore, type OutboxEvent, OutboxWaker } from './platform/events/index.js';
import { forgetAnswersBefore } from './platform/idempotency.js';
import { createLogger, type Logger } from './platform/logger.js';
import { Migrator } from './platform/migrations/index.js';
import { type CounterStore, countersInMongo, countersInRedis, rateLimitsOf } from './platform/rate-limits/index.js';
import type { Viewer } from './platform/viewer.js';
import { createServices, type Services } from './services.js';
import type { CookieRules } from './transport/cookies.js';
import { createHttp, serveGraphql } from './transport/http.js';
import { Origins } from './transport/origins.js';
import { serveWebSockets } from './transport/websocket.js';

export interface App {
  /** Where it listens, such as `http://localhost:4000`. */
  readonly url: string;
  /** The database it works on: another app on it is another process's worth of server. */
  readonly databaseUri: string;
  readonly services: Services;
  /** How many subscriptions are alive; 0 when everybody has left. */
  readonly subscriptions: () => number;
  /** Drains what is under way and closes every socket, within ten seconds. Safe to call twice. */
  readonly stop: () => Promise<void>;
}

const path = '/graphql';
const patience = 8_000;
const hour = 3_600_000;
const forgettingEvery = hour;
const devMailRetentionHours = 24;

/** What there is to do before anybody is let in. */
type Beforehand = (services: Services) => Promise<unknown>;

/** The whole server, from the database up. Whatever fails on the way, what was started is stopped again. */
export async function createApp(
  environment: Environment,
  log: Logger = createLogger(environment.logLevel),
  beforehand: Beforehand = () => Promise.resolve(),
): Promise<App> {
  const toStop: (() => Promise<unknown> | void)[] = [];
  const stopAll = async () => {
    for (const stop of toStop.splice(0).reverse()) await stop();
  };
  try {
    return await start(environment, log, beforehand, toStop, stopAll);
  } catch (error) {
    await stopAll();
    throw error;
  }
}

async function start(
  environment: Environment,
  log: Logger,
  beforehand: Beforehand,
  toStop: (() => Promise<unknown> | void)[],
  stopAll: () => Promise<void>,
): Promise<App> {
  if (environment.mongodbUri !== null) await awaitDatabase(environment.mongodbUri, environment.mongodbWaitSeconds, log);
  const uri = environment.mongodbUri ?? (await startEmbedded(environment, log, toStop));
  await connectDatabase({ uri, poolSize: environment.mongodbPoolSize, log, migrate: (db) => migrate(db, environment, log) });
  toStop.push(disconnectDatabase);

  const counters = await openCounters(environment, log, toStop);
  const services = createServices(environment, log, counters);
  const schema = createSchema(services.resolvers, environment.jwtSecret, (viewer) => services.emails.assertVerified(viewer));
  const waker = await startStreams(services, environment, log, toStop);

  let stopping = false;
  const origins = new Origins(environment.corsOrigins);
  const revise = (viewer: Viewer) => services.revocations.revise(viewer);
  const readToken = (token: string) => {
    const viewer = services.tokens.read(token);
    return viewer && revise(viewer);
  };
  const isReady = async () => !stopping && (await isDatabaseReady());
  const cookies: CookieRules = {
    secure: environment.production,
    accessSeconds: environment.tokenLifetimeSeconds,
    refreshSeconds: environment.sessions.lifetimeSeconds,
    deviceSeconds: deviceLifetimeSeconds,
    tokensOf: (proof) => tokensOf(services, proof as Proof),
  };
  const documents = new Documents(schema, environment.limits, environment.introspection);
  const rateLimits = environment.rateLimits && rateLimitsOf(environment.rateLimits, counters, environment.jwtSecret, log);
  const { devInbox, signInJourneys: journeys } = services;
  const readInbox = devInbox && ((howMany: number) => devInbox.newest(howMany));
  const http = { ...environment, rateLimits, origins, cookies, journeys, readToken, revise, isReady, readInbox, log };
  const app = createHttp(http);
  const httpServer = createServer(app);
  const apollo = createApollo({
    schema,
    httpServer,
    documents,
    limits: environment.limits,
    rateLimits,
    introspection: environment.introspection,
    sandbox: environment.explorer,
    log,
  });
  await apollo.start();
  serveGraphql(app, apollo, http);
  const sockets = serveWebSockets({
    httpServer,
    path,
    schema,
    streams: services.streams,
    origins,
    readToken,
    cookies,
    revocations: services.revocations,
    documents,
    limits: environment.limits,
    rateLimits,
    largestMessage: environment.bodyLimitKb * 1024,
    bufferLimit: environment.socketBufferBytes,
    subscriptionsAtMost: environment.socketMaxSubscriptions,
    socketLimits: environment.socketLimits,
    trustProxyHops: environment.trustProxyHops,
    log,
  });
  services.system.start({ sockets: sockets.connections, waked: () => waker.state });
  await beforehand(services);
  await listen(httpServer, environment);
  toStop.push(async () => {
    stopping = true;
    services.system.stop();
    const tooLong = setTimeout(() => httpServer.closeAllConnections(), patience);
    await Promise.all([sockets.stop(), apollo.stop()]);
    clearTimeout(tooLong);
  });

  let stopped: Promise<void> | undefined;
  return {
    url: `http://localhost:${(httpServer.address() as AddressInfo).port}`,
    databaseUri: uri,
    services,
    subscriptions: () => services.streams.listeners,
    stop: () => (stopped ??= stopAll()),
  };
}

async function startEmbedded({ dataDirectory }: Environment, log: Logger, toStop: (() => Promise<unknown> | void)[]): Promise<string> {
  const { startEmbeddedMongoDb } = await import('./embedded-mongodb/index.js');
  const embedded = await startEmbeddedMongoDb({ ...(dataDirectory !== null && { dataDirectory }), log: (line) => log.warn(line) });
  toStop.push(() => embedded.stop());
  return inDatabase(embedded.uri, 'barter');
}

async function openCounters({ redisUrl }: Environment, log: Logger, toStop: (() => void)[]): Promise<CounterStore> {
  if (redisUrl === null) return countersInMongo;
  const { store, stop } = await countersInRedis(redisUrl, log);
  toStop.push(stop);
  return store;
}

/** The same server, another database on it. */
function inDatabase(uri: string, name: string): string {
  const address = new URL(uri);
  address.pathname = `/${name}`;
  return address.href;
}

/** On the embedded database, which is ours alone, by itself; elsewhere somebody has to decide when. */
async function migrate(db: mongo.Db, { mongodbUri, production }: Environment, log: Logger): Promise<void> {
  const migrator = new Migrator(migrations, db, log);
  if (await migrator.adoptIfEmpty()) return;
  if (mongodbUri === null) return void (await migrator.up());
  const pending = await migrator.pending();
  if (pending.length === 0) return;
  const complaint = `The database has migrations to come: ${pending.join(', ')}. Run "npm run migrate -- up", or "node dist/migrate.js up" in a build.`;
  if (production) throw new Error(complaint);
  log.warn(complaint);
}

async function startStreams(
  services: Services,
  environment: Environment,
  log: Logger,
  toStop: (() => Promise<unknown> | void)[],
): Promise<OutboxWaker> {
  const { events, streams, revocations, reactions } = services;
  const onEvents = (committed: readonly OutboxEvent[]) => {
    events.heard(committed);
    for (const { type } of committed) reactions.wake(type);
  };
  const onGap = () => {
    revocations.mayHaveMissed();
    void streams.lookAround();
    reactions.wake();
  };
  const waker = new OutboxWaker(log, { onEvents, onGap });
  const silence = [
    events.onTold((name, told) => revocations.told(name, told)),
    events.onToldAtOnce((name, told) => streams.wake(name, told.at(-1)!.seq, told)),
  ];
  await revocations.start();
  streams.start();
  reactions.start();
  waker.start();
  // At once as well: a process that never lives for an hour forgets, too.
  let forgotten = forget(services, environment, log);
  const forgetting = setInterval(() => (forgotten = forget(services, environment, log)), forgettingEvery);
  forgetting.unref();
  toStop.push(async () => {
    clearInterval(forgetting);
    for (const fallSilent of silence) fallSilent();
    streams.stop();
    await waker.stop();
    await reactions.stop();
    await revocations.stop();
    await forgotten;
  });
  return waker;
}

async function forget(
  { sessions, signInJourneys, emailedTokens, devInbox }: Services,
  { eventRetentionHours, answerRetentionHours, tokenLifetimeSeconds }: Environment,
  log: Logger,
): Promise<void> {
  try {
    await forgetBefore(new Date(now().getTime() - eventRetentionHours * hour));
    await sessions.forgetBefore(new Date(now().getTime() - tokenLifetimeSeconds * 1000 - hour));
    await signInJourneys.forgetBefore(now());
    await emailedTokens.forgetBefore(now());
    await devInbox?.forgetBefore(new Date(now().getTime() - devMailRetentionHours * hour));
    await forgetAnswersBefore(new Date(now().getTime() - answerRetentionHours * hour));
  } catch (error) {
    log.warn({ err: error }, 'Could not forget what is too old; trying again later.');
  }
}

const tokensOf = ({ tokens, refreshTokens, deviceTokens }: Services, proof: Proof) => ({
  token: tokens.sign(proof.user, proof.sessionId, proof.startedAt),
  refreshToken: refreshTokens.of(proof),
  deviceToken: deviceTokens.of(proof),
});

const listen = (server: Server, { host, port }: Environment): Promise<void> =>
  new Promise((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
