import type { Doc } from '../bson/document.js';
import type { AggregateArguments } from './aggregate-arguments.js';
import { documents, prepare } from './aggregate-plan.js';
import type { CommandContext } from './command.js';
import type { Reading } from './reading.js';

/** The first document of an aggregation that another command stands for. */
export function firstResult(context: CommandContext, given: AggregateArguments, reading: Reading): Doc | undefined {
  for (const document of documents(prepare(context, given, reading), given)) return document;
  return undefined;
}
