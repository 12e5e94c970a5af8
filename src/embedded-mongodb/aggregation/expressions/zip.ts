import type { Doc, Value } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { Result } from '../variables.js';
import { isNullish, needDocument, typeName } from './arguments.js';
import type { Build, Node } from './node.js';
import { Operation } from './node.js';
import type { Operator, Parser } from './parser.js';

const CODES = { notAnObject: 34460, unknown: 34464, missing: {} };

/** Rows into columns. What is short is filled up with `defaults`, or null, if `useLongestLength` says so. */
export const $zip: Operator = (argument, parser, name) => {
  const { inputs, defaults, useLongestLength } = parametersOf(needDocument(argument, name, CODES), parser);
  if (inputs.length === 0) throw new MongoError(34465, '$zip requires at least one input array');
  const hasFillers = defaults !== undefined && !isEmptyList(defaults.spec);
  if (hasFillers) checkFillers(defaults.spec, inputs.length, useLongestLength);
  const operands = hasFillers ? [...inputs, defaults.node] : inputs;
  const build: Build = (each) => (root, variables) => {
    const lists: Value[][] = [];
    let isNull = false;
    for (const operand of each.slice(0, inputs.length)) {
      const list = operand(root, variables);
      if (isNullish(list)) isNull = true;
      else if (!Array.isArray(list)) throw new MongoError(34468, `$zip found a non-array expression in input: ${typeName(list)}`);
      else lists.push(list);
      if (isNull) return null;
    }
    const lengths = lists.map((list) => list.length);
    const length = useLongestLength ? Math.max(...lengths) : Math.min(...lengths);
    const isFilled = hasFillers && lengths.some((size) => size < length);
    const filling = isFilled ? checkedFilling(each[inputs.length]!(root, variables), inputs.length) : [];
    return Array.from({ length }, (_, row) => lists.map((list, i) => (row < list.length ? list[row]! : (filling[i] ?? null))));
  };
  return new Operation(operands, build, { whole: 'never' });
};

interface Parameters {
  inputs: Node[];
  defaults?: { spec: Value; node: Node };
  useLongestLength: boolean;
}

function parametersOf(given: Doc, parser: Parser): Parameters {
  const read: Parameters = { inputs: [], useLongestLength: false };
  for (const [parameter, spec] of Object.entries(given)) {
    if (parameter === 'inputs') {
      if (!Array.isArray(spec)) throw new MongoError(34461, `inputs must be an array of expressions, found ${typeName(spec)}`);
      read.inputs = spec.map((input) => parser.parse(input));
    } else if (parameter === 'defaults') read.defaults = { spec, node: parser.parse(spec) };
    else if (parameter === 'useLongestLength') {
      if (typeof spec !== 'boolean') throw new MongoError(34463, 'useLongestLength must be a bool');
      read.useLongestLength = spec;
    } else throw new MongoError(CODES.unknown, `$zip found an unknown argument: ${parameter}`);
  }
  return read;
}

function isEmptyList(spec: Value): boolean {
  return Array.isArray(spec) && spec.length === 0;
}

function checkFillers(defaults: Value, count: number, useLongestLength: boolean): void {
  if (!useLongestLength) throw new MongoError(34466, 'cannot specify defaults unless useLongestLength is true');
  if (Array.isArray(defaults) && defaults.length !== count) throw new MongoError(34467, 'defaults and inputs must have the same length');
}

function checkedFilling(filling: Result, count: number): Value[] {
  if (!Array.isArray(filling)) throw new MongoError(10961500, '$zip defaults must resolve to an array');
  if (filling.length !== count) throw new MongoError(10961501, 'defaults and inputs must have the same length');
  return filling;
}
