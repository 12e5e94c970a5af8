import { Int32 } from 'bson';
import type { Doc } from '../bson/document.js';
import { Doc as NewDoc, doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import type { Request } from '../indexes/execute.js';
import { countsAll, distinctStage } from '../indexes/execute.js';
import type { Outer, Verbosity } from '../indexes/explain/explain.js';
import { explain as explainRequest } from '../indexes/explain/explain.js';
import { integer } from '../indexes/stages/integer.js';
import { Collection, ViewDefinition } from '../storage/collection.js';
import type { Namespace } from '../storage/oplog.js';
import { compileUpdate } from '../update/index.js';
import type { AggregateArguments } from './aggregate-arguments.js';
import { readAggregateArguments } from './aggregate-arguments.js';
import { prepare } from './aggregate-plan.js';
import { anything, fieldsOf, object, required, text } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import { compileCount, readCountArguments } from './count.js';
import { readDeleteArguments, readDeleteStatement } from './delete.js';
import { compileDistinct, readDistinctArguments } from './distinct.js';
import { explainAggregate } from './explain-aggregate.js';
import { finished } from './explain-reply.js';
import { compileFind, readFindArguments } from './find.js';
import { aggregationOf, countingStages } from './find-on-view.js';
import { readFindAndModifyArguments } from './findAndModify.js';
import { variablesOf } from './let.js';
import { findEntry, Reading } from './reading.js';
import { readUpdateArguments, readUpdateStatement } from './update.js';
import type { Selection } from './writes/find-target.js';
import { Target } from './writes/find-target.js';

const readArguments = fieldsOf('explain', { explain: required(object), verbosity: text, commentary: anything });

const VERBOSITIES: Verbosity[] = ['queryPlanner', 'executionStats', 'allPlansExecution'];

type Explain = (context: CommandContext, command: Doc, verbosity: Verbosity) => Doc;

const EXPLAINED: Record<string, Explain> = {
  find: explainFind, aggregate: explainPipeline, count: explainCount, distinct: explainDistinct, update: explainUpdate, delete: explainDelete,
  findAndModify: explainFindAndModify, findandmodify: explainFindAndModify,
};

/** How a command would be carried out. With `executionStats` its reading is done; nothing is ever written. */
export function explain(context: CommandContext): Reply {
  const { explain: command, verbosity = 'allPlansExecution' } = readArguments(context.request);
  if (!VERBOSITIES.includes(verbosity as Verbosity)) throw new MongoError('BadValue', `Enumeration value '${verbosity}' for field 'explain.verbosity' is not a valid value.`);
  const name = Object.keys(command)[0] ?? '';
  if (!Object.hasOwn(EXPLAINED, name)) {
    if (Object.hasOwn(context.server.commands, name)) throw new MongoError('IllegalOperation', `Cannot explain cmd: ${name}`);
    throw new MongoError('CommandNotFound', `Explain failed due to unknown command: ${name}`);
  }
  return finished(context, command, EXPLAINED[name]!(context, command, verbosity as Verbosity));
}

interface Place {
  reading: Reading;
  namespace: Namespace;
  collection: Collection | null;
}

function explainFind(context: CommandContext, command: Doc, verbosity: Verbosity): Doc {
  const given = readFindArguments(command);
  const reading = new Reading(context);
  const { entry, namespace } = findEntry(context, reading.view, given.find);
  if (entry instanceof ViewDefinition) return explainView(context, aggregationOf(given, namespace), verbosity);
  return explainRequest(entry, namespace, reading.view, compileFind(context, given, entry).request, verbosity);
}

function explainPipeline(context: CommandContext, command: Doc, verbosity: Verbosity): Doc {
  return explainView(context, readAggregateArguments(command), verbosity);
}

function explainView(context: CommandContext, given: AggregateArguments, verbosity: Verbosity): Doc {
  return explainAggregate(prepare(context, given, new Reading(context)), given, verbosity);
}

function explainCount(context: CommandContext, command: Doc, verbosity: Verbosity): Doc {
  const given = readCountArguments(command);
  const reading = new Reading(context);
  const { entry, namespace } = findEntry(context, reading.view, given.count);
  if (entry instanceof ViewDefinition) {
    return explainView(context, { aggregate: namespace.collection, pipeline: countingStages(given), hint: given.hint, collation: given.collation } as AggregateArguments, verbosity);
  }
  const request = compileCount(context, given, entry);
  if (entry !== null && countsAll(request) && reading.view.transaction === null) return explainFastCount(entry, namespace, verbosity);
  let counted = 0;
  const outer: Outer = {
    stage: 'COUNT', countOnly: true, take: () => { counted += 1; }, returned: () => 0,
    describe: (telling) => (telling === 'execution' ? { nCounted: integer(counted), nSkipped: integer(0) } : {}),
  };
  return explainRequest(entry, namespace, reading.view, request, verbosity, [outer]);
}

/** Nothing is read at all. */
function explainFastCount({ count }: Collection, { database, collection }: Namespace, verbosity: Verbosity): Doc {
  const stage = 'RECORD_STORE_FAST_COUNT';
  const queryPlanner = doc({ namespace: `${database}.${collection}`, parsedQuery: doc({}), indexFilterSet: false, winningPlan: doc({ isCached: false, stage }), rejectedPlans: [] });
  const out = doc({ explainVersion: '1', queryPlanner });
  if (verbosity === 'queryPlanner') return out;
  const zero = new Int32(0);
  out.executionStats = doc({
    executionSuccess: true, nReturned: zero, executionTimeMillis: zero, totalKeysExamined: zero, totalDocsExamined: zero,
    executionStages: doc({ stage, nReturned: zero, nCounted: integer(count), nSkipped: zero }),
  });
  return out;
}

function explainDistinct(context: CommandContext, command: Doc, verbosity: Verbosity): Doc {
  const given = readDistinctArguments(command);
  const reading = new Reading(context);
  const { entry, namespace } = findEntry(context, reading.view, given.distinct);
  if (entry instanceof ViewDefinition) {
    const pipeline = given.query === undefined ? [] : [doc({ $match: given.query })];
    return explainView(context, { aggregate: namespace.collection, pipeline, hint: given.hint, collation: given.collation } as AggregateArguments, verbosity);
  }
  const request = compileDistinct(context, given, entry);
  const root = entry && distinctStage(entry, request, given.key);
  return explainRequest(entry, namespace, reading.view, request, verbosity, [], root ? { root, rejected: [] } : undefined);
}

/** Writes are explained for a collection only. */
function placeOf(context: CommandContext, name: string): Place {
  const reading = new Reading(context);
  const { entry, namespace } = findEntry(context, reading.view, name);
  if (entry !== null && !(entry instanceof Collection)) throw new MongoError('CommandNotSupportedOnView', `Namespace ${context.database}.${name} is a view, not a collection`);
  return { reading, namespace, collection: entry };
}

function requestOf(selection: Selection, collection: Collection | null, limit: number): Request {
  const { filter, collation } = new Target(selection).under(collection);
  return { filter, collation, sort: selection.sort, hint: selection.hint, limit };
}

function only(statements: readonly Doc[], command: string): Doc {
  if (statements.length !== 1) throw new MongoError('InvalidLength', `explained write batches must be of size 1, but ${command} has ${statements.length}`);
  return statements[0]!;
}

function explainUpdate(context: CommandContext, command: Doc, verbosity: Verbosity): Doc {
  const { update: name, updates, let: letSpec } = readUpdateArguments(command);
  const { q, u, multi = false, upsert = false, ...rest } = readUpdateStatement(only(updates, 'update'));
  return explainUpdating(context, name, { ...rest, filter: q, variables: variablesOf(context, letSpec) }, { update: u, arrayFilters: rest.arrayFilters, multi, upsert }, verbosity);
}

function explainUpdating(
  context: CommandContext, name: string, selection: Selection, { update, arrayFilters, multi, upsert }: { update: Doc | Doc[]; arrayFilters: Doc[] | undefined; multi: boolean; upsert: boolean },
  verbosity: Verbosity, returns = false,
): Doc {
  const { reading, namespace, collection } = placeOf(context, name);
  const request = requestOf(selection, collection, multi ? 0 : 1);
  const compiled = compileUpdate(update, { variables: selection.variables, ...(arrayFilters && { arrayFilters }), ...(multi && { multi }) });
  let matched = 0;
  let modified = 0;
  const outer: Outer = {
    stage: 'UPDATE',
    take(row) {
      matched += 1;
      const document = row.decode();
      if (compiled.apply(document, request.filter) !== document) modified += 1;
    },
    returned: () => (returns ? matched : 0),
    describe: (telling) => (telling === 'plan' ? {} : { nMatched: integer(matched), nWouldModify: integer(modified), nWouldUpsert: integer(Number(upsert && matched === 0)) }),
  };
  return explainRequest(collection, namespace, reading.view, request, verbosity, [outer]);
}

function explainDelete(context: CommandContext, command: Doc, verbosity: Verbosity): Doc {
  const { delete: name, deletes, let: letSpec } = readDeleteArguments(command);
  const { q, limit, ...rest } = readDeleteStatement(only(deletes, 'delete'));
  return explainDeleting(context, name, { ...rest, filter: q, variables: variablesOf(context, letSpec) }, limit, verbosity);
}

function explainDeleting(context: CommandContext, name: string, selection: Selection, limit: number, verbosity: Verbosity, returns = false): Doc {
  const { reading, namespace, collection } = placeOf(context, name);
  let matched = 0;
  const outer: Outer = {
    stage: 'DELETE', take: () => { matched += 1; }, returned: () => (returns ? matched : 0),
    describe: (telling) => (telling === 'plan' ? {} : { nWouldDelete: integer(matched) }),
  };
  return explainRequest(collection, namespace, reading.view, requestOf(selection, collection, limit), verbosity, [outer]);
}

function explainFindAndModify(context: CommandContext, command: Doc, verbosity: Verbosity): Doc {
  const given = readFindAndModifyArguments('findandmodify' in command ? doc({ ...command, findAndModify: command.findandmodify }) : command);
  const { query: filter = new NewDoc(), sort, hint, collation, update, arrayFilters, upsert = false } = given;
  const selection: Selection = { filter, sort, hint, collation, variables: variablesOf(context, given.let) };
  if (given.remove) return explainDeleting(context, given.findAndModify, selection, 1, verbosity, true);
  return explainUpdating(context, given.findAndModify, selection, { update: update ?? new NewDoc(), arrayFilters, multi: false, upsert }, verbosity, true);
}
