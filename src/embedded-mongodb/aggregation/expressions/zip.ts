import type { Value } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { Result } from '../variables.js';
import { isNullish, parameters, typeName } from './arguments.js';
import type { Build, Node } from './node.js';
import { Operation } from './node.js';
import type { Operator } from './parser.js';

const CODES = { notAnObject: 34460, unknown: 34464, missing: {} };

/** Rows into columns. What is short is filled up with `defaults`, or null, if `useLongestLength` says so. */
export const $zip: Operator = (argument, parser, name) => {
  const given = parameters(argument, name, ['inputs', 'useLongestLength', 'defaults'], CODES);
  const { inputs = [], useLongestLength = false, defaults } = given;
  if (!Array.isArray(inputs)) throw new MongoError(34461, `inputs must be an array of expressions, found ${typeName(inputs)}`);
  if (typeof useLongestLength !== 'boolean') throw new MongoError(34463, 'useLongestLength must be a bool');
  if (inputs.length === 0) throw new MongoError(34465, '$zip requires at least one input array');
  const fillers = fillersOf(defaults, inputs.length, useLongestLength);
  const operands: Node[] = inputs.map((input) => parser.parse(input));
  if (fillers !== undefined) operands.push(parser.parse(fillers));
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
    const isFilled = fillers !== undefined && lengths.some((size) => size < length);
    const filling = isFilled ? checkedFilling(each[inputs.length]!(root, variables), inputs.length) : [];
    return Array.from({ length }, (_, row) => lists.map((list, i) => (row < list.length ? list[row]! : (filling[i] ?? null))));
  };
  return new Operation(operands, build, { whole: 'never' });
};

function fillersOf(defaults: Value, count: number, useLongestLength: boolean): Value {
  if (defaults === undefined || (Array.isArray(defaults) && defaults.length === 0)) return undefined;
  if (!useLongestLength) throw new MongoError(34466, 'cannot specify defaults unless useLongestLength is true');
  if (Array.isArray(defaults) && defaults.length !== count) throw new MongoError(34467, 'defaults and inputs must have the same length');
  return defaults;
}

function checkedFilling(filling: Result, count: number): Value[] {
  if (!Array.isArray(filling)) throw new MongoError(10961500, '$zip defaults must resolve to an array');
  if (filling.length !== count) throw new MongoError(10961501, 'defaults and inputs must have the same length');
  return filling;
}
