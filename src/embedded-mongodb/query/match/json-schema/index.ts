import { isDoc } from '../../../bson/document.js';
import { MongoError } from '../../../errors.js';
import type { DocumentOperator } from '../operator.js';
import { compileSchema } from './schema.js';

export const $jsonSchema: DocumentOperator = (operand) => {
  if (!isDoc(operand)) throw new MongoError('TypeMismatch', '$jsonSchema must be an object');
  const isValid = compileSchema(operand, true);
  return { kind: 'document', operator: '$jsonSchema', operand, test: (root) => isValid(root) };
};
