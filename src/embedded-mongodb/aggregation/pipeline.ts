import type { Doc } from '../bson/document.js';
import type { Front, Namespace, PipelineEnvironment } from './environment.js';

export type { Collections, Front, Namespace, PipelineEnvironment, Purpose, ServerInformation } from './environment.js';

export interface Pipeline {
  /** Every stage, over documents of the collection in natural order. Lazy: nothing is read before the result is iterated. */
  run(source: Iterable<Doc>): Iterable<Doc>;
  /** What may be asked of the planner instead of running the first stages. */
  readonly front: Front;
  /** The stages after `front`, over documents that answer it. */
  runAfterFront(source: Iterable<Doc>): Iterable<Doc>;
  /** The first stage makes documents itself (`$documents`, `$collStats` …): the source is not read. */
  readonly isSource: boolean;
  /** The last stage writes here. Its writes happen while `run` is iterated, which then gives no documents. */
  readonly writesTo: Namespace | undefined;
  /** The specification of a leading `$changeStream`, which is not run here; `run` is given its events. */
  readonly changeStream: Doc | undefined;
  /** The specifications of the stages after `front`, for `explain`. */
  readonly rest: Doc[];
}

/** Checks and prepares a pipeline. Whatever can be refused without looking at documents is refused here. */
export function compilePipeline(stages: Doc[], environment: PipelineEnvironment): Pipeline {
  void stages;
  void environment;
  throw new Error('being written');
}

/**
 * The pipeline of an update, which may only have stages that turn one document into another.
 * @returns what becomes of a document
 */
export function compileDocumentPipeline(stages: Doc[], environment: PipelineEnvironment): (document: Doc) => Doc {
  const pipeline = compilePipeline(stages, { ...environment, purpose: 'update' });
  return (document) => [...pipeline.run([document])][0]!;
}
