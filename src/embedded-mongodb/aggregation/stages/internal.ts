import type { Stage, StageDefinition } from '../stage.js';

/** Marks that only matter to a real server's optimizer or to shards. */
function ignored(name: string): StageDefinition {
  return { parse: (specification): Stage => ({ name, specification, run: (source) => source }) };
}

export const $_internalInhibitOptimization = ignored('$_internalInhibitOptimization');
