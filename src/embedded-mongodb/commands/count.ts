import { Int32, Long } from 'bson';
import { collationOf } from '../bson/collation.js';
import type { Doc, Value } from '../bson/document.js';
import { Doc as NewDoc, doc } from '../bson/document.js';
import { isNumber, typeOf } from '../bson/types.js';
import { MongoError } from '../errors.js';
import type { Request } from '../indexes/execute.js';
import { count as countRows } from '../indexes/execute.js';
import { compileFilter } from '../query/filter.js';
import type { Collection } from '../storage/collection.js';
import { ViewDefinition } from '../storage/collection.js';
import type { AggregateArguments } from './aggregate-arguments.js';
import { firstResult } from './first-result.js';
import { countingStages } from './find-on-view.js';
import type { Arguments, Field } from './arguments.js';
import { anything, atLeast, collectionNameOrUuid, fieldsOf, hint, int, object } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import { variablesOf } from './let.js';
import { findEntry, Reading } from './reading.js';

const limitField: Field<number> = {
  read(value, field, command) {
    if (!isNumber(value)) throw new MongoError('BadValue', `limit value for count is not a valid number: ${typeOf(value)}`);
    return int.read(value, field, command);
  },
};

const FIELDS = {
  count: collectionNameOrUuid, query: object, limit: limitField, skip: atLeast(0), hint, collation: object, fields: anything, queryOptions: anything,
  encryptionInformation: anything, includeQueryStatsMetrics: anything,
};

export type CountArguments = Arguments<typeof FIELDS>;

export const readCountArguments: (request: Doc) => CountArguments = fieldsOf('count', FIELDS);

export function count(context: CommandContext): Reply {
  const given = readCountArguments(context.request);
  const reading = new Reading(context);
  const { entry, namespace } = findEntry(context, reading.view, given.count);
  if (entry instanceof ViewDefinition) {
    const result = firstResult(context, countOnView(given, namespace.collection), reading);
    return doc({ n: (result?.['count'] as Value | undefined) ?? new Int32(0) });
  }
  const request = compileCount(context, given, entry);
  const n = entry === null ? 0 : countRows(entry, reading.view, request);
  return doc({ n: n < 2 ** 31 ? new Int32(n) : Long.fromNumber(n) });
}

export function compileCount(context: CommandContext, given: CountArguments, entry: Collection | null): Request {
  const collation = given.collation ?? (entry?.options['collation'] as Doc | undefined);
  const strings = collationOf(collation);
  const filter = compileFilter(given.query ?? new NewDoc(), { variables: variablesOf(context), ...(strings && { strings }) });
  return { filter, skip: given.skip, limit: limitOf(given), hint: given.hint, collation };
}

/** A negative limit means the same as the positive one. */
function limitOf({ limit }: CountArguments): number | undefined {
  return limit === undefined ? undefined : Math.abs(limit);
}

function countOnView(given: CountArguments, collection: string): AggregateArguments {
  const pipeline = countingStages({ ...given, limit: limitOf(given) });
  return { aggregate: collection, pipeline, cursor: { batchSize: undefined }, hint: given.hint, collation: given.collation } as AggregateArguments;
}
