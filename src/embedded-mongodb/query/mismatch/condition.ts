import type { Doc, Value } from '../../bson/document.js';
import { doc } from '../../bson/document.js';
import type { TypeAlias } from '../../bson/types.js';
import { typeOf } from '../../bson/types.js';
import { isSection } from '../match/section.js';
import { MISSING } from '../match/tree.js';
import { anyAlong, pathOf } from '../paths.js';
import type { Explaining } from './index.js';

interface Reasons {
  /** Why it does not match, and why it does. */
  words: [mismatch: string, match: string];
  /** The only types that it can match. */
  expected?: TypeAlias[];
  /** It looks at an array as a whole, not at its elements. */
  takesArrays?: boolean;
}

const COMPARISON: Reasons = { words: ['comparison failed', 'comparison succeeded'] };
const IN: Reasons = { words: ['no matching value found in array', 'matching value found in array'] };
const BITS: Reasons = { words: ['bitwise operator failed to match', 'bitwise operator matched successfully'], expected: ['binData', 'decimal', 'double', 'int', 'long'] };

const opposite = ({ words: [mismatch, match] }: Reasons): Reasons => ({ words: [match, mismatch] });

const REASONS: Readonly<Record<string, Reasons>> = {
  $eq: COMPARISON, $gt: COMPARISON, $gte: COMPARISON, $lt: COMPARISON, $lte: COMPARISON, $ne: opposite(COMPARISON),
  $in: IN, $nin: opposite(IN),
  $type: { words: ['type did not match', 'type did match'] },
  $mod: { words: ['$mod did not evaluate to expected remainder', '$mod did evaluate to expected remainder'], expected: ['decimal', 'double', 'int', 'long'] },
  $regex: { words: ['regular expression did not match', 'regular expression did match'], expected: ['regex', 'string', 'symbol'] },
  $bitsAllSet: BITS, $bitsAllClear: BITS, $bitsAnySet: BITS, $bitsAnyClear: BITS,
  $size: { words: ['array length was not equal to given size', 'array length was equal to given size'], expected: ['array'], takesArrays: true },
  $all: { words: ['array did not contain all specified values', 'array did contain all specified values'], takesArrays: true },
  $elemMatch: { words: ['array did not satisfy the child predicate', 'array did satisfy the child predicate'], expected: ['array'], takesArrays: true },
  $geoWithin: {
    words: [
      'none of the considered geometries were contained within the expression’s geometry',
      'at least one of considered geometries was contained within the expression’s geometry',
    ],
  },
  $geoIntersects: {
    words: ['none of the considered geometries intersected the expression’s geometry', 'at least one of considered geometries intersected the expression’s geometry'],
  },
};

/** Why the values under a path do not fulfil a condition, or do, if that is what was not wanted. */
export function explainCondition(path: string, condition: Value, { document }: Explaining, isMatch: boolean): Doc | undefined {
  const operatorName = operatorOf(condition);
  const specifiedAs = doc({ [path]: condition });
  const found = valuesAlong(document, path);
  if (operatorName === '$exists') return doc({ operatorName, specifiedAs, reason: found.length > 0 ? 'path does exist' : 'path does not exist' });
  const reasons = REASONS[operatorName];
  if (reasons === undefined) return undefined;
  if (found.length === 0) return doc({ operatorName, specifiedAs, reason: 'field was missing' });
  const values = reasons.takesArrays === true ? found : found.flatMap((value) => (Array.isArray(value) ? value : [value]));
  const considered = values.length === 1 ? { consideredValue: values[0] } : { consideredValues: values };
  const { expected } = reasons;
  if (!isMatch && expected !== undefined && !values.some((value) => expected.includes(typeOf(value)))) {
    const types = expected.length === 1 ? { expectedType: expected[0]! } : { expectedTypes: expected };
    return doc({ operatorName, specifiedAs, reason: 'type did not match', ...consideredTypes(values), ...types, ...considered });
  }
  const reason = reasons.words[isMatch ? 1 : 0];
  return doc({ operatorName, specifiedAs, reason, ...considered, ...(operatorName === '$type' && consideredTypes(values)) });
}

function operatorOf(condition: Value): string {
  if (isSection(condition)) return Object.keys(condition)[0]!;
  return typeOf(condition) === 'regex' ? '$regex' : '$eq';
}

function valuesAlong(document: Doc, path: string): Value[] {
  const found: Value[] = [];
  anyAlong(document, {
    path: pathOf(path),
    arrays: 'whole',
    test: (value) => {
      if (value !== MISSING) found.push(value);
      return false;
    },
  });
  return found;
}

function consideredTypes(values: Value[]): Record<string, Value> {
  const types = [...new Set(values.map(typeOf))].sort();
  if (types.length === 0) return {};
  return types.length === 1 ? { consideredType: types[0]! } : { consideredTypes: types };
}
