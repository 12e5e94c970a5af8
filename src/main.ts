import { type App, createApp } from './app.js';
import { type Environment, readEnvironment } from './environment.js';
import { openLogFile } from './platform/log-file.js';
import { createLogger } from './platform/logger.js';
import { seed, seedEmail, seedPassword } from './seed/index.js';
import { explorerPath } from './transport/explorer.js';
import { inboxPath } from './transport/inbox.js';

const withinAtMost = 10_000;

async function main(): Promise<void> {
  const environment = readEnvironment();
  if (process.argv.includes('--seed')) return seedAndStop(environment);
  const starting = start(environment);
  stopOnSignals(starting);
  const app = await starting;
  const url = environment.publicUrl ?? app.url;
  console.log(`GraphQL   ${url}/graphql  (queries, mutations; subscriptions over ${url.replace(/^http/, 'ws')}/graphql)`);
  if (environment.explorer) console.log(`Explorer  ${url}${explorerPath}  (works offline)`);
  if (environment.devInbox) console.log(`Inbox     ${url}${inboxPath}  (the mail that does not leave, because SMTP_URL is empty)`);
  if (environment.mongodbUri === null) announceEmbedded(environment);
}

async function start(environment: Environment): Promise<App> {
  const { logLevel, logFile, mongodbUri, production } = environment;
  const log = createLogger(logLevel, logFile ? await openLogFile(logFile) : undefined);
  // Whoever waits until it is ready finds the market there.
  return mongodbUri === null && !production ? createApp(environment, log, seed) : createApp(environment, log);
}

/** From the first moment on: what has begun to start is stopped once it has started. */
function stopOnSignals(starting: Promise<App>): void {
  const stop = (signal: string) => {
    console.log(`${signal}: stopping.`);
    setTimeout(() => process.exit(1), withinAtMost).unref();
    starting
      .then((app) => app.stop())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  // Whoever read what we say may be gone by then.
  process.stdout.on('error', () => undefined);
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.once('SIGHUP', stop);
}

function announceEmbedded({ dataDirectory, production }: Environment): void {
  console.log(`Database  embedded, ${dataDirectory === null ? 'in memory: gone when this process ends' : `kept in ${dataDirectory}`}`);
  if (!production) console.log(`Log in    as ${seedEmail('ana')} or ${seedEmail('ben')}, password ${seedPassword}`);
}

/** `npm run seed`: the same small market on whatever database the environment names. */
async function seedAndStop(environment: Environment): Promise<void> {
  if (environment.production) throw new Error('The seed has a password that everybody knows; it is not for production.');
  const app = await createApp({ ...environment, host: '127.0.0.1', port: 0 });
  try {
    console.log(
      (await seed(app.services)) ? `Seeded. Log in as ${seedEmail('ana')}, password ${seedPassword}.` : 'Seeded already; nothing changed.',
    );
  } finally {
    await app.stop();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
