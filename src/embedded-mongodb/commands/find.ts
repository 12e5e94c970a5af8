import { Long } from 'bson';
import type { Bytes } from '../bson/codec.js';
import { encode } from '../bson/codec.js';
import { collationOf } from '../bson/collation.js';
import type { Doc } from '../bson/document.js';
import { Doc as NewDoc, isDoc, shallowCopy } from '../bson/document.js';
import { isNumber, typeOf } from '../bson/types.js';
import { MongoError } from '../errors.js';
import type { Request } from '../indexes/execute.js';
import { execute } from '../indexes/execute.js';
import { compileFilter } from '../query/filter.js';
import { metadataOf, withMetadata } from '../query/metadata.js';
import type { Project, ProjectionOptions } from '../query/projection.js';
import { compileProjection } from '../query/projection.js';
import { compileSort } from '../query/sort.js';
import type { Collection, Row } from '../storage/collection.js';
import { ViewDefinition } from '../storage/collection.js';
import type { Arguments } from './arguments.js';
import { anything, atLeast, boolean, collectionNameOrUuid, fieldsOf, hint, longOf, object } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import type { Source } from './cursors.js';
import { runAggregate } from './aggregate.js';
import { aggregationOf } from './find-on-view.js';
import { variablesOf } from './let.js';
import { findEntry, Reading } from './reading.js';
import { EmptySource, RowSource } from './row-source.js';
import { TailableSource } from './tailable-source.js';

const FIELDS = {
  find: collectionNameOrUuid, filter: object, projection: object, sort: object, hint, collation: object, skip: atLeast(0), limit: atLeast(0),
  batchSize: atLeast(0), singleBatch: boolean, allowDiskUse: boolean, min: object, max: object, returnKey: boolean, showRecordId: boolean, tailable: boolean,
  awaitData: boolean, noCursorTimeout: boolean, allowPartialResults: boolean, oplogReplay: boolean, let: object, options: anything, mirrored: anything,
  term: anything, readOnce: boolean, allowSpeculativeMajorityRead: boolean, $_requestResumeToken: boolean, $_resumeAfter: object, $_startAt: object,
  querySettings: object, includeQueryStatsMetrics: boolean, encryptionInformation: anything, queryOptions: anything, runtimeConstants: anything,
};

export type FindArguments = Arguments<typeof FIELDS>;

export const readFindArguments: (request: Doc) => FindArguments = fieldsOf('find', FIELDS, [
  'showRecordId', 'returnKey', 'min', 'max', 'tailable', 'awaitData', 'oplogReplay', 'noCursorTimeout', 'term', 'readOnce', 'allowSpeculativeMajorityRead',
  '$_requestResumeToken', '$_resumeAfter', '$_startAt', 'options', 'querySettings',
]);

export function find(context: CommandContext): Reply | Promise<Reply> {
  const given = readFindArguments(context.request);
  checkOptions(given);
  const reading = new Reading(context);
  const { entry, namespace } = findEntry(context, reading.view, given.find);
  if (entry instanceof ViewDefinition) return runAggregate(context, aggregationOf(given, namespace));
  const query = compileFind(context, given, entry);
  const reply = context.server.cursors.start(context, namespace.collection, sourceOf(context, reading, entry, query, given), {
    batchSize: given.batchSize, only: given.singleBatch, noTimeout: given.noCursorTimeout ?? false, awaitData: given.awaitData ?? false,
  });
  if (reading.atClusterTime) (reply['cursor'] as Reply)['atClusterTime'] = reading.atClusterTime;
  return reply;
}

/** A find whose every part has been checked. */
export interface CompiledFind {
  request: Request;
  project: Project | null;
}

