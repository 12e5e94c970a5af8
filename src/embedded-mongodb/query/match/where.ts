import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { DocumentOperator } from './operator.js';

/** There is no JavaScript in this server, as in a mongod started with --noscripting. */
export const $where: DocumentOperator = (operand, { isTop }) => {
  if (!isTop) throw new MongoError('BadValue', '$where can only be applied to the top-level document');
  if (!['string', 'javascript', 'javascriptWithScope'].includes(typeOf(operand))) throw new MongoError('BadValue', '$where got bad type');
  throw new MongoError(6108304, 'no globalScriptEngine in $where parsing');
};
