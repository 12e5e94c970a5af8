import { isDoc } from '../../../bson/document.js';
import { MongoError } from '../../../errors.js';
import type { DocumentOperator } from '../operator.js';
import { compileSchema } from './compile.js';

/** JSON Schema, draft 4, with `bsonType`. Each keyword has its rule in this folder; `compile.ts` lists them. */
export const $jsonSchema: DocumentOperator = (operand) => {
  if (!isDoc(operand)) throw new MongoError('TypeMismatch', '$jsonSchema must be an object');
  const schema = compileSchema(operand);
  return { kind: 'document', operator: '$jsonSchema', operand, test: (root) => schema.allows(root) };
};
