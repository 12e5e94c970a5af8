import { createApp } from './app.js';
import { readEnvironment } from './environment.js';
import { explorerPath } from './transport/explorer.js';

const withinAtMost = 10_000;

async function main(): Promise<void> {
  const environment = readEnvironment();
  const app = await createApp(environment);
  const url = environment.publicUrl ?? app.url;
  console.log(`GraphQL   ${url}/graphql  (queries, mutations; subscriptions over ${url.replace(/^http/, 'ws')}/graphql)`);
  if (environment.explorer) console.log(`Explorer  ${url}${explorerPath}  (works offline)`);

  const stop = (signal: string) => {
    console.log(`${signal}: stopping.`);
    setTimeout(() => process.exit(1), withinAtMost).unref();
    void app.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
