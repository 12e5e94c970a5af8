import { identical } from '../../bson/identical.js';
import type { UpdateOperator } from '../operator.js';
import { UNCHANGED } from '../operator.js';

export const $set: UpdateOperator = (argument) => ({
  existing: (value) => (identical(value, argument) ? UNCHANGED : argument),
  created: () => argument,
});

/** Like `$set`, but only when an upsert makes a new document. */
export const $setOnInsert: UpdateOperator = (argument, field, environment) => ({ ...$set(argument, field, environment), onlyOnInsert: true });
