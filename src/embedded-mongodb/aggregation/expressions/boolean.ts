import { chain, isTrue, values } from './arguments.js';
import type { Build, Node, Operands } from './node.js';
import { Constant } from './node.js';

/** Operands after the deciding one are not evaluated. */
function deciding(verdict: boolean): Build {
  return (operands) => (root, variables) => {
    for (const operand of operands) if (isTrue(operand(root, variables)) === verdict) return verdict;
    return !verdict;
  };
}

/** One constant can decide the matter whatever the documents say, even where another operand would fail. */
function decided(verdict: boolean): (operands: Operands) => Node | undefined {
  return (operands) => {
    const decisive = operands.some((operand) => operand instanceof Constant && isTrue(operand.value) === verdict);
    return decisive ? new Constant(verdict) : undefined;
  };
}

export const $and = chain('commutative', deciding(false), { simplify: decided(false) });
export const $or = chain('commutative', deciding(true), { simplify: decided(true) });

export const $not = values(1, (value) => !isTrue(value!));
