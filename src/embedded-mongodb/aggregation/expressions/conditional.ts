import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { Variables } from '../variables.js';
import { MISSING } from '../variables.js';
import { isNullish, isTrue, operandsOf, typeName } from './arguments.js';
import type { Build, Expression } from './node.js';
import { Constant, Node, Operation } from './node.js';
import type { Operator, Parser } from './parser.js';

const choose: Build = ([condition, yes, no]) => (root, variables) => (isTrue(condition!(root, variables)) ? yes! : no!)(root, variables);

/** `[if, then, else]`, or the same by name. */
export const $cond: Operator = (argument, parser, name) => {
  const operands = isDoc(argument) ? conditionByName(argument, parser) : operandsOf(argument, parser, name, 3);
  return new Operation(operands, choose, {
    simplify: ([condition, yes, no]) => (condition instanceof Constant ? (isTrue(condition.value) ? yes : no) : undefined),
  });
};

function conditionByName(argument: Doc, parser: Parser): Node[] {
  const parsed: Record<string, Node> = {};
  for (const name of Object.keys(argument)) {
    if (name !== 'if' && name !== 'then' && name !== 'else') throw new MongoError(17083, `Unrecognized parameter to $cond: ${name}`);
    parsed[name] = parser.parse(argument[name]);
  }
  const need = (name: string, code: number): Node => {
    const node = parsed[name];
    if (node === undefined) throw new MongoError(code, `Missing '${name}' parameter to $cond`);
    return node;
  };
  return [need('if', 17080), need('then', 17081), need('else', 17082)];
}

/** The first operand that is not null, else the last one as it is. */
export const $ifNull: Operator = (argument, parser) => {
  const operands = parser.parseList(argument);
  if (operands.length < 2) throw new MongoError(1257300, `$ifNull needs at least two arguments, had: ${operands.length}`);
  return new Operation(operands, firstPresent, {
    simplify: ([first]) => (first instanceof Constant && !isNullish(first.value) ? first : undefined),
  });
};

const firstPresent: Build = (operands) => (root, variables) => {
  let value: ReturnType<Expression> = MISSING;
  for (const operand of operands) {
    value = operand(root, variables);
    if (!isNullish(value)) return value;
  }
  return value;
};

interface Branch {
  when: Node;
  then: Node;
}

export const $switch: Operator = (argument, parser) => {
  if (!isDoc(argument)) throw new MongoError(40060, `$switch requires an object as an argument, found: ${typeName(argument)}`);
  let branches: Branch[] = [];
  let otherwise: Node | undefined;
  for (const name of Object.keys(argument)) {
    if (name === 'branches') branches = branchesOf(argument[name], parser);
    else if (name === 'default') otherwise = parser.parse(argument[name]);
    else throw new MongoError(40067, `$switch found an unknown argument: ${name}`);
  }
  if (branches.length === 0) throw new MongoError(40068, '$switch requires at least one branch');
  return new Switch(branches, otherwise);
};

function branchesOf(list: Value, parser: Parser): Branch[] {
  if (!Array.isArray(list)) throw new MongoError(40061, `$switch expected an array for 'branches', found: ${typeName(list)}`);
  return list.map((branch) => {
    if (!isDoc(branch)) throw new MongoError(40062, `$switch expected each branch to be an object, found: ${typeName(branch)}`);
    const parsed: Record<string, Node> = {};
    for (const name of Object.keys(branch)) {
      if (name !== 'case' && name !== 'then') throw new MongoError(40063, `$switch found an unknown argument to a branch: ${name}`);
      parsed[name] = parser.parse(branch[name]);
    }
    if (parsed.case === undefined) throw new MongoError(40064, "$switch requires each branch have a 'case' expression");
    if (parsed.then === undefined) throw new MongoError(40065, "$switch requires each branch have a 'then' expression.");
    return { when: parsed.case, then: parsed.then };
  });
}

class Switch extends Node {
  constructor(private readonly branches: Branch[], private readonly otherwise: Node | undefined) {
    super();
  }

  /** Unlike $cond, what no document can reach is never evaluated. */
  override fold(known: Variables): Node {
    const reachable: Branch[] = [];
    for (const { when, then } of this.branches) {
      const condition = when.fold(known);
      if (!(condition instanceof Constant)) reachable.push({ when: condition, then: then.fold(known) });
      else if (isTrue(condition.value)) return reachable.length === 0 ? then.fold(known) : new Switch(reachable, then.fold(known));
    }
    if (reachable.length > 0) return new Switch(reachable, this.otherwise?.fold(known));
    if (this.otherwise === undefined) {
      throw new MongoError(40069, 'Cannot execute a switch statement where all the cases evaluate to false without a default');
    }
    return this.otherwise.fold(known);
  }

  compile(): Expression {
    const branches = this.branches.map(({ when, then }) => ({ when: when.compile(), then: then.compile() }));
    const otherwise = this.otherwise?.compile() ?? noBranch;
    return (root, variables) => {
      const branch = branches.find(({ when }) => isTrue(when(root, variables)));
      return (branch?.then ?? otherwise)(root, variables);
    };
  }
}

const noBranch: Expression = () => {
  throw new MongoError(40066, '$switch could not find a matching branch for an input, and no default was specified.');
};
