import type { Doc, Value } from '../bson/document.js';
import { doc } from '../bson/document.js';
import type { FieldNames } from '../bson/fields.js';
import { MongoError } from '../errors.js';
import { Context } from './context.js';
import type { Front, Output, PipelineEnvironment } from './environment.js';
import { fieldsReadBy } from './fields-read.js';
import { takeFront } from './front.js';
import { parsePipeline, precheckPipeline, runAll } from './parse-pipeline.js';
import { STAGES } from './stages/index.js';
import { checkMetadata } from './wanted-metadata.js';

export type { Collections, Front, MergeWrite, Namespace, Output, PipelineEnvironment, Purpose, ServerInformation } from './environment.js';

export interface Pipeline {
  /** Every stage, over documents of the collection in natural order. Lazy: nothing is read before the result is iterated. */
  run(source: Iterable<Doc>): Iterable<Doc>;
  /** What may be asked of the planner instead of running the first stages. */
  readonly front: Front;
  /** The stages after `front`, over documents that answer it. */
  runAfterFront(source: Iterable<Doc>): Iterable<Doc>;
  /** The first stage makes documents itself (`$documents`, `$collStats` …): the source is not read. */
  readonly isSource: boolean;
  /** The last stage is `$out` or `$merge`: `run` gives the documents to write, and the client gets none. */
  readonly output: Output | undefined;
  /** The specification of a leading `$changeStream`, which is not run here; `run` is given its events. */
  readonly changeStream: Doc | undefined;
  /** What those stages read of the documents. */
  readonly reads: FieldNames;
  /** The specifications of the stages after `front`, for `explain`. */
  readonly rest: Doc[];
}

/** Checks and prepares a pipeline. Whatever can be refused without looking at documents is refused here. */
export function compilePipeline(stages: readonly Value[], environment: PipelineEnvironment): Pipeline {
  const first = stages[0] as Doc | null | undefined;
  const changeStream = typeof first === 'object' && first !== null && '$changeStream' in first ? (first.$changeStream as Doc) : undefined;
  const purpose = changeStream !== undefined && environment.purpose === 'aggregate' ? 'changeStream' : environment.purpose;
  const context = Context.of({ ...environment, purpose }, STAGES);
  precheckPipeline(stages, context);
  if (stages.length === 0 && environment.namespace?.collection === '' && purpose === 'aggregate') {
    throw new MongoError('InvalidNamespace', '{aggregate: 1} is not valid for an empty pipeline.');
  }
  const parsed = parsePipeline(stages as readonly Doc[], context);
  for (const work of context.scope.afterParsing) work();
  checkMetadata(stages as readonly Doc[]);
  const { front, rest } = takeFront(parsed);
  const { variables } = environment;
  return {
    run: (source) => runAll(parsed, source, variables),
    front,
    runAfterFront: (source) => runAll(rest, source, variables),
    reads: fieldsReadBy(rest),
    isSource: first !== undefined && STAGES[Object.keys(first!)[0]!]!.makesDocuments === true,
    output: parsed.at(-1)?.output,
    changeStream,
    rest: rest.map(({ name, specification }) => doc({ [name]: specification })),
  };
}

/**
 * The pipeline of an update, which may only have stages that turn one document into another.
 * @returns what becomes of a document
 */
export function compileDocumentPipeline(stages: readonly Value[], environment: PipelineEnvironment): (document: Doc) => Doc {
  const context = Context.of({ ...environment, purpose: 'update' }, STAGES);
  precheckPipeline(stages, context);
  const parsed = parsePipeline(stages as readonly Doc[], context);
  for (const work of context.scope.afterParsing) work();
  return (document) => parsed.reduce((current, stage) => stage.transform!(current, environment.variables), document);
}
