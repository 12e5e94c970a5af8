import { Int32 } from 'bson';
import type { Value } from '../../bson/document.js';
import { doc, isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { Stage, StageDefinition } from '../stage.js';
import { $group } from './group.js';
import { $sort } from './sort.js';

export const $sortByCount: StageDefinition = {
  parse(specification, context) {
    check(specification);
    return [
      $group.parse(doc({ _id: specification, count: doc({ $sum: new Int32(1) }) }), context) as Stage,
      $sort.parse(doc({ count: new Int32(-1) }), context) as Stage,
    ];
  },
};

function check(specification: Value): void {
  if (isDoc(specification)) {
    if (!Object.keys(specification)[0]?.startsWith('$')) {
      throw new MongoError(40147, 'the sortByCount field must be defined as a $-prefixed path or an expression inside an object');
    }
  } else if (typeof specification === 'string') {
    if (specification.length < 2 || !specification.startsWith('$')) {
      throw new MongoError(40148, 'the sortByCount field must be defined as a $-prefixed path or an expression inside an object');
    }
  } else {
    throw new MongoError(40149, 'the sortByCount field must be specified as a string or as an object');
  }
}
