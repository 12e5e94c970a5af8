import { compare } from '../../bson/compare.js';
import type { UpdateOperator } from '../operator.js';
import { UNCHANGED } from '../operator.js';

/** Compares by BSON's order, so a number is less than any string. */
export const $min: UpdateOperator = (argument, _field, { strings }) => ({
  existing: (value) => (compare(argument, value, strings) < 0 ? argument : UNCHANGED),
  created: () => argument,
});

export const $max: UpdateOperator = (argument, _field, { strings }) => ({
  existing: (value) => (compare(argument, value, strings) > 0 ? argument : UNCHANGED),
  created: () => argument,
});
