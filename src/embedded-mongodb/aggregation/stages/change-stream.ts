import { isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Stage, StageDefinition } from '../stage.js';

/** The events come from outside: `change-streams/` reads the specification and feeds the pipeline. */
export const $changeStream: StageDefinition = {
  position: 'first',
  needsNoCollection: true,
  makesDocuments: true,
  inChangeStream: true,
  notIn: ['$facet', '$lookup', '$unionWith', 'transaction', 'view'],
  precheck(specification) {
    if (!isDoc(specification)) throw new MongoError(6188500, `$changeStream must take a nested object but found: ${typeOf(specification)}`);
  },
  parse: (specification): Stage => ({ name: '$changeStream', specification, run: (source) => source }),
};

/** Splitting is left to `change-streams/`, which knows the size of an event; the stage marks that it is wanted. */
export const $changeStreamSplitLargeEvent: StageDefinition = {
  inChangeStream: true,
  notIn: ['$facet', '$lookup', '$unionWith', 'view'],
  parse(specification, { environment }): Stage {
    if (environment.purpose !== 'changeStream') throw new MongoError('IllegalOperation', '$changeStreamSplitLargeEvent can only be used in a $changeStream pipeline');
    if (!isDoc(specification) || Object.keys(specification).length > 0) throw new MongoError(7182800, '$changeStreamSplitLargeEvent must be specified as an empty object');
    return { name: '$changeStreamSplitLargeEvent', specification, run: (source) => source };
  },
};
