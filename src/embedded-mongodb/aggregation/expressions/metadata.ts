import { MongoError } from '../../errors.js';
import type { Metadata } from '../../query/metadata.js';
import { metadataOf } from '../../query/metadata.js';
import { MISSING } from '../variables.js';
import { Operation } from './node.js';
import type { Operator } from './parser.js';

/** Those that this server can have a value for. */
const KNOWN: readonly (keyof Metadata)[] = ['textScore', 'indexKey', 'recordId', 'geoNearDistance', 'geoNearPoint'];

/** Those of MongoDB's that come from searches and storage which are not here: they are always missing. */
const ABSENT = new Set(['randVal', 'searchScore', 'searchHighlights', 'searchSortValues', 'searchScoreDetails', 'searchSequenceToken', 'sortKey',
  'timeseriesBucketMinTime', 'timeseriesBucketMaxTime', 'vectorSearchScore', 'score', 'scoreDetails']);

/** These need something earlier in the pipeline that gives them. */
const NEEDED: Record<string, string> = {
  textScore: 'text score', geoNearDistance: '$geoNear distance', geoNearPoint: '$geoNear point', searchScore: '$search score',
  vectorSearchScore: '$vectorSearch score', score: 'score', scoreDetails: 'scoreDetails',
};

/** What the query knows about a document besides its fields. */
export const $meta: Operator = (argument, parser) => {
  if (typeof argument !== 'string') throw new MongoError(17307, '$meta only supports string arguments');
  const known = KNOWN.find((name) => name === argument);
  if (known === undefined && !ABSENT.has(argument)) throw new MongoError(17308, `Unsupported $meta field: ${argument}`);
  const need = NEEDED[argument];
  if (need !== undefined && parser.metadata !== undefined && !parser.metadata.has(argument)) {
    throw new MongoError(40218, `query requires ${need} metadata, but it is not available`);
  }
  return new Operation([], () => (root) => {
    if (known === undefined) return MISSING;
    const metadata = metadataOf(root);
    return metadata !== undefined && known in metadata ? metadata[known] : MISSING;
  }, { whole: 'never' });
};
