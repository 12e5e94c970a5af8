import type { Doc, Value } from '../../bson/document.js';
import { Doc as EmptyDoc } from '../../bson/document.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { describe } from '../../storage/describe.js';
import type { End, Interval } from '../planner/bounds.js';
import { Literal } from '../planner/bounds.js';
import type { IndexRead } from '../planner/candidate.js';

/** `{ a: [ '[3, 3]' ], b: [ '[MaxKey, MinKey]' ] }`, in the direction of the walk. */
export function describeBounds({ fields, descending, bounds }: Pick<IndexRead, 'fields' | 'descending' | 'bounds'>, direction: 1 | -1): Doc {
  const out = new EmptyDoc();
  fields.forEach(({ path }, i) => {
    const downwards = (direction === -1) !== descending[i];
    const texts = bounds[i]!.map((interval) => describeInterval(interval, downwards));
    out[path] = downwards ? texts.reverse() : texts;
  });
  return out;
}

function describeInterval({ low, high }: Interval, downwards: boolean): string {
  const includesLow = low.shown instanceof Literal ? low.shown.isIncluded : !low.after;
  const includesHigh = high.shown instanceof Literal ? high.shown.isIncluded : high.after;
  return downwards
    ? `${includesHigh ? '[' : '('}${describeEnd(high)}, ${describeEnd(low)}${includesLow ? ']' : ')'}`
    : `${includesLow ? '[' : '('}${describeEnd(low)}, ${describeEnd(high)}${includesHigh ? ']' : ')'}`;
}

function describeEnd({ shown }: End): string {
  return shown instanceof Literal ? shown.text : describeValue(shown);
}

function describeValue(value: Value): string {
  const alias = typeOf(value);
  if (isNumber(value) && alias !== 'decimal') {
    const plain = Number(String(value));
    if (Number.isNaN(plain)) return 'nan';
    if (!Number.isFinite(plain)) return plain < 0 ? '-inf' : 'inf';
    return alias === 'double' && Number.isInteger(plain) ? `${plain}.0` : String(value);
  }
  if (alias === 'minKey') return 'MinKey';
  if (alias === 'maxKey') return 'MaxKey';
  return describe(value);
}
