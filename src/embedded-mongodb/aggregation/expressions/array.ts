import { Int32 } from 'bson';
import { equal } from '../../bson/compare.js';
import type { Doc, Value } from '../../bson/document.js';
import { doc, Doc as Document, isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Result } from '../variables.js';
import { MISSING } from '../variables.js';
import { asInt, chain, isNullish, isNumeric, onValues, operandsOf, typeName, values } from './arguments.js';
import type { Node, Operands } from './node.js';
import { Constant, Operation } from './node.js';
import type { Operator } from './parser.js';
import { nonNegative } from './string.js';

export const $isArray = values(1, (value) => Array.isArray(value));

export const $size = values(1, (value) => {
  if (!Array.isArray(value)) throw new MongoError(17124, `The argument to $size must be an array, but was of type: ${typeName(value!)}`);
  return new Int32(value.length);
});

export const $arrayElemAt = values(2, (array, index) => {
  if (isNullish(array!) || isNullish(index!)) return null;
  if (!Array.isArray(array)) throw new MongoError(28689, `$arrayElemAt's first argument must be an array, but is ${typeName(array!)}`);
  if (!isNumeric(index!)) throw new MongoError(28690, `$arrayElemAt's second argument must be a numeric value, but is ${typeName(index!)}`);
  const at = asInt(index);
  if (at === undefined) throw new MongoError(28691, `$arrayElemAt's second argument must be representable as a 32-bit integer: ${index.toString()}`);
  return elementAt(array, at);
});

/** Counted from the end if negative; missing where there is none. */
function elementAt(array: readonly Value[], index: number): Result {
  const at = index < 0 ? array.length + index : index;
  return at >= 0 && at < array.length ? array[at] : MISSING;
}

function endOf(name: string, index: number): Operator {
  return values(1, (array) => {
    if (isNullish(array!)) return null;
    if (!Array.isArray(array)) throw new MongoError(28689, `${name}'s argument must be an array, but is ${typeName(array!)}`);
    return elementAt(array, index);
  });
}

export const $first = endOf('$first', 0);
export const $last = endOf('$last', -1);

export const $concatArrays = chain('full', (operands) => (root, variables) => {
  const all: Value[] = [];
  for (const operand of operands) {
    const value = operand(root, variables);
    if (isNullish(value)) return null;
    if (!Array.isArray(value)) throw new MongoError(28664, `$concatArrays only supports arrays, not ${typeName(value)}`);
    for (const element of value) all.push(element);
  }
  return all;
});

export const $reverseArray = values(1, (array) => {
  if (isNullish(array!)) return null;
  if (!Array.isArray(array)) throw new MongoError(34435, `The argument to $reverseArray must be an array, but was of type: ${typeName(array!)}`);
  return array.toReversed();
});

/** `[array, n]` or `[array, position, n]`. */
export const $slice = values([2, 3], (array, second, third) => {
  if (isNullish(array!) || isNullish(second!)) return null;
  if (!Array.isArray(array)) throw new MongoError(28724, `First argument to $slice must be an array, but is of type: ${typeName(array!)}`);
  if (!isNumeric(second!)) throw new MongoError(28725, `Second argument to $slice must be a numeric value, but is of type: ${typeName(second!)}`);
  const at = asInt(second);
  if (at === undefined) throw new MongoError(28726, `Second argument to $slice can't be represented as a 32-bit integer: ${second.toString()}`);
  if (third === undefined) return at < 0 ? array.slice(at) : array.slice(0, at);
  if (isNullish(third)) return null;
  if (!isNumeric(third)) throw new MongoError(28727, `Third argument to $slice must be numeric, but is of type: ${typeName(third)}`);
  const size = asInt(third);
  if (size === undefined) throw new MongoError(28728, `Third argument to $slice can't be represented as a 32-bit integer: ${third.toString()}`);
  if (size <= 0) throw new MongoError(28729, `Third argument to $slice must be positive: ${size}`);
  const start = at < 0 ? Math.max(0, array.length + at) : at;
  return array.slice(start, start + size);
});

export const $in: Operator = (argument, parser, name) => {
  const { strings } = parser;
  return new Operation(operandsOf(argument, parser, name, 2), onValues((wanted, array) => {
    if (!Array.isArray(array)) throw new MongoError(40081, `$in requires an array as a second argument, found: ${typeName(array!)}`);
    return wanted !== MISSING && array.some((element) => equal(element, wanted, strings));
  }));
};

export const $indexOfArray: Operator = (argument, parser, name) => {
  const { strings } = parser;
  return new Operation(operandsOf(argument, parser, name, [2, 4]), onValues((array, wanted, start, end) => {
    if (isNullish(array!)) return null;
    if (!Array.isArray(array)) throw new MongoError(40090, `$indexOfArray requires an array as a first argument, found: ${typeName(array!)}`);
    const codes = { notIntegral: 9711600, negative: 9711601 };
    const from = start === undefined ? 0 : nonNegative(start, name, 'starting', codes);
    const to = Math.min(array.length, end === undefined ? Infinity : nonNegative(end, name, 'ending', codes));
    for (let i = from; i < to; i += 1) if (wanted !== MISSING && equal(array[i], wanted!, strings)) return new Int32(i);
    return new Int32(-1);
  }), { simplify: lookedThroughAhead });
};

