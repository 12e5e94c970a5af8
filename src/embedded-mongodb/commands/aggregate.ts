import type { PipelineEnvironment } from '../aggregation/environment.js';
import type { Pipeline } from '../aggregation/pipeline.js';
import { compilePipeline } from '../aggregation/pipeline.js';
import type { Bytes } from '../bson/codec.js';
import { encode } from '../bson/codec.js';
import { collationOf } from '../bson/collation.js';
import type { Doc, Value } from '../bson/document.js';
import { isDoc } from '../bson/document.js';
import { isNumber, typeOf } from '../bson/types.js';
import type { Collection } from '../storage/collection.js';
import { ViewDefinition } from '../storage/collection.js';
import type { Namespace } from '../storage/oplog.js';
import type { Field } from './arguments.js';
import { anything, boolean, fieldsOf, hint, longOf, looseBoolean, object, wrongType } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import type { Source } from './cursors.js';
import { explainAggregate } from './explain-aggregate.js';
import { finished } from './explain-reply.js';
import { variablesOf } from './let.js';
import { openChangeStream } from './open-change-stream.js';
import { checkCollectionName } from './namespace.js';
import { PipelineCollections } from './pipeline-collections.js';
import { serverInformation } from './pipeline-server.js';
import { Reading } from './reading.js';
import { resolveView } from './resolve-view.js';
import { DocumentSource, RowSource, Watch } from './row-source.js';
import { MAX_BSON_OBJECT_SIZE } from './version.js';
import { writeOutput } from './write-output.js';
import { MongoError } from '../errors.js';

const pipelineField: Field<Doc[]> & { required: true; takesNull: true } = {
  required: true,
  takesNull: true,
  read(value) {
    if (!Array.isArray(value)) throw new MongoError('TypeMismatch', 'A pipeline must be an array of objects');
    for (const stage of value) if (!isDoc(stage)) throw new MongoError('TypeMismatch', "Each element of the 'pipeline' array must be an object");
    return value as Doc[];
  },
};

const nameField: Field<Value> & { required: true; takesNull: true } = { required: true, takesNull: true, read: (value) => value };

/** `1` stands for no collection. The name is looked at when all other fields are found to be well formed. */
function collectionOrNone(value: Value): string | null {
  if (typeof value === 'string') return checkCollectionName(value);
  if (isNumber(value) && Number(value.toString()) === 1) return null;
  if (isNumber(value)) throw new MongoError('BadValue', "Invalid command format: the 'aggregate' field must specify a collection name or 1");
  throw new MongoError('InvalidNamespace', `collection name has invalid type ${typeOf(value)}`);
}

const cursorField: Field<{ batchSize: number | undefined }> = {
  read(value) {
    if (!isDoc(value)) throw new MongoError('TypeMismatch', 'cursor field must be missing or an object');
    for (const field of Object.keys(value)) {
      if (field !== 'batchSize') throw new MongoError('IDLUnknownField', `BSON field 'cursor.${field}' is an unknown field.`);
    }
    const { batchSize } = value;
    if (batchSize === undefined || batchSize === null) return { batchSize: undefined };
    if (!isNumber(batchSize)) throw wrongType(batchSize, 'batchSize', 'cursor', "types '[long, int, decimal, double]'");
    const number = longOf(batchSize);
    if (number < 0) throw new MongoError('BadValue', `BSON field 'batchSize' value must be >= 0, actual value '${number}'`);
    return { batchSize: number };
  },
};

const readFields = fieldsOf('aggregate', {
  aggregate: nameField, pipeline: pipelineField, cursor: cursorField, explain: boolean, allowDiskUse: boolean, bypassDocumentValidation: looseBoolean,
  hint, collation: object, let: object, fromMongos: boolean, fromRouter: boolean, needsMerge: boolean, needsSortedMerge: boolean, exchange: anything,
  isMapReduceCommand: boolean, encryptionInformation: anything, querySettings: object, includeQueryStatsMetrics: boolean, requestReshardingResumeToken: boolean,
  passthroughToShard: anything, runtimeConstants: anything, $_requestResumeToken: boolean, $_resumeAfter: object, isHybridSearch: boolean,
}, ['explain', 'exchange', 'isMapReduceCommand', 'querySettings', 'requestReshardingResumeToken', '$_requestResumeToken', '$_resumeAfter']);

const readArguments = (request: Doc): Omit<ReturnType<typeof readFields>, 'aggregate'> & { aggregate: string | null } => {
  const fields = readFields(request);
  return { ...fields, aggregate: collectionOrNone(fields.aggregate) };
};

/** Stages that are not part of the Stable API. */
const UNSTABLE_STAGES = new Set(['$currentOp', '$indexStats', '$listLocalSessions', '$listSessions', '$planCacheStats', '$listSampledQueries', '$queryStats']);

export type AggregateArguments = ReturnType<typeof readArguments>;

export function aggregate(context: CommandContext): Reply | Promise<Reply> {
  return runAggregate(context, readArguments(context.request));
}

export { readArguments as readAggregateArguments };

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

/** A pipeline with everything that it runs over. */
export interface AggregatePlan {
  pipeline: Pipeline;
  /** Where the documents come from, once views are resolved. */
  namespace: Namespace;
  entry: Collection | null;
  environment: PipelineEnvironment;
  collections: PipelineCollections;
  reading: Reading;
}

export function prepare(context: CommandContext, given: AggregateArguments, reading: Reading): AggregatePlan {
  const { server, database, transaction } = context;
  const named = { database, collection: given.aggregate ?? '' };
  const found = given.aggregate === null ? null : server.store.catalog.find(reading.view, named);
  if (isChangeStream(given) && found instanceof ViewDefinition) throw new MongoError('CommandNotSupportedOnView', `$changeStream is not supported on a view: ${database}.${named.collection}`);
  const { namespace, pipeline: stages, entry, collation } = resolveView(server.store.catalog, reading.view, named, found, given.pipeline, given.collation);
  const collections = new PipelineCollections(server.store, reading);
  const strings = collationOf(collation);
  const environment: PipelineEnvironment = {
    purpose: 'aggregate', variables: variablesOf(context, given.let), namespace, inTransaction: transaction !== null, collections,
    server: serverInformation(context, reading), ...(strings && { strings }), ...(collation && { collation }),
  };
  if (entry) transaction?.touch(entry);
  return { pipeline: compilePipeline(stages, environment), namespace, entry, environment, collections, reading };
}

function isChangeStream({ pipeline }: AggregateArguments): boolean {
  return pipeline[0] !== undefined && '$changeStream' in pipeline[0];
}

/** The results. */
export function documents({ pipeline, entry, environment, collections, namespace }: AggregatePlan, given: AggregateArguments): Iterable<Doc> {
  const { front } = pipeline;
  if (pipeline.isSource || entry === null) return pipeline.run([]);
  const source = front.geoNear ? collections.read(namespace, front, environment) : decoded(collections.rows(entry, front, environment, given.hint));
  return pipeline.runAfterFront(source);
}

function* decoded(rows: Iterable<{ decode(): Doc }>): Generator<Doc> {
  for (const row of rows) yield row.decode();
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
