import { interleaved, type Job, type Measured } from '../job.js';
import { ourVariables } from '../systems/ours.js';
import { compiled, fromSource, startServer } from '../systems/process.js';

/** From the command to the first answer; the database is there already, or comes with it. */
export const startUp: Job = {
  name: 'start-up',
  run: async (bench) => {
    const { MONGODB_URI, ...others } = ourVariables(bench.database.uri('start-up'));
    const starting = (program: readonly string[], variables: Record<string, string>) => async (): Promise<Measured> => {
      const start = performance.now();
      const server = await startServer(program, variables);
      const ms = performance.now() - start;
      await server.stop();
      return { ms };
    };
    await interleaved(bench, {
      'start-up.ours': starting(compiled('main.js'), { MONGODB_URI: MONGODB_URI!, ...others }),
      'start-up.ours with the embedded database': starting(compiled('main.js'), { ...others, MONGODB_URI: '' }),
      'start-up.counterpart': starting(fromSource('counterpart/main.ts'), { MONGODB_URI: bench.database.uri('start-up-counterpart'), JWT_SECRET: 'any' }),
    });
  },
};
