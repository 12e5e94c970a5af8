import { collationOf } from '../bson/collation.js';
import type { StringOrder } from '../bson/compare.js';
import type { Doc, Value } from '../bson/document.js';
import { Doc as NewDoc, doc } from '../bson/document.js';
import { encode } from '../bson/codec.js';
import { readerOf } from '../bson/fields.js';
import { MongoError } from '../errors.js';
import type { Request } from '../indexes/execute.js';
import { execute, indexedValues } from '../indexes/execute.js';
import { distinct as distinctValues, eachOnce } from '../query/distinct.js';
import { compileFilter } from '../query/filter.js';
import type { Collection } from '../storage/collection.js';
import { documentsOf, ViewDefinition } from '../storage/collection.js';
import type { AggregateArguments } from './aggregate-arguments.js';
import { documents, prepare } from './aggregate-plan.js';
import type { Arguments } from './arguments.js';
import { anything, collectionNameOrUuid, fieldsOf, hint, object, required, text } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import { variablesOf } from './let.js';
import { findEntry, Reading } from './reading.js';
import { MAX_BSON_OBJECT_SIZE } from './version.js';

const FIELDS = {
  distinct: collectionNameOrUuid, key: required(text), query: object, collation: object, hint, queryOptions: anything, fields: anything,
  includeQueryStatsMetrics: anything, encryptionInformation: anything,
};

export type DistinctArguments = Arguments<typeof FIELDS>;

export const readDistinctArguments: (request: Doc) => DistinctArguments = fieldsOf('distinct', FIELDS);

export function distinct(context: CommandContext): Reply {
  const given = readDistinctArguments(context.request);
  if (given.key.includes('\0')) throw new MongoError(31032, 'Key field cannot contain an embedded null byte');
  const reading = new Reading(context);
  const { entry, namespace } = findEntry(context, reading.view, given.distinct);
  const collation = given.collation ?? (entry?.options['collation'] as Doc | undefined);
  const strings = collationOf(collation);
  const values = entry instanceof ViewDefinition
    ? distinctValues(onView(context, given, namespace.collection, reading), given.key, strings)
    : inCollection(context, given, entry, reading, strings);
  const reply: Reply = doc({ values });
  if (encode(doc({ values })).length > MAX_BSON_OBJECT_SIZE) throw new MongoError(17217, 'distinct too big, 16mb cap');
  if (reading.atClusterTime) reply['atClusterTime'] = reading.atClusterTime;
  return reply;
}

/** Where an index has the values there is no need for the documents. */
function inCollection(context: CommandContext, given: DistinctArguments, entry: Collection | null, reading: Reading, strings: StringOrder | undefined): Value[] {
  const request = compileDistinct(context, given, entry);
  if (entry === null) return [];
  const indexed = indexedValues(entry, reading.view, request, given.key);
  if (indexed !== null) return eachOnce(indexed, strings);
  const read = readerOf(new Set([given.key]));
  return distinctValues(documentsOf(execute(entry, reading.view, request), read), given.key, strings);
}

export function compileDistinct(context: CommandContext, given: DistinctArguments, entry: Collection | null): Request {
  const collation = given.collation ?? (entry?.options['collation'] as Doc | undefined);
  const strings = collationOf(collation);
  const filter = compileFilter(given.query ?? new NewDoc(), { variables: variablesOf(context), ...(strings && { strings }) });
  return { filter, hint: given.hint, collation };
}

function onView(context: CommandContext, given: DistinctArguments, collection: string, reading: Reading): Iterable<Doc> {
  const pipeline = given.query && Object.keys(given.query).length > 0 ? [doc({ $match: given.query })] : [];
  const aggregation = { aggregate: collection, pipeline, cursor: { batchSize: undefined }, hint: given.hint, collation: given.collation } as AggregateArguments;
  return documents(prepare(context, aggregation, reading), aggregation);
}
