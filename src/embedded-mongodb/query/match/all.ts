import type { BSONRegExp } from 'bson';
import { isDoc } from '../../bson/document.js';
import type { Value } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { comparison } from './comparison.js';
import { $elemMatch } from './elemMatch.js';
import { and, or } from './build.js';
import type { PathOperator } from './operator.js';
import { patternOf, regex } from './regex.js';

/** Either a list of values or a list of `$elemMatch`es; the first element decides. */
export const $all: PathOperator = (operand, place) => {
  if (!Array.isArray(operand)) throw new MongoError('BadValue', '$all needs an array');
  if (operand.length === 0) return or([]);
  const areElemMatches = firstField(operand[0]) === '$elemMatch';
  return and(operand.map((value) => {
    if (areElemMatches) {
      if (!isDoc(value) || firstField(value) !== '$elemMatch') throw new MongoError('BadValue', '$all/$elemMatch has to be consistent');
      return $elemMatch(value.$elemMatch, place);
    }
    if (typeOf(value) === 'regex') return regex(patternOf(value as BSONRegExp), place.path);
    if (isOperator(firstField(value))) throw new MongoError('BadValue', 'no $ expressions in $all');
    return comparison('$eq', value, place);
  }));
};

function firstField(value: Value): string | undefined {
  return isDoc(value) ? Object.keys(value)[0] : undefined;
}

/** `$all` knows the operators that begin with a path; it lets `$not`, and what is none, pass as values. */
function isOperator(name: string | undefined): boolean {
  return name !== undefined && name.startsWith('$') && name !== '$not';
}
