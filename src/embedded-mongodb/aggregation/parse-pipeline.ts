import type { Doc, Value } from '../bson/document.js';
import { isDoc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { optimize } from './optimize.js';
import type { Stage, StageContext, StageDefinition } from './stage.js';
import { hasText } from './stages/match.js';
import type { Variables } from './variables.js';

const LONGEST_PIPELINE = 1000;
const DEEPEST_PIPELINE = 20;

/**
 * What MongoDB looks at before it parses any stage: that each is one, that its name is known, and the specifications of
 * those that reach other collections.
 */
export function precheckPipeline(stages: readonly Value[], context: StageContext): void {
  if (stages.length > LONGEST_PIPELINE) throw new MongoError(7749501, `Pipeline length must be no longer than ${LONGEST_PIPELINE} stages.`);
  if (context.within.length > DEEPEST_PIPELINE) throw new MongoError('MaxSubPipelineDepthExceeded', `Maximum number of nested sub-pipelines exceeded. Limit is ${DEEPEST_PIPELINE}`);
  for (const stage of stages) {
    if (!isDoc(stage)) throw new MongoError('TypeMismatch', "Each element of the 'pipeline' array must be an object");
    const { name, definition } = definitionOf(stage, context);
    definition.precheck?.(stage[name], context);
  }
}

/** Stages ready to run, for a pipeline that has been prechecked. */
export function parsePipeline(stages: readonly Doc[], context: StageContext): Stage[] {
  const parsed = stages.map((stage) => {
    const { name, definition } = definitionOf(stage, context);
    return { name, definition, made: definition.parse(stage[name], context) };
  });
  parsed.forEach(({ name, definition }, i) => {
    checkPosition(name, definition, i, stages, context);
    checkPlace(name, definition, i, context);
  });
  return optimize(parsed.flatMap(({ made }) => made));
}

/** Runs stages one into the other. Nothing is read before the result is iterated. */
export function runAll(stages: readonly Stage[], source: Iterable<Doc>, variables: Variables): Iterable<Doc> {
  return stages.reduce((documents, stage) => stage.run(documents, variables), source);
}

function definitionOf(stage: Doc, { definitions }: StageContext): { name: string; definition: StageDefinition } {
  const names = Object.keys(stage);
  if (names.length !== 1) throw new MongoError(40323, 'A pipeline stage specification object must contain exactly one field.');
  const name = names[0]!;
  const definition = Object.hasOwn(definitions, name) ? definitions[name] : undefined;
  if (definition === undefined) throw new MongoError(40324, `Unrecognized pipeline stage name: '${name}'`);
  return { name, definition };
}

function checkPosition(name: string, definition: StageDefinition, i: number, stages: readonly Doc[], { within }: StageContext): void {
  if (definition.position === 'first' && i > 0) {
    if (name === '$geoNear') throw new MongoError(40603, '$geoNear was not the first stage in the pipeline after optimization. Is optimization disabled or inhibited?');
    throw new MongoError(40602, `${name} is only valid as the first stage in a pipeline`);
  }
  if (definition.position === 'last' && i < stages.length - 1) throw new MongoError(40601, `${name} can only be the final stage in the pipeline`);
  if (name === '$match' && hasText(stages[i]!.$match as Doc) && (i > 0 || within.includes('$facet'))) {
    throw new MongoError(17313, '$match with $text is only allowed as the first pipeline stage');
  }
}

const WITHIN_CODES = { $facet: 40600, $lookup: 51047, $unionWith: 31441 } as const;

function checkPlace(name: string, definition: StageDefinition, i: number, context: StageContext): void {
  const { environment, within } = context;
  const barred = definition.notIn ?? [];
  for (const stage of within) {
    if (barred.includes(stage)) throw new MongoError(WITHIN_CODES[stage], `${name} is not allowed to be used within a ${stage} stage`);
  }
  if (environment.inTransaction && barred.includes('transaction')) {
    throw new MongoError('OperationNotSupportedInTransaction', `Stage not supported inside of a multi-document transaction: ${name}`);
  }
  checkNamespace(name, definition, i, context);
  if (within.length > 0) return;
  switch (environment.purpose) {
    case 'update':
      if (!definition.inUpdate) throw new MongoError('InvalidOptions', `${name} is not allowed to be used within an update`);
      return;
    case 'changeStream':
      if (i > 0 && !definition.inChangeStream) throw new MongoError('IllegalOperation', `${name} is not permitted in a $changeStream pipeline`);
      return;
    case 'view':
      if (barred.includes('view')) throw new MongoError('OptionNotSupportedOnView', `The aggregation stage ${name} cannot be used in a view definition`);
      return;
    default:
  }
}

function checkNamespace(name: string, definition: StageDefinition, i: number, { environment, within }: StageContext): void {
  if (environment.namespace === undefined || i > 0) return;
  const isOnCollection = environment.namespace.collection !== '';
  if (isOnCollection && definition.needsNoCollection === 'always') {
    throw new MongoError('InvalidNamespace', `'${name}' can only be run with database or cluster-level aggregation {aggregate: 1}`);
  }
  if (isOnCollection || definition.needsNoCollection || within.at(-1) === '$facet') return;
  throw new MongoError('InvalidNamespace', `{aggregate: 1} is not valid for '${name}'; a collection is required.`);
}
