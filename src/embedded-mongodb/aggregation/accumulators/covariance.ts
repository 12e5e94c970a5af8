import type { Decimal128 } from 'bson';
import { Double, Int32 } from 'bson';
import * as arithmetic from '../../bson/arithmetic.js';
import { toDouble } from '../../bson/numbers.js';
import type { BsonNumber } from '../../bson/document.js';
import { isNumeric } from '../expressions/arguments.js';
import type { Result } from '../variables.js';
import type { Accumulation } from './accumulator.js';
import { unary } from './accumulator.js';

const widened = (value: BsonNumber): BsonNumber => (arithmetic.isDecimal(value) ? (value as Decimal128) : toDouble(value));

/** One pass, as Welford's, over pairs of numbers; what is no such pair is left out. */
class Covariance implements Accumulation {
  private count = 0;
  private meanX: BsonNumber = new Int32(0);
  private meanY: BsonNumber = new Int32(0);
  private products: BsonNumber = new Int32(0);

  constructor(private readonly lost: 0 | 1) {}

  add(pair: Result): void {
    if (!Array.isArray(pair) || pair.length !== 2 || !isNumeric(pair[0]) || !isNumeric(pair[1])) return;
    const x = widened(pair[0]);
    const y = widened(pair[1]);
    this.count += 1;
    const count = new Int32(this.count);
    const delta = arithmetic.subtract(x, this.meanX);
    this.meanX = arithmetic.add(this.meanX, arithmetic.divide(delta, count));
    this.meanY = arithmetic.add(this.meanY, arithmetic.divide(arithmetic.subtract(y, this.meanY), count));
    this.products = arithmetic.add(this.products, arithmetic.multiply(delta, arithmetic.subtract(y, this.meanY)));
  }

  result(): Result {
    const divisor = this.count - this.lost;
    if (this.count === 1 && divisor === 1) return new Double(0);
    return divisor <= 0 ? null : arithmetic.divide(this.products, new Int32(divisor));
  }
}

/** The argument is an expression for a pair, in practice a list of two. */
export const $covariancePop = unary(() => new Covariance(0));

export const $covarianceSamp = unary(() => new Covariance(1));
