import { MongoError } from '../errors.js';
import type { CommandContext, Reply } from './command.js';

/** Only a standalone server rebuilds indexes, and this is a member of a replica set. */
export function reIndex(_context: CommandContext): Reply {
  throw new MongoError('IllegalOperation', 'reIndex is only allowed on a standalone mongod instance.');
}
