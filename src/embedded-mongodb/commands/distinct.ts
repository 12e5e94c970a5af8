import { collationOf } from '../bson/collation.js';
import type { StringOrder } from '../bson/compare.js';
import { compare } from '../bson/compare.js';
import type { Doc, Value } from '../bson/document.js';
import { Doc as NewDoc, doc, isDoc } from '../bson/document.js';
import { encode } from '../bson/codec.js';
import { MongoError } from '../errors.js';
import type { Request } from '../indexes/execute.js';
import { execute } from '../indexes/execute.js';
import { compileFilter } from '../query/filter.js';
import type { Collection } from '../storage/collection.js';
import { ViewDefinition } from '../storage/collection.js';
import type { AggregateArguments } from './aggregate.js';
import { documents, prepare } from './aggregate.js';
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
  const found = new DistinctValues(collationOf(collation));
  if (entry instanceof ViewDefinition) {
    for (const document of onView(context, given, namespace.collection, reading)) found.addAt(document, given.key);
  } else {
    const request = compileDistinct(context, given, entry);
    if (entry) for (const row of execute(entry, reading.view, request)) found.addAt(row.decode(), given.key);
  }
  const reply: Reply = doc({ values: found.values });
  if (encode(doc({ values: found.values })).length > MAX_BSON_OBJECT_SIZE) throw new MongoError(17217, 'distinct too big, 16mb cap');
  if (reading.atClusterTime) reply['atClusterTime'] = reading.atClusterTime;
  return reply;
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

/** Values at a path, each once. Arrays stand for their elements. */
class DistinctValues {
  readonly values: Value[] = [];
  /** In the order of their values, to find them again. */
  private readonly sorted: Value[] = [];

  constructor(private readonly strings: StringOrder | undefined) {}

  addAt(document: Doc, path: string): void {
    this.walk(document, path.split('.'));
  }

  private walk(value: Value, path: readonly string[]): void {
    const [field, ...rest] = path;
    if (field === undefined) {
      if (Array.isArray(value)) value.forEach((element) => this.add(element));
      else this.add(value);
    } else if (isDoc(value)) {
      if (field in value) this.walk(value[field], rest);
    } else if (Array.isArray(value)) {
      if (/^\d+$/.test(field) && Number(field) < value.length) this.walk(value[Number(field)], rest);
      for (const element of value) if (isDoc(element)) this.walk(element, path);
    }
  }

  private add(value: Value): void {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = compare(this.sorted[middle], value, this.strings);
      if (order === 0) return;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    this.sorted.splice(low, 0, value);
    this.values.push(value);
  }
}
