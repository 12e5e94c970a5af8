import type { Value } from '../../bson/document.js';
import { orNull } from '../nested-fields.js';
import type { Result } from '../variables.js';
import type { Accumulation } from './accumulator.js';
import { unary } from './accumulator.js';
import { severalOf } from './several.js';

class First implements Accumulation {
  private value: Value = null;
  private isEmpty = true;

  add(value: Result): void {
    if (!this.isEmpty) return;
    this.value = orNull(value);
    this.isEmpty = false;
  }

  result(): Result {
    return this.value;
  }
}

class Last implements Accumulation {
  private value: Value = null;

  add(value: Result): void {
    this.value = orNull(value);
  }

  result(): Result {
    return this.value;
  }
}

class FirstSeveral implements Accumulation {
  private readonly values: Value[] = [];

  constructor(private readonly size: number) {}

  add(value: Result): void {
    if (this.values.length < this.size) this.values.push(orNull(value));
  }

  result(): Result {
    return [...this.values];
  }
}

class LastSeveral implements Accumulation {
  private readonly values: Value[] = [];

  constructor(private readonly size: number) {}

  add(value: Result): void {
    this.values.push(orNull(value));
    if (this.values.length > this.size) this.values.shift();
  }

  result(): Result {
    return [...this.values];
  }
}

const NOT_AN_OBJECT = 5787801;

export const $first = unary(() => new First());

export const $last = unary(() => new Last());

export const $firstN = severalOf(NOT_AN_OBJECT, (size) => new FirstSeveral(size));

export const $lastN = severalOf(NOT_AN_OBJECT, (size) => new LastSeveral(size));
