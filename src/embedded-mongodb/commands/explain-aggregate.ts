import { MongoError } from '../errors.js';
import type { AggregateArguments, AggregatePlan } from './aggregate.js';
import type { CommandContext, Reply } from './command.js';

export function explainAggregate(_context: CommandContext, _plan: AggregatePlan, _given: AggregateArguments, _verbosity: string): Reply {
  throw new MongoError('CommandNotSupported', 'explain is being written');
}
