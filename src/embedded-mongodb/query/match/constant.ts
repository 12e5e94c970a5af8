import type { Value } from '../../bson/document.js';
import { isNumber } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { and, or } from './build.js';
import type { DocumentOperator } from './operator.js';
import { wholeNumber } from './whole-number.js';

// Conditions that do not depend on fields.

export const $alwaysTrue: DocumentOperator = (operand) => {
  checkOne('$alwaysTrue', operand);
  return and([]);
};

export const $alwaysFalse: DocumentOperator = (operand) => {
  checkOne('$alwaysFalse', operand);
  return or([]);
};

function checkOne(name: string, operand: Value): void {
  const whole = wholeNumber(operand);
  if ('reason' in whole) throw new MongoError('FailedToParse', whole.reason);
  if (whole.value !== 1n) throw new MongoError('FailedToParse', `${name} must be an integer value of 1`);
}

/** A remark, for whoever reads the log. */
export const $comment: DocumentOperator = () => and([]);

export const $sampleRate: DocumentOperator = (operand, { isTop }) => {
  if (!isTop) throw new MongoError('BadValue', '$sampleRate can only be applied to the top-level document');
  if (operand === null || operand === undefined || !isNumber(operand)) throw new MongoError('BadValue', 'argument to $sampleRate must be a numeric type');
  const rate = Number(operand.toString());
  if (!(rate >= 0 && rate <= 1)) throw new MongoError('BadValue', 'numeric argument to $sampleRate must be in [0, 1]');
  return { kind: 'document', operator: '$sampleRate', operand, test: () => Math.random() < rate };
};
