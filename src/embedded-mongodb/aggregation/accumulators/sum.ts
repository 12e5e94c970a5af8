import { Int32, Long } from 'bson';
import { Summation } from '../../bson/arithmetic.js';
import { isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { isNumeric } from '../expressions/arguments.js';
import type { Result } from '../variables.js';
import type { Accumulation, AccumulatorDefinition } from './accumulator.js';
import { unary } from './accumulator.js';

/** What is no number is left out. */
export class Sum implements Accumulation {
  private readonly sum = new Summation();

  add(value: Result): void {
    if (isNumeric(value)) this.sum.add(value);
  }

  result(): Result {
    return this.sum.total();
  }
}

export class Average implements Accumulation {
  private readonly sum = new Summation();
  private count = 0;

  add(value: Result): void {
    if (!isNumeric(value)) return;
    this.sum.add(value);
    this.count += 1;
  }

  result(): Result {
    return this.count === 0 ? null : this.sum.average(this.count);
  }
}

class Count implements Accumulation {
  private count = 0;

  add(): void {
    this.count += 1;
  }

  remove(): void {
    this.count -= 1;
  }

  result(): Result {
    return this.count <= 0x7fffffff ? new Int32(this.count) : Long.fromNumber(this.count);
  }
}

export const $sum = unary(() => new Sum());

export const $avg = unary(() => new Average());

export const $count: AccumulatorDefinition = (argument) => {
  if (!isDoc(argument) || Object.keys(argument).length > 0) throw new MongoError('TypeMismatch', '$count takes no arguments, i.e. $count:{}');
  return { input: () => null, start: () => new Count() };
};
