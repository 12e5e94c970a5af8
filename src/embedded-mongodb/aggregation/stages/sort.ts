import type { Doc } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { firstInOrder } from '../../query/first-in-order.js';
import { compileSort } from '../../query/sort.js';
import { checkFieldName } from '../expressions/field-path.js';
import type { Stage, StageContext, StageDefinition } from '../stage.js';

/** Which of two documents comes first. */
export type DocumentOrder = (a: Doc, b: Doc) => number;

export const $sort: StageDefinition = {
  parse(specification, context): Stage {
    if (!isDoc(specification)) throw new MongoError(15973, 'the $sort key specification must be an object');
    return sorting(specification, sortOrder(specification, context));
  },
};

/** @param limit how many documents a `$limit` after it lets pass */
function sorting(specification: Doc, order: DocumentOrder, limit = Infinity): Stage {
  return {
    name: '$sort',
    specification,
    keeps: () => true,
    front: { sort: specification },
    limited: (most) => sorting(specification, order, Math.min(limit, most)),
    *run(source) {
      yield* firstInOrder(source, order, limit);
    },
  };
}

/** Makes the order; what `find` takes and aggregation does not is refused. */
export function sortOrder(specification: Doc, context: StageContext): DocumentOrder {
  if (Object.keys(specification).length === 0) throw new MongoError(15976, '$sort stage must have at least one sort key');
  if ('$natural' in specification) checkFieldName('$natural');
  for (const path of Object.keys(specification)) {
    if (isDoc(specification[path])) context.scope.reads?.addDocument();
    else context.scope.reads?.add([path]);
  }
  return compileSort(specification, context.scope.strings);
}
