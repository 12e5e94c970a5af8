import { Constant } from './node.js';
import type { Operator } from './parser.js';

/** The argument as it is: neither paths nor operators in it count. */
export const $literal: Operator = (argument) => new Constant(argument);

/** The name that the server gives to $literal when it writes expressions down. */
export const $const = $literal;

/** Marks an expression within a filter; within an expression it means nothing. */
export const $expr: Operator = (argument, parser) => parser.parse(argument);
