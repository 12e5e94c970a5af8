import type { Value } from '../../bson/document.js';
import { Doc, isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { Stage, StageDefinition } from '../stage.js';

export const $documents: StageDefinition = {
  position: 'first',
  makesDocuments: true,
  needsNoCollection: 'always',
  notIn: ['$facet'],
  parse(specification, context): Stage {
    const expression = context.expression(specification);
    return {
      name: '$documents',
      specification,
      *run(_source, variables) {
        const documents = expression(new Doc(), variables);
        if (!Array.isArray(documents)) throw new MongoError(5858203, 'an array is expected');
        for (const document of documents) {
          if (!isDoc(document)) throw new MongoError(40228, 'elements within the array passed to $documents must evaluate to an object');
          yield document;
        }
      },
    };
  },
};

/** `$lookup` and `$unionWith` may leave out the collection if their pipeline makes its own documents. */
export function beginsWithDocuments(pipeline: Value): boolean {
  return Array.isArray(pipeline) && isDoc(pipeline[0]) && '$documents' in pipeline[0];
}
