import type { StringOrder } from '../../bson/compare.js';
import { compare } from '../../bson/compare.js';
import type { Value } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { Result } from '../variables.js';
import { isNullish, isTrue, onValues, operandsOf, typeName, values } from './arguments.js';
import type { Build } from './node.js';
import { Chain, Constant, Operation } from './node.js';
import type { Operator } from './parser.js';

// Sets are arrays sorted in BSON's order without repetitions; of equal values the first one stays.

type Sorted = readonly Value[];

function sorted(list: readonly Value[], strings: StringOrder): Value[] {
  const ordered = list.toSorted((a, b) => compare(a, b, strings));
  return ordered.filter((value, i) => i === 0 || compare(ordered[i - 1], value, strings) !== 0);
}

function has(set: Sorted, value: Value, strings: StringOrder): boolean {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const order = compare(set[middle], value, strings);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}

export const $setUnion: Operator = (argument, parser, name) => {
  const { strings } = parser;
  const build: Build = (operands) => (root, variables) => {
    const all: Value[] = [];
    for (const operand of operands) {
      const value = operand(root, variables);
      if (isNullish(value)) return null;
      if (!Array.isArray(value)) throw new MongoError(17043, `All operands of $setUnion must be arrays. One argument is of type: ${typeName(value)}`);
      for (const element of value) all.push(element);
    }
    return sorted(all, strings);
  };
  return new Chain(name, parser.parseList(argument), build, 'commutative');
};

export const $setIntersection: Operator = (argument, parser, name) => {
  const { strings } = parser;
  const build: Build = (operands) => (root, variables) => {
    let common: Value[] | undefined;
    for (const operand of operands) {
      const value = operand(root, variables);
      if (isNullish(value)) return null;
      if (!Array.isArray(value)) {
        throw new MongoError(17047, `All operands of $setIntersection must be arrays. One argument is of type: ${typeName(value)}`);
      }
      const set = sorted(value, strings);
      common = common === undefined ? set : common.filter((element) => has(set, element, strings));
    }
    return common ?? [];
  };
  return new Chain(name, parser.parseList(argument), build, 'commutative');
};

/** Keeps the order of the first operand. */
export const $setDifference: Operator = (argument, parser, name) => {
  const { strings } = parser;
  return new Operation(operandsOf(argument, parser, name, 2), onValues((minuend, subtrahend) => {
    if (isNullish(minuend!) || isNullish(subtrahend!)) return null;
    const message = (which: string, value: Result): string => `both operands of $setDifference must be arrays. ${which} argument is of type: ${typeName(value)}`;
    if (!Array.isArray(minuend)) throw new MongoError(17048, message('First', minuend!));
    if (!Array.isArray(subtrahend)) throw new MongoError(17049, message('Second', subtrahend!));
    const unwanted = sorted(subtrahend, strings);
    const kept: Value[] = [];
    for (const element of minuend) {
      if (!has(unwanted, element, strings) && !kept.some((other) => compare(other, element, strings) === 0)) kept.push(element);
    }
    return kept;
  }));
};

export const $setEquals: Operator = (argument, parser) => {
  const { strings } = parser;
  const operands = parser.parseList(argument);
  if (operands.length < 2) throw new MongoError(17045, `$setEquals needs at least two arguments had: ${operands.length}`);
  const refuse = (value: Result, i: number, code: number): never => {
    throw new MongoError(code, `All operands of $setEquals must be arrays. ${i + 1}-th argument is of type: ${typeName(value)}`);
  };
  const build: Build = (each) => (root, variables) => {
    let first: Value[] | undefined;
    for (const [i, operand] of each.entries()) {
      const value = operand(root, variables);
      if (!Array.isArray(value)) return refuse(value, i, 17044);
      const set = sorted(value, strings);
      first ??= set;
      if (compare(first, set, strings) !== 0) return false;
    }
    return true;
  };
  return new Operation(operands, build, {
    whole: 'never',
    // constant operands are looked at ahead of the documents
    simplify: (folded) => {
      for (const [i, operand] of folded.entries()) if (operand instanceof Constant && !Array.isArray(operand.value)) refuse(operand.value, i, 5887502);
      return undefined;
    },
  });
};

export const $setIsSubset: Operator = (argument, parser, name) => {
  const { strings } = parser;
  const message = (which: string, value: Result): string => `both operands of $setIsSubset must be arrays. ${which} argument is of type: ${typeName(value)}`;
  const build: Build = onValues((part, whole) => {
    if (!Array.isArray(part)) throw new MongoError(17046, message('First', part!));
    if (!Array.isArray(whole)) throw new MongoError(17042, message('Second', whole!));
    const set = sorted(whole, strings);
    return part.every((element) => has(set, element, strings));
  });
  return new Operation(operandsOf(argument, parser, name, 2), build, {
    simplify: ([part, whole]) => {
      const isRefused = !(part instanceof Constant) && whole instanceof Constant && !Array.isArray(whole.value);
      if (isRefused) throw new MongoError(17311, message('Second', whole.value));
      return undefined;
    },
  });
};

export const $anyElementTrue = values(1, (array) => {
  if (!Array.isArray(array)) throw new MongoError(17041, `$anyElementTrue's argument must be an array, but is ${typeName(array!)}`);
  return array.some(isTrue);
});

export const $allElementsTrue = values(1, (array) => {
  if (!Array.isArray(array)) throw new MongoError(17040, `$allElementsTrue's argument must be an array, but is ${typeName(array!)}`);
  return array.every(isTrue);
});