/** A constant array is made ready for searching ahead of the documents, and refused there with a code of its own. */
function lookedThroughAhead(operands: Operands): Node | undefined {
  const [array] = operands;
  if (!(array instanceof Constant) || operands.every((operand) => operand instanceof Constant)) return undefined;
  if (isNullish(array.value)) return new Constant(null);
  if (!Array.isArray(array.value)) throw new MongoError(50809, `First operand of $indexOfArray must be an array. First argument is of type: ${typeName(array.value)}`);
  return undefined;
}

const MOST_BYTES = 100 * 1024 * 1024;
const BYTES_PER_ELEMENT = 16;

export const $range = values([2, 3], (from, to, by) => {
  const start = rangeNumber(from!, 'starting', 34443, 34444);
  const end = rangeNumber(to!, 'ending', 34445, 34446);
  const step = by === undefined ? 1 : rangeNumber(by, 'step', 34447, 34448);
  if (step === 0) throw new MongoError(34449, '$range requires a non-zero step value');
  const size = Math.max(0, Math.ceil((end - start) / step));
  if (size * BYTES_PER_ELEMENT > MOST_BYTES) {
    throw new MongoError('ExceededMemoryLimit', `$range would use too much memory (${size * BYTES_PER_ELEMENT} bytes) and cannot spill to disk. Memory limit: ${MOST_BYTES} bytes`);
  }
  return Array.from({ length: size }, (_, i) => new Int32(start + i * step));
});

function rangeNumber(value: Result, what: string, notNumeric: number, notInt: number): number {
  if (!isNumeric(value)) throw new MongoError(notNumeric, `$range requires a numeric ${what} value, found value of type: ${typeName(value)}`);
  const int = asInt(value);
  if (int === undefined) throw new MongoError(notInt, `$range requires a ${what} value that can be represented as a 32-bit integer, found value: ${value.toString()}`);
  return int;
}

/** `[{ k, v }]` from a document; `{ $objectToArray: [x] }` and `{ $objectToArray: x }` are the same. */
export const $objectToArray = values(1, (object) => {
  if (isNullish(object!)) return null;
  if (!isDoc(object as Value)) throw new MongoError(40390, `$objectToArray requires a document input, found: ${typeName(object!)}`);
  return Object.entries(object as Doc).map(([k, v]) => doc({ k, v }));
});

/** The inverse of $objectToArray, which also takes pairs: `[['a', 1]]`. A later value of the same key wins. */
export const $arrayToObject = values(1, (array) => {
  if (isNullish(array!)) return null;
  if (!Array.isArray(array)) throw new MongoError(40386, `$arrayToObject requires an array input, found: ${typeName(array!)}`);
  const made = new Document();
  if (array.length === 0) return made;
  const [first] = array;
  if (Array.isArray(first)) for (const element of array) addPair(made, element);
  else if (isDoc(first)) for (const element of array) addKeyAndValue(made, element);
  else throw new MongoError(40398, `Unrecognised input type format for $arrayToObject: ${typeOf(first)}`);
  return made;
});

function addPair(made: Doc, pair: Value): void {
  if (!Array.isArray(pair)) {
    throw new MongoError(40396, `$arrayToObject requires a consistent input format. Elements must all be arrays or all be objects. Array was detected, now found: ${typeOf(pair)}`);
  }
  if (pair.length !== 2) throw new MongoError(40397, `$arrayToObject requires an array of size 2 arrays, found array of size: ${pair.length}`);
  const [key, value] = pair;
  if (typeof key !== 'string') {
    throw new MongoError(40395, `$arrayToObject requires an array of key-value pairs, where the key must be of type string. Found key type: ${typeOf(key)}`);
  }
  if (key.includes('\0')) throw new MongoError(4940400, 'Key field cannot contain an embedded null byte');
  made[key] = value;
}

function addKeyAndValue(made: Doc, pair: Value): void {
  if (!isDoc(pair)) {
    throw new MongoError(40391, `$arrayToObject requires a consistent input format. Elements must all be arrays or all be objects. Object was detected, now found: ${typeOf(pair)}`);
  }
  const size = Object.keys(pair).length;
  if (size !== 2) throw new MongoError(40392, `$arrayToObject requires an object keys of 'k' and 'v'. Found incorrect number of keys:${size}`);
  if (!('k' in pair && 'v' in pair)) throw new MongoError(40393, "$arrayToObject requires an object with keys 'k' and 'v'. Missing either or both keys");
  const { k: key, v: value } = pair;
  if (typeof key !== 'string') {
    throw new MongoError(40394, `$arrayToObject requires an object with keys 'k' and 'v', where the value of 'k' must be of type string. Found type: ${typeOf(key)}`);
  }
  if (key.includes('\0')) throw new MongoError(4940401, 'Key field cannot contain an embedded null byte');
  made[key] = value;
}
