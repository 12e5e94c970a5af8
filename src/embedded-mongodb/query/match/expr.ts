import { compileExpression } from '../../aggregation/expression.js';
import { isTrue } from '../../aggregation/expressions/arguments.js';
import { MongoError } from '../../errors.js';
import type { DocumentOperator } from './operator.js';

export const $expr: DocumentOperator = (operand, { scope, isTop }) => {
  if (!isTop) throw new MongoError('BadValue', '$expr can only be applied to the top-level document');
  const evaluate = compileExpression(operand, scope);
  return { kind: 'document', operator: '$expr', operand, test: (root, variables) => isTrue(evaluate(root, variables)) };
};
