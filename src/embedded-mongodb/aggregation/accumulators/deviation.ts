import { Double } from 'bson';
import { plain } from '../../bson/arithmetic.js';
import { isNumeric } from '../expressions/arguments.js';
import type { Result } from '../variables.js';
import type { Accumulation } from './accumulator.js';
import { unary } from './accumulator.js';

/** Welford's way: one pass, and no difference of large sums. */
export class Deviation implements Accumulation {
  private count = 0;
  private mean = 0;
  private squares = 0;

  /** @param lost 1 for a sample, 0 for a whole population */
  constructor(private readonly lost: 0 | 1) {}

  add(value: Result): void {
    if (!isNumeric(value)) return;
    const number = plain(value);
    this.count += 1;
    const delta = number - this.mean;
    this.mean += delta / this.count;
    this.squares += delta * (number - this.mean);
  }

  result(): Result {
    const divisor = this.count - this.lost;
    return divisor <= 0 ? null : new Double(Math.sqrt(this.squares / divisor));
  }
}

export const $stdDevPop = unary(() => new Deviation(0));

export const $stdDevSamp = unary(() => new Deviation(1));
