import type { BSONRegExp } from 'bson';
import { isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { not } from './build.js';
import type { PathOperator } from './operator.js';
import { patternOf, regex } from './regex.js';

export const $not: PathOperator = (operand, { path, parseSection, isTop }) => {
  if (typeOf(operand) === 'regex') return not(regex(patternOf(operand as BSONRegExp), path));
  if (!isDoc(operand)) throw new MongoError('BadValue', '$not argument must be a regex or an object');
  if (Object.keys(operand).length === 0) throw new MongoError('BadValue', '$not argument must be a non-empty object');
  return not(parseSection(operand, path, isTop));
};
