import { plain } from '../../bson/arithmetic.js';
import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { isNumeric } from '../expressions/arguments.js';
import type { Expression } from '../expression.js';
import type { StageContext } from '../stage.js';
import type { Variables } from '../variables.js';
import type { Accumulation, AccumulatorDefinition } from './accumulator.js';

/** `$firstN` and its kin: `{ input, n }`, where `n` may depend on the group. */
export function severalOf(notAnObject: number, start: (size: number, context: StageContext) => Accumulation): AccumulatorDefinition {
  return (argument, context, name) => {
    if (!isDoc(argument)) throw new MongoError(notAnObject, `specification must be an object; found ${name}: ${String(argument)}`);
    for (const field of Object.keys(argument)) {
      if (field !== 'n' && field !== 'input') throw new MongoError(5787901, `Unknown argument for 'n' operator: ${field}`);
    }
    if (!('n' in argument)) throw new MongoError(5787906, "Missing value for 'n'");
    if (!('input' in argument)) throw new MongoError(5787907, "Missing value for 'input'");
    const size = sizeOf(argument.n, context);
    const input = context.expression(argument.input);
    return { input, start: (group, variables) => start(size(group, variables), context) };
  };
}

/** How many are wanted, for each group. */
export function sizeOf(specification: Value, context: StageContext): (group: Doc, variables: Variables) => number {
  const expression = context.expression(specification);
  context.scope.afterParsing.push(() => refuseTooLarge(specification, context));
  return (group, variables) => wanted(expression, group, variables);
}

function refuseTooLarge(specification: Value, context: StageContext): void {
  const constant = context.constant(specification);
  if (constant !== undefined && isNumeric(constant.value)) longOf(plain(constant.value));
}

function wanted(expression: Expression, group: Doc, variables: Variables): number {
  const value = expression(group, variables);
  if (!isNumeric(value)) throw new MongoError(5787902, "Value for 'n' must be of integral type");
  if (!Number.isInteger(plain(value))) throw new MongoError(5787903, "Value for 'n' must be of integral type");
  const size = longOf(plain(value));
  if (size <= 0) throw new MongoError(5787908, `'n' must be greater than 0, found ${size}`);
  return size;
}

function longOf(value: number): number {
  if (Math.abs(value) >= 2 ** 63) throw new MongoError(31109, `Can't coerce out of range value ${value} to long`);
  return Math.trunc(value);
}
