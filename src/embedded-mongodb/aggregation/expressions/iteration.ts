import { Int32 } from 'bson';
import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { checkForInterrupt } from '../../interruption.js';
import type { Result, Variables } from '../variables.js';
import { MISSING } from '../variables.js';
import { asInt, isNullish, isNumeric, isTrue, parameters, requireParameters, typeName } from './arguments.js';
import type { Build } from './node.js';
import { Constant, Node, Operation } from './node.js';
import type { Expression } from './node.js';
import type { Operator, Parser } from './parser.js';
import { checkNameForBinding } from './parser.js';

// Operators that evaluate an expression for each element of an array, or under new variables. MongoDB does not
// evaluate them ahead of the documents, even if all they refer to is constant ($let excepted).

/** The name in `as`; whatever is not a string counts as an empty name. */
function nameFrom(as: Value, fallback: string, isGiven: boolean): string {
  if (!isGiven) return fallback;
  const name = typeof as === 'string' ? as : '';
  checkNameForBinding(name);
  return name;
}

/** The parser for the part that sees the elements, and where their values and positions go. */
function elementwise(argument: Doc, parser: Parser): { inner: Parser; element: string; index: string } {
  const name = nameFrom(argument.as, 'this', 'as' in argument);
  const position = nameFrom(argument.arrayIndexAs, 'IDX', 'arrayIndexAs' in argument);
  if (name === position) throw new MongoError(9375801, "'as' and 'arrayIndexAs' cannot have the same name");
  const { inner, slots: [element, index] } = parser.bind(name, position);
  return { inner, element: element!, index: index! };
}

export const $map: Operator = (argument, parser, name) => {
  const codes = { notAnObject: 16878, unknown: 16879, missing: { input: 16880, in: 16882 } };
  const given = parameters(argument, name, ['input', 'as', 'in', 'arrayIndexAs'], codes);
  requireParameters(given, name, codes);
  const { inner, element, index } = elementwise(given, parser);
  const build: Build = ([array, each]) => (root, variables) => {
    const list = array!(root, variables);
    if (isNullish(list)) return null;
    if (!Array.isArray(list)) throw new MongoError(16883, `input to $map must be an array not ${typeName(list)}`);
    return list.map((value, i) => {
      checkForInterrupt();
      const mapped = each!(root, variables.with(index, new Int32(i)).with(element, value));
      return mapped === MISSING ? null : mapped;
    });
  };
  // MongoDB parses the last parameter first
  const mapped = inner.parse(given.in);
  return new Operation([parser.parse(given.input), mapped], build, { whole: 'never' });
};

export const $filter: Operator = (argument, parser, name) => {
  const codes = { notAnObject: 28646, unknown: 28647, missing: { input: 28648, cond: 28650 } };
  const given = parameters(argument, name, ['input', 'as', 'cond', 'limit', 'arrayIndexAs'], codes);
  requireParameters(given, name, codes);
  const { inner, element, index } = elementwise(given, parser);
  const limit = 'limit' in given ? parser.parse(given.limit) : undefined;
  const condition = inner.parse(given.cond);
  const input = parser.parse(given.input);
  const build: Build = ([array, matches, most]) => (root, variables) => {
    const list = array!(root, variables);
    if (isNullish(list)) return null;
    if (!Array.isArray(list)) throw new MongoError(28651, `input to $filter must be an array not ${typeName(list)}`);
    if (list.length === 0) return list;
    const size = most === undefined ? Infinity : limitOf(most(root, variables));
    const kept: Value[] = [];
    for (const [i, value] of list.entries()) {
      checkForInterrupt();
      if (kept.length >= size) break;
      if (isTrue(matches!(root, variables.with(index, new Int32(i)).with(element, value)))) kept.push(value);
    }
    return kept;
  };
  return new Operation([input, condition, limit], build, { whole: 'never' });
};

function limitOf(value: Result): number {
  if (isNullish(value)) return Infinity;
  const limit = isNumeric(value) ? asInt(value) : undefined;
  if (limit === undefined) throw new MongoError(327391, '$filter: limit must be represented as a 32-bit integral value');
  if (limit <= 0) throw new MongoError(327392, `$filter: limit must be greater than 0: ${limit}`);
  return limit;
}

export const $reduce: Operator = (argument, parser, name) => {
  const codes = { notAnObject: 40075, unknown: 40076, missing: { input: 40077, initialValue: 40078, in: 40079 } };
  const given = parameters(argument, name, ['input', 'initialValue', 'in', 'as', 'valueAs', 'arrayIndexAs'], codes);
  requireParameters(given, name, codes);
  const thisName = nameFrom(given.as, 'this', 'as' in given);
  const valueName = nameFrom(given.valueAs, 'value', 'valueAs' in given);
  const indexName = nameFrom(given.arrayIndexAs, 'IDX', 'arrayIndexAs' in given);
  const { inner, slots: [index, element, total] } = parser.bind(indexName, thisName, valueName);
  const build: Build = ([array, initial, combine]) => (root, variables) => {
    const list = array!(root, variables);
    if (isNullish(list)) return null;
    if (!Array.isArray(list)) throw new MongoError(40080, `$reduce requires that 'input' be an array, found: ${typeName(list)}`);
    let value = initial!(root, variables);
    for (const [i, item] of list.entries()) {
      checkForInterrupt();
      value = combine!(root, variables.with(index!, new Int32(i)).with(element!, item).with(total!, value));
    }
    return value;
  };
  const combined = inner.parse(given.in);
  const initialValue = parser.parse(given.initialValue);
  return new Operation([parser.parse(given.input), initialValue, combined], build, { whole: 'never' });
};

export const $let: Operator = (argument, parser, name) => {
  const codes = { notAnObject: 16874, unknown: 16875, missing: { vars: 16876, in: 16877 } };
  const given = parameters(argument, name, ['vars', 'in'], codes);
  requireParameters(given, name, codes);
  const { vars } = given;
  if (!isDoc(vars)) throw new MongoError(10065, 'invalid parameter: expected an object (vars)');
  const names = Object.keys(vars);
  // a variable does not see those that are bound beside it
  const bound = names.map((variable) => {
    const value = parser.parse(vars[variable]);
    checkNameForBinding(variable);
    return value;
  });
  const { inner, slots } = parser.bind(...names);
  return new Let(slots, bound, inner.parse(given.in));
};

class Let extends Node {
  constructor(private readonly slots: readonly string[], private readonly bound: readonly Node[], private readonly body: Node) {
    super();
  }

  /** What is bound to a constant is a constant in the body. */
  override fold(known: Variables): Node {
    const bound = this.bound.map((node) => node.fold(known));
    const inside = bound.reduce((frame, node, i) => (node instanceof Constant ? frame.with(this.slots[i]!, node.value) : frame), known);
    const body = this.body.fold(inside);
    return body instanceof Constant ? body : new Let(this.slots, bound, body);
  }

  compile(): Expression {
    const bound = this.bound.map((node) => node.compile());
    const body = this.body.compile();
    const { slots } = this;
    return (root, variables) => body(root, bound.reduce((frame, expression, i) => frame.with(slots[i]!, expression(root, variables)), variables));
  }
}
