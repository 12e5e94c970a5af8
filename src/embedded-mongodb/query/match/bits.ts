import type { Binary } from 'bson';
import type { Value } from '../../bson/document.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { PathOperator } from './operator.js';
import type { Missing } from './tree.js';
import { MISSING } from './tree.js';
import { exactly, wholeNumberNotNegative } from './whole-number.js';

type Operator = '$bitsAllSet' | '$bitsAllClear' | '$bitsAnySet' | '$bitsAnyClear';
type IsSet = (position: number) => boolean;

export const $bitsAllSet = bits('$bitsAllSet', (isSet, positions) => positions.every((at) => isSet(at)));
export const $bitsAllClear = bits('$bitsAllClear', (isSet, positions) => positions.every((at) => !isSet(at)));
export const $bitsAnySet = bits('$bitsAnySet', (isSet, positions) => positions.some((at) => isSet(at)));
export const $bitsAnyClear = bits('$bitsAnyClear', (isSet, positions) => positions.some((at) => !isSet(at)));

function bits(operator: Operator, judge: (isSet: IsSet, positions: number[]) => boolean): PathOperator {
  return (operand, { path }) => {
    const positions = positionsOf(operator, operand, path);
    const test = (value: Value | Missing): boolean => {
      const isSet = value === MISSING ? undefined : bitsOf(value);
      return isSet !== undefined && judge(isSet, positions);
    };
    return { kind: 'path', path, operator, operand, parsed: positions, arrays: 'elements', test };
  };
}

function positionsOf(operator: Operator, operand: Value, path: string): number[] {
  if (Array.isArray(operand)) return operand.map(positionOf);
  if (typeOf(operand) === 'binData') return positionsIn(bitsOfBinary(operand as Binary), (operand as Binary).length() * 8);
  if (operand === undefined || operand === null || !isNumber(operand)) {
    throw new MongoError('BadValue', `${path} takes an Array, a number, or a BinData but received: ${operator}: ${typeOf(operand)}`);
  }
  const mask = wholeNumberNotNegative(operand);
  if ('reason' in mask) throw new MongoError('FailedToParse', `${operator}: ${mask.reason}`);
  return positionsIn(bitsOfInteger(mask.value), 63);
}

function positionOf(value: Value): number {
  const position = wholeNumberNotNegative(value);
  if ('reason' in position) throw new MongoError('BadValue', `Failed to parse bit position. ${position.reason}`);
  if (position.value > 0x7fffffffn) throw new MongoError('BadValue', `Failed to parse bit position. Cannot represent ${position.value} in an int`);
  return Number(position.value);
}

function positionsIn(isSet: IsSet, size: number): number[] {
  return Array.from({ length: size }, (_, at) => at).filter(isSet);
}

/** Binary data and numbers that are whole have bits; nothing else has. */
function bitsOf(value: Value): IsSet | undefined {
  if (typeOf(value) === 'binData') return bitsOfBinary(value as Binary);
  if (value === undefined || value === null || !isNumber(value)) return undefined;
  const whole = exactly(value);
  return whole === undefined || whole < -(2n ** 63n) || whole >= 2n ** 63n ? undefined : bitsOfInteger(whole);
}

/** The sign goes on for ever. */
function bitsOfInteger(value: bigint): IsSet {
  return (at) => ((value >> BigInt(Math.min(at, 63))) & 1n) === 1n;
}

/** From the lowest bit of the first byte; behind the last one all are clear. */
function bitsOfBinary(value: Binary): IsSet {
  return (at) => at < value.length() * 8 && ((value.buffer[at >> 3]! >> (at & 7)) & 1) === 1;
}
