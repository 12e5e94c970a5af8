import type { Doc, Value } from '../bson/document.js';
import { isDoc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { hasText } from './stages/match.js';

const NAMES: Record<string, string> = {
  textScore: 'text score', geoNearDistance: '$geoNear distance', geoNearPoint: '$geoNear point', searchScore: '$search score',
  searchHighlights: '$search highlights', vectorSearchScore: '$vectorSearch score',
};

/** Scores and distances can only be had if the first stage makes them. */
export function checkMetadata(stages: readonly Doc[]): void {
  const [first] = stages;
  const available = new Set<string>();
  if (first !== undefined && '$match' in first && hasText(first.$match as Doc)) available.add('textScore');
  if (first !== undefined && '$geoNear' in first) available.add('geoNearDistance').add('geoNearPoint');
  for (const stage of stages) refuseWanted(stage, available);
}

function refuseWanted(value: Value, available: ReadonlySet<string>): void {
  if (Array.isArray(value)) return value.forEach((element) => refuseWanted(element, available));
  if (!isDoc(value) || '$literal' in value) return;
  for (const name of Object.keys(value)) {
    const inner = value[name];
    if (name === '$meta' && typeof inner === 'string' && inner in NAMES && !available.has(inner)) {
      throw new MongoError(40218, `query requires ${NAMES[inner]} metadata, but it is not available`);
    }
    // other pipelines have documents of their own
    if (name !== '$lookup' && name !== '$unionWith' && name !== '$facet') refuseWanted(inner, available);
  }
}
