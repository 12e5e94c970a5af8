import { isDoc } from '../../../bson/document.js';
import { MongoError } from '../../../errors.js';
import type { DocumentOperator } from '../operator.js';
import { and } from '../build.js';
export const $jsonSchema: DocumentOperator = (operand) => {
  if (!isDoc(operand)) throw new MongoError('TypeMismatch', '$jsonSchema must be an object');
  return and([]);
};
