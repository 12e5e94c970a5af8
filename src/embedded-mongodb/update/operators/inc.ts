import { Int32 } from 'bson';
import { addWithin64Bits, compareNumbers, isNaNumber, multiply, multiplyWithin64Bits } from '../../bson/arithmetic.js';
import type { BsonNumber, Value } from '../../bson/document.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { describe, describeField, describeId } from '../describe.js';
import type { Site, UpdateOperator } from '../operator.js';
import { UNCHANGED } from '../operator.js';

export const $inc: UpdateOperator = (argument, field) => {
  const by = numeric(argument, field, 'increment');
  return {
    existing: (value, site) => calculated('$inc', addWithin64Bits, value, by, site),
    created: () => by,
  };
};

/** A field that was not there becomes a zero of the factor's type. */
export const $mul: UpdateOperator = (argument, field) => {
  const by = numeric(argument, field, 'multiply');
  return {
    existing: (value, site) => calculated('$mul', multiplyWithin64Bits, value, by, site),
    created: () => multiply(new Int32(0), by),
  };
};

function numeric(argument: Value, field: string, verb: string): BsonNumber {
  if (!isNumber(argument)) throw new MongoError('TypeMismatch', `Cannot ${verb} with non-numeric argument: ${describeField(field, argument)}`);
  return argument;
}

function calculated(
  name: string, operation: (a: BsonNumber, b: BsonNumber) => BsonNumber | undefined, value: Value, by: BsonNumber, site: Site,
): Value | typeof UNCHANGED {
  if (!isNumber(value)) {
    const where = `${describeId(site.root)} has the field '${lastPart(site.path)}' of non-numeric type ${typeOf(value)}`;
    throw new MongoError('TypeMismatch', `Cannot apply ${name} to a value of non-numeric type. ${where}`);
  }
  const result = operation(value, by);
  if (result === undefined) {
    throw new MongoError('BadValue', `Failed to apply ${name} operations to current value (${describe(value)}) for document ${describeId(site.root)}`);
  }
  return isSameNumber(result, value) ? UNCHANGED : result;
}

/** The server compares the numbers and not their bytes: 0.0 stays where -0.0 would come, and a NaN is always new. */
function isSameNumber(a: BsonNumber, b: BsonNumber): boolean {
  return a._bsontype === b._bsontype && !isNaNumber(a) && compareNumbers(a, b) === 0;
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
