import { Int32 } from 'bson';
import * as arithmetic from '../../bson/arithmetic.js';
import type { BsonNumber, Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { isNumeric, typeName } from '../expressions/arguments.js';
import { readFields, wrongType } from '../read-fields.js';
import type { Result } from '../variables.js';
import { boundsOf } from './bounds.js';
import type { WindowFunctionDefinition } from './window.js';

export const $minMaxScaler: WindowFunctionDefinition = (section, context) => {
  const argument = section.$minMaxScaler;
  if (!isDoc(argument)) throw wrongType('root.$minMaxScaler', argument, ['object']);
  const fields = readFields(argument, '$minMaxScaler', { input: { required: 'any' }, min: 'any', max: 'any' });
  const [low, high] = limitsOf(fields, (value) => context.stage.constant(value)?.value);
  const bounds = boundsOf(section, context);
  if (!bounds.holdsCurrent) {
    throw new MongoError('FailedToParse', '$minMaxScaler must ensure that the current document being processed is always within the configured window.');
  }
  const input = context.stage.expression(fields.input);
  return (partition) => {
    const boundsAt = bounds.of(partition);
    const values = partition.documents.map((document) => numeric(input(document, partition.variables), bounds.isUnboundedBelow ? 10487001 : 10487000));
    return values.map((value, position) => {
      const [from, to] = boundsAt(position);
      const window = values.slice(from, to);
      if (window.length === 0) return null;
      const least = window.reduce((a, b) => (arithmetic.compareNumbers(b, a) < 0 ? b : a));
      const greatest = window.reduce((a, b) => (arithmetic.compareNumbers(b, a) > 0 ? b : a));
      if (arithmetic.compareNumbers(least, greatest) === 0) return low;
      const share = arithmetic.divide(arithmetic.subtract(value, least), arithmetic.subtract(greatest, least));
      return arithmetic.add(arithmetic.multiply(share, arithmetic.subtract(high, low)), low);
    });
  };
};

function limitsOf(fields: Doc, constant: (value: Value) => Result | undefined): [BsonNumber, BsonNumber] {
  if ('min' in fields !== 'max' in fields) {
    throw new MongoError('FailedToParse', "Only one of 'min' and 'max' were specified as an argument to $minMaxScaler. Neither or both must be specified");
  }
  if (!('min' in fields)) return [new Int32(0), new Int32(1)];
  const low: Result | undefined = constant(fields.min);
  const high: Result | undefined = constant(fields.max);
  if (low === undefined || high === undefined || !isNumeric(low) || !isNumeric(high)) {
    throw new MongoError('FailedToParse', "'min' and 'max' arguments to $minMaxScaler must be constant numbers");
  }
  if (arithmetic.compareNumbers(low, high) >= 0) throw new MongoError('FailedToParse', "the 'max' must be strictly greater than 'min', as arguments to $minMaxScaler");
  return [low, high];
}

function numeric(value: Result, code: number): BsonNumber {
  if (!isNumeric(value)) throw new MongoError(code, `'input' argument to $minMaxScaler must evaluate to a numeric type, got: ${typeName(value)}`);
  return value;
}
