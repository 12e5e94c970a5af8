import type { Doc, Value } from '../../bson/document.js';
import { doc, isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { foreignPipeline } from '../foreign.js';
import { precheckPipeline } from '../parse-pipeline.js';
import { isAbsent, readFields } from '../read-fields.js';
import type { Stage, StageContext, StageDefinition } from '../stage.js';
import { beginsWithDocuments } from './documents.js';

export const $unionWith: StageDefinition = {
  precheck(specification, context) {
    const { collection, pipeline } = argumentsOf(specification);
    precheckPipeline(pipeline, inside(collection, context));
  },
  parse(specification, context): Stage {
    const { collection, pipeline } = argumentsOf(specification);
    if (collection === '') throw new MongoError('InvalidNamespace', 'the namespace of $unionWith is not a valid collection name');
    const foreign = foreignPipeline(pipeline as Doc[], inside(collection, context));
    return {
      name: '$unionWith',
      specification,
      *run(source, variables) {
        yield* source;
        yield* foreign.run(variables);
      },
    };
  },
};

function inside(collection: string | undefined, context: StageContext): StageContext {
  return context.inside('$unionWith', { namespace: { database: context.environment.namespace?.database ?? '', collection: collection ?? '' } });
}

/** The collection is undefined if the pipeline makes its own documents. */
function argumentsOf(specification: Value): { collection: string | undefined; pipeline: Value[] } {
  if (typeof specification !== 'string' && !isDoc(specification)) {
    throw new MongoError('FailedToParse', `the $unionWith stage specification must be an object or string, but found ${typeOf(specification)}`);
  }
  const given = typeof specification === 'string' ? doc({ coll: specification }) : specification;
  if ('pipeline' in given && !Array.isArray(given.pipeline)) throw new MongoError('TypeMismatch', 'A pipeline must be an array of objects');
  const { coll, pipeline } = readFields(given, '$unionWith', { coll: 'string', pipeline: 'array' });
  if (isAbsent(coll) && !beginsWithDocuments(pipeline)) {
    throw new MongoError('FailedToParse', '$unionWith stage without explicit collection must have a pipeline with $documents as first stage');
  }
  return { collection: isAbsent(coll) ? undefined : (coll as string), pipeline: (pipeline ?? []) as Value[] };
}
