import { isDoc } from '../../bson/document.js';
import type { Value } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { UpdateOperator } from '../operator.js';

/** `true` (or even `false`) means a date; `{ $type: 'date' | 'timestamp' }` says which. */
export const $currentDate: UpdateOperator = (argument, _field, environment) => {
  const isTimestamp = wantsTimestamp(argument);
  const current = (): Value => (isTimestamp ? environment.timestamp() : environment.now());
  return { existing: current, created: current };
};

function wantsTimestamp(argument: Value): boolean {
  if (typeof argument === 'boolean') return false;
  if (!isDoc(argument)) {
    const wanted = "Please use a boolean ('true') or a $type expression ({$type: 'timestamp/date'}).";
    throw new MongoError('BadValue', `${typeOf(argument)} is not valid type for $currentDate. ${wanted}`);
  }
  for (const name of Object.keys(argument)) {
    if (name !== '$type') throw new MongoError('BadValue', `Unrecognized $currentDate option: ${name}`);
  }
  if (argument.$type !== 'date' && argument.$type !== 'timestamp') {
    throw new MongoError('BadValue', "The '$type' string field is required to be 'date' or 'timestamp': {$currentDate: {field : {$type: 'date'}}}");
  }
  return argument.$type === 'timestamp';
}
