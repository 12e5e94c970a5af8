import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { isNumber } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Field } from '../arguments.js';
import { array, int, longOf } from '../arguments.js';

export const statementIds: Field<number[]> = {
  read: (value, field, command) => array.read(value, field, command).map((id, i) => int.read(id, `${field}.${i}`, command)),
};

/** Operators and replacements are documents, pipelines are arrays. */
export const updateSpecification: Field<Doc | Doc[]> & { takesNull: true } = {
  takesNull: true,
  read(value: Value): Doc | Doc[] {
    if (isDoc(value)) return value;
    if (!Array.isArray(value)) throw new MongoError('FailedToParse', 'Update argument must be either an object or an array');
    return value.map((stage) => {
      if (!isDoc(stage)) throw new MongoError('TypeMismatch', 'Each element of the update array must be an object');
      return stage;
    });
  },
};

/** 0: all that match; 1: the first. */
export const deleteLimit: Field<0 | 1> = {
  read(value) {
    const number = isNumber(value) ? longOf(value) : NaN;
    if (number !== 0 && number !== 1) throw new MongoError('FailedToParse', `The limit field in delete objects must be 0 or 1. Got ${String(value)}`);
    return number;
  },
};
