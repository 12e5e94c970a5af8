import type { Doc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { compileFilter } from '../../query/filter.js';
import type { MatchNode } from '../../query/match/tree.js';

const ALLOWED = new Set(['$eq', '$gt', '$gte', '$lt', '$lte', '$in', '$exists', '$type', '$geoWithin', '$geoIntersects']);

/** @throws MongoError when the filter is malformed */
export function parsePartialFilter(filter: Doc): void {
  for (const operator of ['$expr', '$text', '$where', '$near', '$nearSphere', '$geoNear']) {
    if (mentions(filter, operator)) throw new MongoError(operator === '$expr' ? 'QueryFeatureNotAllowed' : 'BadValue', `${operator} is not allowed in this context`);
  }
  compileFilter(filter);
}

/** @throws CannotCreateIndex when the filter says more than a partial index may be told */
export function checkPartialFilter(filter: Doc): void {
  check(compileFilter(filter).tree);
}

function mentions(value: unknown, operator: string): boolean {
  if (typeof value !== 'object' || value === null || value instanceof Date || '_bsontype' in value) return false;
  if (Array.isArray(value)) return value.some((element) => mentions(element, operator));
  return Object.entries(value).some(([field, inner]) => field === operator || mentions(inner, operator));
}

function check(node: MatchNode): void {
  if (node.kind === 'and' || node.kind === 'or') {
    node.children.forEach(check);
    return;
  }
  const isAllowed = node.kind === 'path' && ALLOWED.has(node.operator) && (node.operator !== '$in' || node.patterns.length === 0);
  if (!isAllowed) throw new MongoError('CannotCreateIndex', `Expression not supported in partial index: ${node.kind === 'not' ? '$not' : node.operator}`);
}
