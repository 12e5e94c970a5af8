import type { Value } from '../../bson/document.js';
import { Doc, isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { checkFieldName } from '../expressions/field-path.js';
import { parsePipeline, precheckPipeline, runAll } from '../parse-pipeline.js';
import type { Stage, StageDefinition } from '../stage.js';

export const $facet: StageDefinition = {
  notIn: ['$facet'],
  precheck(specification, context) {
    for (const [, pipeline] of pipelinesOf(specification)) precheckPipeline(pipeline, context.inside('$facet'));
  },
  parse(specification, context): Stage {
    const facets = pipelinesOf(specification).map(([name, pipeline]) => {
      checkFieldName(name);
      return { name, stages: parsePipeline(pipeline, context.inside('$facet')) };
    });
    return {
      name: '$facet',
      specification,
      *run(source, variables) {
        const documents = [...source];
        const result = new Doc();
        for (const { name, stages } of facets) result[name] = [...runAll(stages, documents, variables)];
        yield result;
      },
    };
  },
};

function pipelinesOf(specification: Value): [string, Doc[]][] {
  if (!isDoc(specification) || Object.keys(specification).length === 0) throw new MongoError(40169, 'the $facet specification must be a non-empty object');
  return Object.keys(specification).map((name) => {
    const pipeline = specification[name];
    if (!Array.isArray(pipeline)) throw new MongoError(40170, `arguments to $facet must be arrays, ${name} is type ${typeOf(pipeline)}`);
    for (const stage of pipeline) {
      if (!isDoc(stage)) throw new MongoError(40171, `elements of arrays in $facet spec must be non-empty objects, ${name} argument contained an element of type ${typeOf(stage)}`);
    }
    return [name, pipeline as Doc[]];
  });
}
