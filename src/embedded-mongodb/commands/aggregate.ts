import type { Bytes } from '../bson/codec.js';
import { encode } from '../bson/codec.js';
import type { Doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import type { AggregateArguments } from './aggregate-arguments.js';
import { readAggregateArguments } from './aggregate-arguments.js';
import type { AggregatePlan } from './aggregate-plan.js';
import { documents, prepare } from './aggregate-plan.js';
import type { CommandContext, Reply } from './command.js';
import type { Source } from './cursors.js';
import { explainAggregate } from './explain-aggregate.js';
import { finished } from './explain-reply.js';
import { openChangeStream } from './open-change-stream.js';
import { Reading } from './reading.js';
import { DocumentSource, RowSource, Watch } from './row-source.js';
import { MAX_BSON_OBJECT_SIZE } from './version.js';
import { writeOutput } from './write-output.js';

/** Stages that are not part of the Stable API. */
const UNSTABLE_STAGES = new Set(['$currentOp', '$indexStats', '$listLocalSessions', '$listSessions', '$planCacheStats', '$listSampledQueries', '$queryStats']);

export function aggregate(context: CommandContext): Reply | Promise<Reply> {
  return runAggregate(context, readAggregateArguments(context.request));
}

export function runAggregate(context: CommandContext, given: AggregateArguments): Reply | Promise<Reply> {
  if (given.cursor === undefined && !given.explain) {
    throw new MongoError('FailedToParse', "The 'cursor' option is required, except for aggregate with the explain argument");
  }
  if (context.request['apiStrict'] === true) checkStable(given.pipeline);
  const reading = new Reading(context);
  const plan = prepare(context, given, reading);
  if (plan.pipeline.changeStream) return openChangeStream(context, given, plan.pipeline);
  if (given.explain) return finished(context, context.request, explainAggregate(plan, given, 'queryPlanner'));
  if (plan.pipeline.output) return writeResults(context, given, plan);
  return answer(context, given, plan, reading);
}

function checkStable(stages: readonly Doc[]): void {
  for (const stage of stages) {
    const name = Object.keys(stage)[0] ?? '';
    if (UNSTABLE_STAGES.has(name)) throw new MongoError('APIStrictError', `stage ${name} is not allowed with 'apiStrict: true' in API Version 1`);
  }
}

/** Results may be a little larger than documents that can be stored. */
const LARGEST_RESULT = MAX_BSON_OBJECT_SIZE + 16 * 1024;

function encodeResult(document: Doc): Bytes {
  const bytes = encode(document);
  if (bytes.length > LARGEST_RESULT) throw new MongoError('BSONObjectTooLarge', `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${LARGEST_RESULT}`);
  return bytes;
}

function sourceOf(context: CommandContext, given: AggregateArguments, plan: AggregatePlan, reading: Reading): Source {
  const { store } = context.server;
  const { pipeline: { isSource, rest, front }, entry, collections, environment } = plan;
  if (!isSource && entry !== null && rest.length === 0 && !front.geoNear) {
    const rows = collections.rows(entry, front, environment, given.hint);
    return new RowSource(rows, (row) => row.bytes, { reading, limit: front.limit ?? 0, store, collection: entry });
  }
  const watch = entry && !context.transaction ? new Watch(store, entry) : null;
  return new DocumentSource(encoded(documents(plan, given)), reading, watch);
}

function* encoded(results: Iterable<Doc>): Generator<Bytes> {
  for (const document of results) yield encodeResult(document);
}

function answer(context: CommandContext, given: AggregateArguments, plan: AggregatePlan, reading: Reading): Reply {
  const source = sourceOf(context, given, plan, reading);
  const reply = context.server.cursors.start(context, given.aggregate ?? '$cmd.aggregate', source, { batchSize: given.cursor?.batchSize });
  if (reading.atClusterTime) (reply['cursor'] as Reply)['atClusterTime'] = reading.atClusterTime;
  return reply;
}

/** A pipeline that ends in `$out` or `$merge` has read everything before the first document is written. */
async function writeResults(context: CommandContext, given: AggregateArguments, plan: AggregatePlan): Promise<Reply> {
  if (context.transaction) throw new MongoError('OperationNotSupportedInTransaction', '$out and $merge cannot be used in a transaction');
  if (context.readConcern.level === 'linearizable') throw new MongoError('InvalidOptions', '$out and $merge cannot be used with a linearizable read concern');
  const { variables } = plan.environment;
  await writeOutput(context, plan.pipeline.output!, [...documents(plan, given)], { variables, bypassDocumentValidation: given.bypassDocumentValidation === true });
  return context.server.cursors.start(context, given.aggregate ?? '$cmd.aggregate', new DocumentSource([]), {});
}
