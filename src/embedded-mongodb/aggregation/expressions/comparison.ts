import { Int32 } from 'bson';
import type { StringOrder } from '../../bson/compare.js';
import { compare } from '../../bson/compare.js';
import type { Result } from '../variables.js';
import { MISSING } from '../variables.js';
import { onValues, operandsOf } from './arguments.js';
import { Operation } from './node.js';
import type { Operator } from './parser.js';

/** BSON's order with a place for what is missing: after MinKey, before everything else. */
export function compareResults(a: Result, b: Result, strings?: StringOrder): number {
  if (a !== MISSING && b !== MISSING) return compare(a, b, strings);
  if (a === b) return 0;
  return a === MISSING ? -rankAboveMissing(b) : rankAboveMissing(a);
}

function rankAboveMissing(value: Result): number {
  return (value as { _bsontype?: string } | null | undefined)?._bsontype === 'MinKey' ? -1 : 1;
}

function comparison(answer: (order: number) => Result): Operator {
  return (argument, parser, name) => {
    const { strings } = parser;
    return new Operation(operandsOf(argument, parser, name, 2), onValues((a, b) => answer(compareResults(a!, b!, strings))));
  };
}

export const $eq = comparison((order) => order === 0);
export const $ne = comparison((order) => order !== 0);
export const $gt = comparison((order) => order > 0);
export const $gte = comparison((order) => order >= 0);
export const $lt = comparison((order) => order < 0);
export const $lte = comparison((order) => order <= 0);

export const $cmp = comparison((order) => new Int32(Math.sign(order)));
