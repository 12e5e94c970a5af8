import { Double, Int32 } from 'bson';
import * as arithmetic from '../../bson/arithmetic.js';
import type { BsonNumber, Doc } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { toDecimal } from '../../bson/numbers.js';
import { isNumber } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { isNumeric } from '../expressions/arguments.js';
import type { WindowFunctionDefinition } from './window.js';

export const $expMovingAvg: WindowFunctionDefinition = (section, { sortBy, stage }) => {
  const argument = section.$expMovingAvg;
  if (Object.keys(section).length > 1 || !isDoc(argument)) throw refusal('$expMovingAvg must have exactly one argument that is an object');
  if (sortBy === undefined) throw refusal("$expMovingAvg requires an explicit 'sortBy'");
  const alpha = alphaOf(argument);
  const input = stage.expression(argument.input);
  return ({ documents, variables }) => {
    // as doubles until a decimal comes, which then goes on from the decimal average of all before it
    let average: { plain: BsonNumber; exact: BsonNumber; isExact: boolean } | null = null;
    return documents.map((document) => {
      const value = input(document, variables);
      if (isNumeric(value)) {
        average = {
          plain: average === null ? new Double(arithmetic.plain(value)) : blend(value, average.plain, alpha),
          exact: average === null ? toDecimal(value) : blendExactly(value, average.exact, alpha),
          isExact: average?.isExact === true || arithmetic.isDecimal(value),
        };
      }
      return average === null ? null : average.isExact ? average.exact : average.plain;
    });
  };
};

const refusal = (message: string): MongoError => new MongoError('FailedToParse', message);

/** The weight of a new value, as a decimal. */
function alphaOf(argument: Doc): BsonNumber {
  if (!('input' in argument) || !('N' in argument || 'alpha' in argument) || Object.keys(argument).length !== 2) {
    throw refusal("$expMovingAvg sub object must have exactly two fields: An 'input' field, and either an 'N' field or an 'alpha' field");
  }
  if ('N' in argument) {
    const { N } = argument;
    if (!isNumber(N) || !Number.isInteger(arithmetic.plain(N))) throw refusal("'N' field must be an integer. To use a non-integer, use the 'alpha' argument instead");
    if (arithmetic.plain(N) <= 0) throw refusal("'N' must be greater than zero.");
    return arithmetic.divide(toDecimal(new Int32(2)), arithmetic.add(toDecimal(N), new Int32(1)));
  }
  const { alpha } = argument;
  if (!isNumber(alpha)) throw refusal("'alpha' must be a number");
  if (!(arithmetic.plain(alpha) > 0 && arithmetic.plain(alpha) < 1)) throw refusal("'alpha' must be between 0 and 1 (exclusive)");
  return toDecimal(alpha);
}

function blendExactly(value: BsonNumber, average: BsonNumber, alpha: BsonNumber): BsonNumber {
  const rest = arithmetic.subtract(new Int32(1), alpha);
  return arithmetic.add(arithmetic.multiply(value, alpha), arithmetic.multiply(average, rest));
}

function blend(value: BsonNumber, average: BsonNumber, alpha: BsonNumber): BsonNumber {
  const weight = arithmetic.plain(alpha);
  return new Double(arithmetic.plain(value) * weight + arithmetic.plain(average) * (1 - weight));
}
