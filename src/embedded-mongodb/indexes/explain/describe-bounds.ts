import { MaxKey, MinKey } from 'bson';
import type { Doc, Value } from '../../bson/document.js';
import { Doc as EmptyDoc, doc } from '../../bson/document.js';
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

/** The one range of a read, from its first key to its last. */
export function describeEnds({ fields, descending, bounds }: Pick<IndexRead, 'fields' | 'descending' | 'bounds'>): Doc {
  const startKey = new EmptyDoc();
  const endKey = new EmptyDoc();
  let startKeyInclusive = true;
  let endKeyInclusive = true;
  fields.forEach(({ path }, i) => {
    const { low, high } = bounds[i]![0]!;
    const [first, last] = descending[i] ? [high, low] : [low, high];
    startKey[path] = valueOf(first);
    endKey[path] = valueOf(last);
    startKeyInclusive &&= descending[i] ? includesHigh(first) : includesLow(first);
    endKeyInclusive &&= descending[i] ? includesLow(last) : includesHigh(last);
  });
  return doc({ startKey, startKeyInclusive, endKey, endKeyInclusive });
}

/** The ends of types that are values themselves; of others the name. */
const VALUES: Record<string, Value> = { MinKey: new MinKey(), MaxKey: new MaxKey(), '""': '', '{}': new EmptyDoc(), '[]': [], null: null, false: false, true: true };

function valueOf({ shown }: End): Value {
  if (!(shown instanceof Literal)) return shown;
  return shown.text in VALUES ? VALUES[shown.text] : shown.text;
}

function includesLow({ shown, after }: End): boolean {
  return shown instanceof Literal ? shown.isIncluded : !after;
}

function includesHigh({ shown, after }: End): boolean {
  return shown instanceof Literal ? shown.isIncluded : after;
}

function describeInterval({ low, high }: Interval, downwards: boolean): string {
  return downwards
    ? `${includesHigh(high) ? '[' : '('}${describeEnd(high)}, ${describeEnd(low)}${includesLow(low) ? ']' : ')'}`
    : `${includesLow(low) ? '[' : '('}${describeEnd(low)}, ${describeEnd(high)}${includesHigh(high) ? ']' : ')'}`;
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
