import type { Pipeline } from '../aggregation/pipeline.js';
import type { Doc } from '../bson/document.js';
import type { Transform } from '../change-streams/change-stream.js';
import { ChangeStream } from '../change-streams/change-stream.js';
import { optionsOf } from '../change-streams/options.js';
import { scopeOf } from '../change-streams/scope.js';
import { MongoError } from '../errors.js';
import type { AggregateArguments } from './aggregate-arguments.js';
import type { CommandContext, Reply } from './command.js';

/** An aggregation that begins with `$changeStream`. */
export function openChangeStream(context: CommandContext, given: AggregateArguments, pipeline: Pipeline): Reply {
  const { server, database, readConcern, transaction } = context;
  if (transaction) throw new MongoError('OperationNotSupportedInTransaction', '$changeStream cannot be used in a transaction');
  if (readConcern.given && readConcern.level !== 'majority' && readConcern.level !== 'local') {
    throw new MongoError('InvalidOptions', `Aggregation stage $changeStream cannot run with a readConcern other than 'majority'. Current readConcern: ${readConcern.level}`);
  }
  const options = optionsOf(pipeline.changeStream);
  const scope = scopeOf(database, given.aggregate ?? undefined, options);
  const splits = splitsLargeEvents(given.pipeline);
  const hasStages = given.pipeline.length > (splits ? 2 : 1);
  const transform: Transform | null = hasStages ? (event) => [...pipeline.run([event])][0] : null;
  const stream = new ChangeStream(server.store, scope, options, transform, splits);
  return server.cursors.start(context, given.aggregate ?? '$cmd.aggregate', stream, { batchSize: given.cursor?.batchSize, awaitData: true, isChangeStream: true });
}

/** `$changeStreamSplitLargeEvent` does its work where events become bytes, behind all other stages. */
function splitsLargeEvents(pipeline: readonly Doc[]): boolean {
  const position = pipeline.findIndex((stage) => '$changeStreamSplitLargeEvent' in stage);
  if (position >= 0 && position < pipeline.length - 1) throw new MongoError(7182802, '$changeStreamSplitLargeEvent must be the last stage in the pipeline');
  return position >= 0;
}
