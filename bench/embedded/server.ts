import { startEmbeddedMongoDb } from '../../src/embedded-mongodb/index.js';

// The server under measurement, in a process of its own. Its parent asks for the memory in use.

const server = await startEmbeddedMongoDb();
process.send!({ uri: server.uri });
process.on('message', () => {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, external } = process.memoryUsage();
  process.send!({ bytes: heapUsed + external });
});
process.on('disconnect', () => void server.stop().then(() => process.exit(0)));
