import { setImmediate } from 'node:timers/promises';
import type { startEmbeddedMongoDb as start } from '../../src/embedded-mongodb/index.js';

// The server under measurement, in a process of its own, as it was built: that is what runs in production. Its parent
// asks for the memory in use.

const built = new URL('../../dist/embedded-mongodb/index.js', import.meta.url).href;
const { startEmbeddedMongoDb } = (await import(built)) as { startEmbeddedMongoDb: typeof start };

const began = performance.now();
const server = await startEmbeddedMongoDb();
process.send!({ uri: server.uri, milliseconds: performance.now() - began });
process.on('message', () => {
  void collectGarbage().then(() => {
    const { heapUsed, external } = process.memoryUsage();
    process.send!({ bytes: heapUsed + external });
  });
});
process.on('disconnect', () => void server.stop().then(() => process.exit(0)));

/** What lies outside of the heap is given back after the first collection has found that nobody needs it. */
async function collectGarbage(): Promise<void> {
  for (let i = 0; i < 2; i += 1) {
    (globalThis as { gc?: () => void }).gc?.();
    await setImmediate();
  }
}
