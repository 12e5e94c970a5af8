import type { PipelineEnvironment } from '../aggregation/environment.js';
import type { Pipeline } from '../aggregation/pipeline.js';
import { compilePipeline } from '../aggregation/pipeline.js';
import { collationOf } from '../bson/collation.js';
import type { Doc } from '../bson/document.js';
import { Doc as NewDoc } from '../bson/document.js';
import { readerOf } from '../bson/fields.js';
import { MongoError } from '../errors.js';
import { checkForInterrupt } from '../interruption.js';
import type { Collection } from '../storage/collection.js';
import { documentsOf, ViewDefinition } from '../storage/collection.js';
import type { Namespace } from '../storage/oplog.js';
import type { AggregateArguments } from './aggregate-arguments.js';
import type { CommandContext } from './command.js';
import { variablesOf } from './let.js';
import { PipelineCollections } from './pipeline-collections.js';
import { serverInformation } from './pipeline-server.js';
import type { Reading } from './reading.js';
import { resolveView } from './resolve-view.js';

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
  const { front, reads } = pipeline;
  if (pipeline.isSource || entry === null) return pipeline.run([]);
  if (front.geoNear) return pipeline.runAfterFront(collections.read(namespace, front, environment));
  if (reads?.size === 0) return pipeline.runAfterFront(blanks(() => collections.count(entry, front, environment, given.hint)));
  return pipeline.runAfterFront(documentsOf(collections.rows(entry, front, environment, given.hint), readerOf(reads)));
}

/** Documents of which nothing is read: the stages want to know only how many there are. */
function* blanks(count: () => number): Iterable<Doc> {
  const blank = new NewDoc();
  for (let left = count(); left > 0; left -= 1) {
    checkForInterrupt();
    yield blank;
  }
}
