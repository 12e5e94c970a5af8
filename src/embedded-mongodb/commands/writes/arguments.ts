import type { Field } from '../arguments.js';
import { array, int } from '../arguments.js';

export const statementIds: Field<number[]> = {
  read: (value, field, command) => array.read(value, field, command).map((id, i) => int.read(id, `${field}.${i}`, command)),
};
