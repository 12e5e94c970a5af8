import { isDoc } from '../../bson/document.js';
import type { Value } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { and, not, or } from './build.js';
import { inList } from './in.js';
import type { DocumentOperator, Surroundings } from './operator.js';
import type { ComparisonNode, MatchNode, RegexNode } from './tree.js';

export const $and: DocumentOperator = (operand, surroundings) => and(filters('$and', operand, surroundings));

export const $or: DocumentOperator = (operand, surroundings) => {
  const children = filters('$or', operand, surroundings);
  return equalities(children, surroundings) ?? or(children);
};

export const $nor: DocumentOperator = (operand, surroundings) => not(or(filters('$nor', operand, surroundings)));

function filters(name: string, operand: Value, { parseFilter, isTop }: Surroundings): MatchNode[] {
  if (!Array.isArray(operand)) throw new MongoError('BadValue', `${name} argument must be an array`);
  if (operand.length === 0) throw new MongoError('BadValue', `${name} argument must be a non-empty array`);
  return operand.map((filter) => {
    if (!isDoc(filter)) throw new MongoError('BadValue', `${name} argument's entries must be objects`);
    return parseFilter(filter, isTop);
  });
}

/** `{ $or: [{ a: 1 }, { a: /x/ }] }` is `{ a: { $in: [1, /x/] } }`. */
function equalities(children: MatchNode[], { strings }: Surroundings): MatchNode | undefined {
  const nodes = children.filter(isEquality);
  const [first] = nodes;
  if (first === undefined || nodes.length < 2 || nodes.length < children.length || nodes.some(({ path }) => path !== first.path)) return undefined;
  const values = nodes.flatMap((node) => (node.operator === '$eq' ? [node.operand] : []));
  const patterns = nodes.flatMap((node) => (node.operator === '$regex' ? [node.operand] : []));
  return inList(values, patterns, { path: first.path, strings });
}

function isEquality(node: MatchNode): node is ComparisonNode | RegexNode {
  return node.kind === 'path' && (node.operator === '$eq' || node.operator === '$regex');
}
