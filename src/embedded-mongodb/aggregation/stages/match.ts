import type { Doc } from '../../bson/document.js';
import { doc, isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { compileFilter } from '../../query/filter.js';
import type { Filter } from '../../query/filter.js';
import type { MatchNode } from '../../query/match/tree.js';
import type { Keeps, Stage, StageContext, StageDefinition } from '../stage.js';

export const $match: StageDefinition = {
  inChangeStream: true,
  parse(specification, context): Stage {
    if (!isDoc(specification)) throw new MongoError(15959, 'the match filter must be an expression in an object');
    return matching(specification, context);
  },
};

export function matching(specification: Doc, context: StageContext): Stage {
  if (hasCondition(specification, '$where')) throw new MongoError('BadValue', '$where is not allowed in this context');
  const filter = filterOf(specification, context);
  refuseUnsuitable(filter.tree);
  return {
    name: '$match',
    specification,
    front: { filter: specification },
    reads: { names: filter.fields, andNoMore: false },
    split: (keeps) => split(specification, keeps, context),
    *run(source, variables) {
      for (const document of source) if (filter.matches(document, variables)) yield document;
    },
  };
}

export function filterOf(specification: Doc, { scope }: StageContext): Filter {
  return compileFilter(specification, { strings: scope.strings, variables: scope.constants, names: scope.names, afterParsing: scope.afterParsing });
}

/** Geo searches that sort belong to `find`. */
function refuseUnsuitable(node: MatchNode): void {
  switch (node.kind) {
    case 'and':
    case 'or': return node.children.forEach(refuseUnsuitable);
    case 'not': return refuseUnsuitable(node.child);
    case 'document': return;
    default:
      if (node.operator === '$elemMatch') return refuseUnsuitable(node.child);
      if (node.operator === '$near' || node.operator === '$nearSphere') {
        throw new MongoError(5626500, '$geoNear, $near, and $nearSphere are not allowed in this context, as these operators require sorting geospatial data');
      }
  }
}

function split(filter: Doc, keeps: Keeps, context: StageContext): { before: Stage | undefined; after: Stage | undefined } {
  const conditions = conditionsOf(filter);
  const movable = conditions.filter((condition) => !hasText(condition) && pathsOf(condition)?.every(keeps));
  const rest = conditions.filter((condition) => !movable.includes(condition));
  return {
    before: movable.length > 0 ? matching(allOf(movable), context) : undefined,
    after: rest.length > 0 ? matching(allOf(rest), context) : undefined,
  };
}

/** The conditions of a filter that must all hold, each a filter of its own. */
export function conditionsOf(filter: Doc): Doc[] {
  return Object.keys(filter).flatMap((field) => {
    const value = filter[field];
    return field === '$and' && Array.isArray(value) ? (value as Doc[]).flatMap(conditionsOf) : [doc({ [field]: value })];
  });
}

export function allOf(filters: Doc[]): Doc {
  return filters.length === 1 ? filters[0]! : doc({ $and: filters });
}

/** The paths that a condition reads, or undefined if it may read any. */
export function pathsOf(condition: Doc): string[] | undefined {
  const paths: string[] = [];
  for (const field of Object.keys(condition)) {
    if (!field.startsWith('$')) {
      paths.push(field);
      continue;
    }
    if (field !== '$and' && field !== '$or' && field !== '$nor') return undefined;
    for (const part of condition[field] as Doc[]) {
      const inner = pathsOf(part);
      if (inner === undefined) return undefined;
      paths.push(...inner);
    }
  }
  return paths;
}

/** Is there a condition that only an index can answer? It must come first. */
export function hasText(filter: Doc): boolean {
  return hasCondition(filter, '$text');
}

const LISTS = new Set(['$and', '$or', '$nor']);

function hasCondition(filter: Doc, operator: string): boolean {
  return Object.keys(filter).some((field) => {
    if (field === operator) return true;
    const parts = filter[field];
    return LISTS.has(field) && Array.isArray(parts) && parts.some((part) => isDoc(part) && hasCondition(part, operator));
  });
}
