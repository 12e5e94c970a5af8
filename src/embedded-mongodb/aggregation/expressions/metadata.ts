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

/** What the query knows about a document besides its fields. Whether anything gives a score is a question for the pipeline. */
export const $meta: Operator = (argument, parser) => {
  if (typeof argument !== 'string') throw new MongoError(17307, '$meta only supports string arguments');
  const known = KNOWN.find((name) => name === argument);
  if (known === undefined && !ABSENT.has(argument)) throw new MongoError(17308, `Unsupported $meta field: ${argument}`);
  parser.readsMetadata();
  return new Operation([], () => (root) => {
    if (known === undefined) return MISSING;
    const metadata = metadataOf(root);
    return metadata !== undefined && known in metadata ? metadata[known] : MISSING;
  }, { whole: 'never' });
};
