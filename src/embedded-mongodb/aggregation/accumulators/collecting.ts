import type { StringOrder } from '../../bson/compare.js';
import type { Value } from '../../bson/document.js';
import { Doc, isDoc, shallowCopy } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { isNullish } from '../expressions/arguments.js';
import { ValueMap } from '../value-map.js';
import type { Result } from '../variables.js';
import { MISSING } from '../variables.js';
import type { Accumulation } from './accumulator.js';
import { unary } from './accumulator.js';

class List implements Accumulation {
  private readonly values: Value[] = [];

  add(value: Result): void {
    if (value !== MISSING) this.values.push(value);
  }

  result(): Result {
    return [...this.values];
  }
}

class Distinct implements Accumulation {
  private readonly values: ValueMap<null>;

  constructor(strings: StringOrder | undefined) {
    this.values = new ValueMap(strings);
  }

  add(value: Result): void {
    if (value !== MISSING) this.values.getOrAdd(value, () => null);
  }

  result(): Result {
    return [...this.values].map(([value]) => value);
  }
}

/** Adds each element of arrays. */
class Elements implements Accumulation {
  constructor(private readonly name: string, private readonly inner: Accumulation) {}

  add(value: Result): void {
    if (isNullish(value)) return;
    if (!Array.isArray(value)) throw new MongoError('TypeMismatch', `${this.name} requires array inputs, but input is of type ${typeOf(value)}`);
    for (const element of value) this.inner.add(element);
  }

  result(): Result {
    return this.inner.result();
  }
}

class MergedObjects implements Accumulation {
  private readonly merged = new Doc();

  add(value: Result): void {
    if (isNullish(value)) return;
    if (!isDoc(value)) throw new MongoError(40400, `$mergeObjects requires object inputs, but input is of type ${typeOf(value)}`);
    for (const field of Object.keys(value)) this.merged[field] = value[field];
  }

  result(): Result {
    return shallowCopy(this.merged);
  }
}

export const $push = unary(() => new List());

export const $addToSet = unary(({ scope }) => new Distinct(scope.strings));

export const $concatArrays = unary(() => new Elements('$concatArrays', new List()));

export const $setUnion = unary(({ scope }) => new Elements('$setUnion', new Distinct(scope.strings)));

export const $mergeObjects = unary(() => new MergedObjects());