export function compileFind(context: CommandContext, given: FindArguments, entry: Collection | null): CompiledFind {
  const collation = given.collation ?? (entry?.options['collation'] as Doc | undefined);
  const strings = collationOf(collation);
  const variables = variablesOf(context, given.let);
  // What is constant is evaluated, and perhaps refused, when all has been parsed.
  const afterParsing: (() => void)[] = [];
  const filter = compileFilter(given.filter ?? new NewDoc(), { variables, afterParsing, ...(strings && { strings }) });
  const project = projectionOf(given, { variables, filter, afterParsing, ...(strings && { strings }) });
  const { sort, hint: wanted } = orderOf(given);
  if (sort) compileSort(sort, strings, filter);
  for (const work of afterParsing) work();
  const request: Request = {
    filter, sort, hint: wanted, skip: given.skip, limit: given.limit, min: given.min, max: given.max, collation, projection: given.projection,
    returnKey: given.returnKey, keysAsMetadata: project?.usesMetadata,
  };
  return { request, project };
}

function projectionOf({ projection, sort }: FindArguments, known: ProjectionOptions): CompiledFind['project'] {
  if (projection === undefined || Object.keys(projection).length === 0) return null;
  return compileProjection(projection, { ...known, sort });
}

/** A sort by `$natural` is a hint in disguise. */
function orderOf({ sort, hint: wanted }: FindArguments): { sort: Doc | undefined; hint: Doc | string | undefined } {
  if (sort === undefined || Object.keys(sort).length === 0) return { sort: undefined, hint: wanted };
  if (!('$natural' in sort)) return { sort, hint: wanted };
  const direction = sort['$natural'];
  if (Object.keys(sort).length > 1) throw new MongoError('BadValue', 'Cannot include $natural in compound sort');
  if (!isNumber(direction) || Math.abs(longOf(direction)) !== 1) throw new MongoError('BadValue', '$natural sort cannot be set to a value other than -1 or 1.');
  if (wanted !== undefined && !(typeof wanted === 'object' && '$natural' in wanted)) {
    throw new MongoError('BadValue', "Cannot use a $natural sort together with a hint of an index");
  }
  return { sort: undefined, hint: sort };
}

export function checkOptions(given: FindArguments): void {
  if (given.awaitData && !given.tailable) throw new MongoError('FailedToParse', "Cannot set 'awaitData' without also setting 'tailable'");
  if (!given.tailable) return;
  if (given.singleBatch) throw new MongoError('BadValue', "Cannot use tailable option with the 'singleBatch' option");
  const { sort } = given;
  if (!sort || Object.keys(sort).length === 0) return;
  const natural = sort['$natural'];
  if (!isNumber(natural) || longOf(natural) !== 1) throw new MongoError('BadValue', 'cannot use tailable option with a sort other than {$natural: 1}');
}

function sourceOf(context: CommandContext, reading: Reading, entry: Collection | null, query: CompiledFind, given: FindArguments): Source {
  const { store } = context.server;
  if (entry === null) return new EmptySource();
  const shape = shapeOf(query, given);
  if (given.tailable) {
    if (entry.options['capped'] !== true) {
      throw new MongoError('BadValue', `error processing query: tailable cursor requested on non capped collection ${context.database}.${entry.namespace.collection}`);
    }
    return new TailableSource(store, entry, query.request.filter, shape);
  }
  return new RowSource(execute(entry, reading.view, query.request), shape, {
    reading, limit: isById(given.filter) ? 1 : (given.limit ?? 0), store, collection: entry,
  });
}

/** At most one document has an `_id`. */
function isById(filter: Doc | undefined): boolean {
  if (filter === undefined || !('_id' in filter) || Object.keys(filter).length > 1) return false;
  const id = filter['_id'];
  return typeOf(id) !== 'regex' && !(isDoc(id) && Object.keys(id).some((field) => field.startsWith('$') && field !== '$eq'));
}

/** How a row is answered. Stored bytes are handed on as they are, unless something else was asked for. */
function shapeOf({ project, request }: CompiledFind, { showRecordId, returnKey }: FindArguments): (row: Row) => Bytes {
  if (returnKey) return (row) => encode((metadataOf(row.decode())?.indexKey as Doc | undefined) ?? new NewDoc());
  if (!project && !showRecordId) return (row) => row.bytes;
  return (row) => {
    let document = row.decode();
    if (project?.usesMetadata) withMetadata(document, { recordId: Long.fromNumber(row.id) });
    if (project) document = project(document, request.filter);
    if (showRecordId) {
      document = shallowCopy(document);
      document['$recordId'] = Long.fromNumber(row.id);
    }
    return encode(document);
  };
}

