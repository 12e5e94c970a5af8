import { MongoError } from '../../errors.js';
import type { Filter } from '../../query/filter.js';
import type { MatchNode, PathNode } from '../../query/match/tree.js';
import type { Box } from '../geo/cells.js';
import type { Near } from '../geo/near.js';
import type { Index } from '../index.js';
import { GeoNear } from '../stages/GEO_NEAR.js';
import { isEverything } from './bounds.js';
import type { Question } from './candidate.js';
import { readFor } from './candidate.js';
import { cellIntervals } from './cells.js';
import type { Hint } from './hint.js';
import { layoutOf } from './layout.js';

function isNear(node: MatchNode): node is PathNode {
  return node.kind === 'path' && (node.operator === '$near' || node.operator === '$nearSphere');
}

/** @throws BadValue when `$near` stands where it cannot sort, or comes twice */
export function checkNear(tree: MatchNode): boolean {
  const top = tree.kind === 'and' ? tree.children : [tree];
  if (top.some((node) => !isNear(node) && mentionsNear(node))) throw new MongoError('BadValue', 'geo $near must be top-level expr');
  const count = top.filter(isNear).length;
  if (count > 1) throw new MongoError('BadValue', 'Too many geoNear expressions');
  return count === 1;
}

function mentionsNear(node: MatchNode): boolean {
  switch (node.kind) {
    case 'and':
    case 'or': return node.children.some(mentionsNear);
    case 'not': return mentionsNear(node.child);
    default: return isNear(node);
  }
}

/** @throws NoQueryExecutionPlans when no index has the places */
export function nearStage(question: Question, filter: Filter, indexes: readonly Index[], hint: Hint): GeoNear {
  if (hint !== null && 'natural' in hint) throw new MongoError('BadValue', 'geoNear expression not allowed with $natural hint');
  const node = question.conjuncts.find(isNear) as PathNode;
  const near = (node as { parsed?: unknown }).parsed as Near;
  for (const index of hint === null ? indexes : [hint.index]) {
    const field = index.fields.findIndex(({ path, kind }) => path === node.path && (kind === '2dsphere' ? near.isSpherical : kind === '2d' && !near.isGeoJson));
    if (field < 0 || index.isHidden) continue;
    const readWithin = (boxes: readonly Box[]) => readFor(question, layoutOf(index), true, { field, intervals: cellIntervals(boxes, index) })!;
    const { bounds } = readWithin([index.geo!.world]);
    if (!bounds.slice(0, field).some(isEverything)) return new GeoNear(index, near, node.path, filter, readWithin);
  }
  throw new MongoError('NoQueryExecutionPlans', 'unable to find index for $geoNear query');
}
