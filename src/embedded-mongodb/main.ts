import { parseArgs } from 'node:util';
import type { EmbeddedMongoDb } from './index.js';
import { startEmbeddedMongoDb } from './index.js';

// npm run embedded-mongodb -- [--port N] [--data DIR] [--fail-points]
// Starts the server alone, for mongosh, Compass and the conformance tests, and stops it on SIGINT or SIGTERM.

const { values } = parseArgs({
  options: { port: { type: 'string' }, data: { type: 'string' }, 'fail-points': { type: 'boolean', default: false } },
});

const port = values.port === undefined ? 0 : Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port} is no port`);

const server = await startEmbeddedMongoDb({
  port,
  failPoints: values['fail-points'],
  ...(values.data !== undefined && { dataDirectory: values.data }),
});
console.log(`READY ${server.uri}`);

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(server));

async function stop({ stop: end }: EmbeddedMongoDb): Promise<void> {
  if (stopping) return;
  stopping = true;
  await end();
  process.exit(0);
}
