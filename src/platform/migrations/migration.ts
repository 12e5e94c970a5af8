import type { mongo } from 'mongoose';

import type { Logger } from '../logger.js';

export interface MigrationContext {
  readonly db: mongo.Db;
  readonly log: Logger;
}

/**
 * One step from what the database looks like to what the code expects. A runner may be killed halfway: each direction must bear
 * to be run again from wherever that was.
 */
export interface Migration {
  /** Begins with the day, so that names sort as they were written. */
  readonly name: string;
  readonly up: (context: MigrationContext) => Promise<void>;
  readonly down: (context: MigrationContext) => Promise<void>;
}
