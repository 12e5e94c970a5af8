import type { StringOrder } from '../../bson/compare.js';
import { compare } from '../../bson/compare.js';
import type { Value } from '../../bson/document.js';
import { isNullish } from '../expressions/arguments.js';
import type { Result } from '../variables.js';
import { MISSING } from '../variables.js';
import type { Accumulation, AccumulatorDefinition } from './accumulator.js';
import { unary } from './accumulator.js';
import { Heap } from './heap.js';
import { severalOf } from './several.js';

/** Null and what is missing are left out; of equal values the first stays. */
class Extreme implements Accumulation {
  private best: Result = MISSING;

  /** @param sign 1 for the least value, -1 for the greatest */
  constructor(private readonly sign: 1 | -1, private readonly strings: StringOrder | undefined) {}

  add(value: Result): void {
    if (isNullish(value)) return;
    if (this.best === MISSING || compare(value, this.best, this.strings) * this.sign < 0) this.best = value;
  }

  result(): Result {
    return this.best === MISSING ? null : this.best;
  }
}

class Extremes implements Accumulation {
  private readonly heap: Heap<Value>;

  constructor(sign: 1 | -1, size: number, strings: StringOrder | undefined) {
    this.heap = new Heap(size, (a, b) => compare(a, b, strings) * sign < 0);
  }

  add(value: Result): void {
    if (!isNullish(value)) this.heap.add(value);
  }

  result(): Result {
    return this.heap.sorted();
  }
}

const NOT_AN_OBJECT = 5787900;

export const $min = unary(({ scope }) => new Extreme(1, scope.strings));

export const $max = unary(({ scope }) => new Extreme(-1, scope.strings));

export const $minN: AccumulatorDefinition = severalOf(NOT_AN_OBJECT, (size, { scope }) => new Extremes(1, size, scope.strings));

export const $maxN: AccumulatorDefinition = severalOf(NOT_AN_OBJECT, (size, { scope }) => new Extremes(-1, size, scope.strings));
