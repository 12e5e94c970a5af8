import { isTrue } from '../../aggregation/expressions/arguments.js';
import { not } from './build.js';
import type { PathOperator } from './operator.js';
import type { ExistsNode } from './tree.js';
import { MISSING } from './tree.js';

export const $exists: PathOperator = (operand, { path }) => {
  const exists: ExistsNode = { kind: 'path', path, operator: '$exists', operand: true, arrays: 'elements', test: (value) => value !== MISSING };
  return isTrue(operand) ? exists : not(exists);
};
