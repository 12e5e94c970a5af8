import type { StageDefinition } from '../stage.js';
import { $addFields, $set } from './add-fields.js';
import { $bucket } from './bucket.js';
import { $bucketAuto } from './bucket-auto.js';
import { $changeStream, $changeStreamSplitLargeEvent } from './change-stream.js';
import { $count } from './count.js';
import { $densify } from './densify.js';
import { $documents } from './documents.js';
import { $facet } from './facet.js';
import { $fill } from './fill.js';
import { $geoNear } from './geo-near.js';
import { $graphLookup } from './graph-lookup.js';
import { $group } from './group.js';
import { $collStats, $currentOp, $indexStats, $listLocalSessions, $listSessions, $planCacheStats } from './information.js';
import { $_internalInhibitOptimization } from './internal.js';
import { $limit, $skip } from './limit.js';
import { $lookup } from './lookup.js';
import { $match } from './match.js';
import { $merge } from './merge.js';
import { $out } from './out.js';
import { $project } from './project.js';
import { $redact } from './redact.js';
import { $replaceRoot, $replaceWith } from './replace-root.js';
import { $sample } from './sample.js';
import { $listSearchIndexes, $search, $searchMeta, $vectorSearch } from './search.js';
import { $setWindowFields } from './set-window-fields.js';
import { $sort } from './sort.js';
import { $sortByCount } from './sort-by-count.js';
import { $unionWith } from './union-with.js';
import { $unset } from './unset.js';
import { $unwind } from './unwind.js';

/** Every stage of the aggregation pipeline. */
export const STAGES: Readonly<Record<string, StageDefinition>> = {
  $addFields, $bucket, $bucketAuto, $changeStream, $changeStreamSplitLargeEvent, $collStats, $count, $currentOp, $densify, $documents, $facet, $fill,
  $geoNear, $graphLookup, $group, $indexStats, $limit, $listLocalSessions, $listSearchIndexes, $listSessions, $lookup, $match, $merge, $out,
  $planCacheStats, $project, $redact, $replaceRoot, $replaceWith, $sample, $search, $searchMeta, $set, $setWindowFields, $skip, $sort, $sortByCount,
  $unionWith, $unset, $unwind, $vectorSearch, $_internalInhibitOptimization,
};
