import { Double } from 'bson';
import { plain } from '../../bson/arithmetic.js';
import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { isNumeric } from '../expressions/arguments.js';
import { readFields } from '../read-fields.js';
import type { StageContext } from '../stage.js';
import type { Result } from '../variables.js';
import type { Accumulation, AccumulatorDefinition } from './accumulator.js';

/** MongoDB approximates by a t-digest, which is exact for as many values as are met here. */
export class Percentiles implements Accumulation {
  private readonly values: number[] = [];

  constructor(private readonly ranks: number[], private readonly isSingle: boolean) {}

  add(value: Result): void {
    if (!isNumeric(value)) return;
    const number = plain(value);
    if (!Number.isNaN(number)) this.values.push(number);
  }

  result(): Result {
    const sorted = this.values.sort((a, b) => a - b);
    const results = this.ranks.map((rank) => at(sorted, rank));
    return this.isSingle ? results[0] : results;
  }
}

function at(sorted: number[], rank: number): Value {
  if (sorted.length === 0) return null;
  const place = rank >= 1 ? sorted.length - 1 : Math.max(0, Math.ceil(sorted.length * rank) - 1);
  return new Double(sorted[place]!);
}

export const $median: AccumulatorDefinition = (argument, context, name) => {
  const fields = readArguments(argument, name, { input: { required: 'any' }, method: { required: 'string' } });
  return { input: context.expression(fields.input), start: () => new Percentiles([0.5], true) };
};

export const $percentile: AccumulatorDefinition = (argument, context, name) => {
  const fields = readArguments(argument, name, { input: { required: 'any' }, p: { required: 'any' }, method: { required: 'string' } });
  const ranks = ranksOf(fields.p, context);
  return { input: context.expression(fields.input), start: () => new Percentiles(ranks, false) };
};

function readArguments(argument: Value, name: string, rules: Parameters<typeof readFields>[2]): Doc {
  if (!isDoc(argument)) throw new MongoError(name === '$median' ? 7436100 : 7429703, `specification must be an object; found ${name}: ${String(argument)}`);
  const fields = readFields(argument, name, rules);
  if (fields.method !== 'approximate') throw new MongoError('BadValue', "Currently only 'approximate' can be used as a percentile 'method'.");
  return fields;
}

const WANTED = "The $percentile 'p' field must be an array of numbers from [0.0, 1.0]";

function ranksOf(specification: Value, context: StageContext): number[] {
  const constant = context.constant(specification);
  if (constant === undefined) throw new MongoError(7750300, "The $percentile 'p' field must be an array of constant values");
  return ranksFrom(constant.value);
}

/** The `p` of $percentile, here and in expressions. */
export function ranksFrom(value: Result): number[] {
  if (!Array.isArray(value) || value.length === 0) throw new MongoError(7750301, WANTED);
  return value.map((rank) => {
    if (!isNumeric(rank)) throw new MongoError(7750302, WANTED);
    const number = plain(rank);
    if (!(number >= 0 && number <= 1)) throw new MongoError(7750303, WANTED);
    return number;
  });
}
