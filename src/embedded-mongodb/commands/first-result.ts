import type { Doc } from '../bson/document.js';
import { decode } from '../bson/codec.js';
import type { AggregateArguments } from './aggregate.js';
import { prepare, results } from './aggregate.js';
import type { CommandContext } from './command.js';
import type { Reading } from './reading.js';

/** The first document of an aggregation that another command stands for. */
export function firstResult(context: CommandContext, given: AggregateArguments, reading: Reading): Doc | undefined {
  for (const bytes of results(prepare(context, given, reading), given)) return decode(bytes);
  return undefined;
}
