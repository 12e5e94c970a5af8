import type { Int32, Double, Long, Decimal128 } from 'bson';
import { isZero, plain } from '../../bson/arithmetic.js';
import type { BsonNumber, Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { isNumber, typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Result } from '../variables.js';
import { MISSING } from '../variables.js';
import type { Build, Expression, Folding, Grouping, Node } from './node.js';
import { Chain, Operation } from './node.js';
import type { Operator, Parser } from './parser.js';

/** Missing, null and the deprecated undefined: what most operators answer with null. */
export function isNullish(value: Result): value is null | undefined | typeof MISSING {
  return value === MISSING || value === null || value === undefined;
}

/** The type as messages name it. */
export function typeName(value: Result): string {
  return value === MISSING ? 'missing' : typeOf(value);
}

export function isNumeric(value: Result): value is BsonNumber {
  return value !== MISSING && isNumber(value);
}

/** A number as a 32-bit integer, if it is one whatever its type; else undefined. */
export function asInt(value: BsonNumber): number | undefined {
  const near = plain(value as Int32 | Double | Long | Decimal128);
  return Number.isInteger(near) && near >= -0x80000000 && near <= 0x7fffffff ? near + 0 : undefined;
}

/** As MongoDB takes a value for a condition: null, zero, false and what is missing are false, all else is true. */
export function isTrue(value: Result): boolean {
  if (isNullish(value)) return false;
  if (typeof value === 'boolean') return value;
  return isNumber(value) ? !isZero(value) : true;
}

/** Makes an operation that looks at nothing but the values of its operands. */
export function onValues(combine: (...values: Result[]) => Result): Build {
  return (operands) => {
    const [a, b, c] = operands as [Expression, Expression, Expression];
    switch (operands.length) {
      case 1: return (root, variables) => combine(a(root, variables));
      case 2: return (root, variables) => combine(a(root, variables), b(root, variables));
      case 3: return (root, variables) => combine(a(root, variables), b(root, variables), c(root, variables));
      default: return (root, variables) => combine(...operands.map((operand) => operand(root, variables)));
    }
  };
}

export type Combine = (...values: Result[]) => Result;

/** An operator with so many operands, or with a number of them between two bounds. */
export function values(count: number | [number, number], combine: Combine, folding?: Folding): Operator {
  return (argument, parser, name) => new Operation(operandsOf(argument, parser, name, count), onValues(combine), folding);
}

export function operandsOf(argument: Value, parser: Parser, name: string, count: number | [number, number]): Node[] {
  const operands = parser.parseList(argument);
  const [least, most] = typeof count === 'number' ? [count, count] : count;
  if (operands.length >= least && operands.length <= most) return operands;
  if (least === most) throw new MongoError(16020, `Expression ${name} takes exactly ${least} arguments. ${operands.length} were passed in.`);
  throw new MongoError(28667, `Expression ${name} takes at least ${least} arguments, and at most ${most}, but ${operands.length} were passed in.`);
}

/** An operator with any number of operands, which may be regrouped. */
export function chain(grouping: Grouping, build: Build, folding?: Folding): Operator {
  return (argument, parser, name) => new Chain(name, parser.parseList(argument), build, grouping, folding);
}

/** What an operator with named parameters says when it is not called as it wants to be. */
export interface Complaints {
  notAnObject: number;
  unknown: number;
  /** By name of the parameter; a parameter that is not here may be left out. */
  missing: Record<string, number>;
}

/** The parameters of an operator that takes a document. Those of `names` are allowed. */
export function parameters(argument: Value, name: string, names: readonly string[], complaints: Complaints): Doc {
  const given = needDocument(argument, name, complaints);
  for (const parameter of Object.keys(given)) refuseUnknown(parameter, name, names, complaints);
  return given;
}

export function needDocument(argument: Value, name: string, complaints: Complaints): Doc {
  if (!isDoc(argument)) throw new MongoError(complaints.notAnObject, `${name} only supports an object as an argument, found ${typeName(argument)}`);
  return argument;
}

function refuseUnknown(parameter: string, name: string, names: readonly string[], complaints: Complaints): void {
  if (!names.includes(parameter)) throw new MongoError(complaints.unknown, `${name} found an unknown argument: ${parameter}`);
}

/** Refuses a call that left out a parameter it needs; the order of `missing` is the order of the checks. */
export function requireParameters(argument: Doc, name: string, complaints: Complaints): void {
  for (const [parameter, code] of Object.entries(complaints.missing)) {
    if (!(parameter in argument)) throw new MongoError(code, `${name} requires '${parameter}' to be specified`);
  }
}

// Where several parameters are wrong, the order in which MongoDB looks at them decides which error comes out. Some
// operators read their parameters as they come, and ask for what is missing afterwards:

/** The parameters, parsed in the order in which they were given. */
export function parseInOrder(argument: Value, parser: Parser, name: string, names: readonly string[], complaints: Complaints): (Node | undefined)[] {
  const given = needDocument(argument, name, complaints);
  const parsed = new Map<string, Node>();
  for (const parameter of Object.keys(given)) {
    refuseUnknown(parameter, name, names, complaints);
    parsed.set(parameter, parser.parse(given[parameter]));
  }
  requireParameters(given, name, complaints);
  return names.map((parameter) => parsed.get(parameter));
}

// Others look at all names first, and then parse the last parameter first, as their compiler passes arguments from the
// right to the left:

/** The parameters, parsed from the last of `names` to the first. */
export function parseFromLast(argument: Value, parser: Parser, name: string, names: readonly string[], complaints: Complaints): (Node | undefined)[] {
  const given = parameters(argument, name, names, complaints);
  requireParameters(given, name, complaints);
  return names.toReversed().map((parameter) => (parameter in given ? parser.parse(given[parameter]) : undefined)).reverse();
}
