import { compare } from '../../bson/compare.js';
import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { Accumulation } from '../accumulators/accumulator.js';
import { Deviation } from '../accumulators/deviation.js';
import { Percentiles, ranksFrom } from '../accumulators/percentile.js';
import { Average, Sum } from '../accumulators/sum.js';
import type { FieldRules } from '../read-fields.js';
import { readFields } from '../read-fields.js';
import type { Result } from '../variables.js';
import { isNullish, typeName } from './arguments.js';
import type { Build, Expression } from './node.js';
import { Chain, Operation } from './node.js';
import type { Operator } from './parser.js';

// Accumulators as expressions: over their operands, or over the elements of one array.

/** The values of the operands; those in the array, if the only operand is one. */
function gather(operands: readonly Expression[]): (...at: Parameters<Expression>) => Result[] {
  return (root, variables) => {
    if (operands.length !== 1) return operands.map((operand) => operand(root, variables));
    const only = operands[0]!(root, variables);
    return Array.isArray(only) ? only : [only];
  };
}

function accumulating(start: () => Accumulation, isRegrouped = false): Operator {
  const build: Build = (operands) => {
    const values = gather(operands);
    return (root, variables) => {
      const accumulation = start();
      for (const value of values(root, variables)) accumulation.add(value);
      return accumulation.result();
    };
  };
  return (argument, parser, name) => {
    const operands = parser.parseList(argument);
    return isRegrouped ? new Chain(name, operands, build, 'commutative') : new Operation(operands, build);
  };
}

export const $sum = accumulating(() => new Sum(), true);
export const $avg = accumulating(() => new Average());
export const $stdDevPop = accumulating(() => new Deviation(0));
export const $stdDevSamp = accumulating(() => new Deviation(1));

/** What is null does not count; without anything that counts the answer is null. */
function extreme(sign: 1 | -1): Operator {
  return (argument, parser, name) => {
    const { strings } = parser;
    const build: Build = (operands) => {
      const values = gather(operands);
      return (root, variables) => {
        let best: Value = null;
        for (const value of values(root, variables)) {
          if (!isNullish(value) && (best === null || sign * compare(value, best, strings) > 0)) best = value;
        }
        return best;
      };
    };
    return new Chain(name, parser.parseList(argument), build, 'commutative');
  };
}

export const $max = extreme(1);
export const $min = extreme(-1);

/** The input is one number or an array; what is no number does not count. */
function percentiles(input: Expression, ranks: number[], isSingle: boolean): Expression {
  return (root, variables) => {
    const value = input(root, variables);
    const accumulation = new Percentiles(ranks, isSingle);
    if (Array.isArray(value)) for (const element of value) accumulation.add(element);
    else accumulation.add(value);
    return accumulation.result();
  };
}

function readSpecification(argument: Value, name: string, notAnObject: number, rules: FieldRules): Doc {
  if (!isDoc(argument)) throw new MongoError(notAnObject, `specification must be an object; found ${name}: ${typeName(argument)}`);
  return readFields(argument, name, rules);
}

function refuseOtherMethods({ method }: Doc): void {
  if (method !== 'approximate') throw new MongoError('BadValue', "Currently only 'approximate' can be used as a percentile 'method'.");
}

export const $median: Operator = (argument, parser, name) => {
  const fields = readSpecification(argument, name, 7436201, { input: { required: 'any' }, method: { required: 'string' } });
  const input = parser.parse(fields.input);
  refuseOtherMethods(fields);
  return new Operation([input], ([values]) => percentiles(values!, [0.5], true), { operands: 'never' });
};

export const $percentile: Operator = (argument, parser, name) => {
  const fields = readSpecification(argument, name, 7436200, { input: { required: 'any' }, p: { required: 'any' }, method: { required: 'string' } });
  const input = parser.parse(fields.input);
  const constant = parser.constant(fields.p);
  if (constant === undefined) throw new MongoError(7750300, "The $percentile 'p' field must be an array of constant values");
  const ranks = ranksFrom(constant.value);
  refuseOtherMethods(fields);
  return new Operation([input], ([values]) => percentiles(values!, ranks, false), { operands: 'never' });
};
