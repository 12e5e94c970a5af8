import { Int32, Long } from 'bson';
import type { Doc } from '../bson/document.js';
import { doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import type { Namespace } from '../storage/oplog.js';
import type { AggregateArguments } from './aggregate-arguments.js';
import type { FindArguments } from './find.js';

/** A find on a view is an aggregation. */
export function aggregationOf(given: FindArguments, { collection }: Namespace): AggregateArguments {
  const refuse = (option: string): never => { throw new MongoError('InvalidPipelineOperator', `Option ${option} not supported on view or timeseries`); };
  for (const option of ['returnKey', 'showRecordId', 'tailable', 'min', 'max'] as const) if (given[option]) refuse(option);
  const { sort } = given;
  const stages: Doc[] = [];
  if (given.filter && Object.keys(given.filter).length > 0) stages.push(doc({ $match: given.filter }));
  const isNatural = sort !== undefined && '$natural' in sort;
  if (sort && !isNatural && Object.keys(sort).length > 0) stages.push(doc({ $sort: sort }));
  if (given.skip) stages.push(doc({ $skip: Long.fromNumber(given.skip) }));
  if (given.limit) stages.push(doc({ $limit: Long.fromNumber(given.limit) }));
  if (given.projection && Object.keys(given.projection).length > 0) stages.push(doc({ $project: given.projection }));
  return {
    aggregate: collection, pipeline: stages, cursor: { batchSize: given.batchSize }, hint: isNatural ? sort : given.hint, collation: given.collation, let: given.let,
  } as AggregateArguments;
}

/** The same for `count`. */
export function countingStages({ query, skip, limit }: { query?: Doc | undefined; skip?: number | undefined; limit?: number | undefined }): Doc[] {
  const stages: Doc[] = [];
  if (query && Object.keys(query).length > 0) stages.push(doc({ $match: query }));
  if (skip) stages.push(doc({ $skip: Long.fromNumber(skip) }));
  if (limit) stages.push(doc({ $limit: Long.fromNumber(limit) }));
  stages.push(doc({ $group: doc({ _id: null, count: doc({ $sum: new Int32(1) }) }) }));
  return stages;
}
