import { typeOf } from '../../bson/types.js';
import type { MatchNode, PathNode } from '../../query/match/tree.js';

/** An `$elemMatch`: conditions of one group speak of the same array element. */
export interface Group {
  /** The array. */
  path: string;
}

/** A condition on a path that every answer must meet. */
export interface Condition {
  path: string;
  node: PathNode;
  /** Every answer must fail it. */
  negated: boolean;
  /** The `$elemMatch`es around it, outermost first. */
  groups: readonly Group[];
  /** The part of the filter that it comes from. */
  conjunct: MatchNode;
}

/** The parts of a filter that all have to hold. */
export function conjunctsOf(tree: MatchNode): MatchNode[] {
  return tree.kind === 'and' ? tree.children.flatMap(conjunctsOf) : [tree];
}

/** What the parts demand of paths, one by one. */
export function conditionsOf(conjuncts: readonly MatchNode[]): Condition[] {
  return conjuncts.flatMap((conjunct) => within(conjunct, { conjunct, groups: [], pathOf: (path) => path }));
}

interface Place {
  conjunct: MatchNode;
  groups: readonly Group[];
  /** The full path of one that is written inside an `$elemMatch`. */
  pathOf(path: string): string;
}

function within(node: MatchNode, place: Place): Condition[] {
  const { conjunct, groups, pathOf } = place;
  switch (node.kind) {
    case 'and': return node.children.flatMap((child) => within(child, place));
    case 'not': {
      const { child } = node;
      return child.kind === 'path' && child.operator !== '$elemMatch' ? [{ path: pathOf(child.path), node: child, negated: true, groups, conjunct }] : [];
    }
    case 'path': {
      const path = pathOf(node.path);
      const own: Condition = { path, node, negated: false, groups, conjunct };
      if (node.operator !== '$elemMatch') return [own];
      const inside = node.of === 'values' ? () => path : (inner: string) => `${path}.${inner}`;
      return [own, ...within(node.child, { conjunct, groups: [...groups, { path }], pathOf: inside })];
    }
    default: return [];
  }
}

/** No document without the path meets it. */
export function excludesMissing({ node, negated }: { node: PathNode; negated: boolean }): boolean {
  if (negated) return false;
  switch (node.operator) {
    case '$eq':
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte': return !['null', 'undefined', 'minKey', 'maxKey'].includes(typeOf(node.operand));
    case '$in': return !node.operand.some((value) => value === null || value === undefined);
    default: return true;
  }
}
