import mongoose from 'mongoose';

import { readEnvironment } from '../src/environment.js';
import { createLogger } from '../src/platform/logger.js';
import { createServices } from '../src/services.js';
import { Database } from './database.js';
import type { Fault } from './faults/fault.js';
import type { Stage } from './play.js';
import { jwtSecret, Servers } from './servers.js';

export interface Theatre {
  /** Fresh servers on a fresh database, with a fault in them or none, for as long as the work takes. */
  on<T>(servers: number, fault: Fault | null, work: (stage: Stage) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export async function openTheatre(): Promise<Theatre> {
  const database = await Database.start();
  const services = createServices(readEnvironment({ JWT_SECRET: jwtSecret }), createLogger('silent'));
  let stages = 0;
  return {
    on: async (howMany, fault, work) => {
      const name = `prove-${++stages}`;
      const servers = await Servers.start(howMany, database, name, fault);
      try {
        await mongoose.connect(database.uri(name), { autoIndex: false, autoCreate: false });
        return await work({ servers, database, services });
      } finally {
        await mongoose.connection.dropDatabase().catch(() => undefined);
        await mongoose.disconnect();
        await servers.stop();
      }
    },
    close: () => database.stop(),
  };
}
