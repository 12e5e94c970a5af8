import type { Doc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { MatchNode } from '../../query/match/tree.js';
import { AFTER } from '../key.js';
import { EVERYTHING } from './bounds.js';
import type { IndexRead } from './candidate.js';
import type { Hint } from './hint.js';
import { layoutOf } from './layout.js';

/** The keys from `min`, which is included, to `max`, which is not. */
export function readBetween(hint: Hint, min: Doc | undefined, max: Doc | undefined, residual: MatchNode[]): IndexRead {
  if (min !== undefined && max !== undefined && namesOf(min) !== namesOf(max)) throw new MongoError(51176, 'min and max must have the same field names');
  if (hint === null) throw new MongoError('NoQueryExecutionPlans', 'When using min()/max() a hint of which index to use must be provided');
  if (!('index' in hint)) throw new MongoError('NoQueryExecutionPlans', 'min and max are incompatible with $natural');
  const { index } = hint;
  for (const end of [min, max]) {
    if (end !== undefined && namesOf(end) !== index.fields.map(({ path }) => path).join('\0')) throw new MongoError(51174, 'The index chosen is not compatible with min/max');
  }
  const from = min === undefined ? '' : index.keyOf(Object.values(min));
  const to = max === undefined ? AFTER : index.keyOf(Object.values(max));
  if (min !== undefined && max !== undefined && index.compareKeys(from, to) >= 0) {
    throw new MongoError(51175, 'The value provided for min() does not come before the value provided for max() in the hinted index');
  }
  return { ...layoutOf(index), bounds: index.fields.map(() => EVERYTHING), ranges: [{ from, to }], rangedFields: index.fields.length, residual };
}

function namesOf(spec: Doc): string {
  return Object.keys(spec).join('\0');
}
