import { plain } from '../../bson/arithmetic.js';
import { isDoc } from '../../bson/document.js';
import { isNumber } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { orNull } from '../nested-fields.js';
import { MISSING } from '../variables.js';
import type { WindowFunctionDefinition } from './window.js';

export const $shift: WindowFunctionDefinition = (section, { sortBy, stage }) => {
  if (sortBy === undefined) throw refusal("'$shift' requires a sortBy");
  for (const field of Object.keys(section)) if (field !== '$shift') throw refusal(`$shift does not accept a '${field}' field`);
  const argument = section.$shift;
  if (!isDoc(argument)) throw refusal('Argument to $shift must be an object');
  for (const field of Object.keys(argument)) if (field !== 'output' && field !== 'by' && field !== 'default') throw refusal('Unknown argument in $shift');
  if (!('output' in argument)) throw refusal("$shift requires an 'output' expression.");
  if (!('by' in argument)) throw refusal("$shift requires 'by' as an integer value.");
  const { by } = argument;
  if (!isNumber(by) || !Number.isInteger(plain(by)) || Math.abs(plain(by)) > 0x7fffffff) throw refusal("'$shift:by' field must be an integer");
  const output = stage.expression(argument.output);
  const fallback = 'default' in argument ? stage.constant(argument.default) : { value: null };
  if (fallback === undefined) throw refusal("'$shift:default' expression must yield a constant value.");
  const distance = plain(by);
  return ({ documents, variables }) => documents.map((_document, position) => {
    const other = documents[position + distance];
    const value = other === undefined ? MISSING : output(other, variables);
    return orNull(value === MISSING ? fallback.value : value);
  });
};

const refusal = (message: string): MongoError => new MongoError('FailedToParse', message);
