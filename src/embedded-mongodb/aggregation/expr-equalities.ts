import type { Doc, Value } from '../bson/document.js';
import { doc, isDoc } from '../bson/document.js';
import { constantOf } from './expression.js';
import type { Scope } from './expression.js';
import { MISSING } from './variables.js';

/**
 * Conditions that every document meets that meets the `$expr` of a filter, for indexes to answer: where
 * `{ $eq: ['$a', '$$v'] }` holds, so does `{ a: <value of v> }`. It is no more than a first choice, as `$expr` looks at
 * arrays in another way.
 */
export function exprEqualities(filter: Doc, scope: Scope): Doc[] {
  return Object.keys(filter).flatMap((field) => {
    const operand = filter[field];
    if (field === '$expr') return equalitiesOf(operand, scope);
    return field === '$and' && Array.isArray(operand) ? operand.flatMap((part) => exprEqualities(part as Doc, scope)) : [];
  });
}

function equalitiesOf(expression: Value, scope: Scope): Doc[] {
  if (!isDoc(expression)) return [];
  const { $and, $eq } = expression;
  if (Array.isArray($and)) return $and.flatMap((part) => equalitiesOf(part, scope));
  if (!Array.isArray($eq) || $eq.length !== 2) return [];
  const [left, right] = $eq as [Value, Value];
  if (isPath(left)) return equality(left, right, scope);
  return isPath(right) ? equality(right, left, scope) : [];
}

const isPath = (operand: Value): operand is string => typeof operand === 'string' && operand.startsWith('$') && !operand.startsWith('$$');

function equality(path: string, other: Value, scope: Scope): Doc[] {
  if (isPath(other)) return [];
  const constant = constantOf(other, scope);
  if (constant === undefined || constant.value === MISSING || constant.value === undefined || Array.isArray(constant.value)) return [];
  return [doc({ [path.slice(1)]: doc({ $eq: constant.value }) })];
}
