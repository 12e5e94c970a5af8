import { ObjectId } from 'bson';
import type { Value } from '../../bson/document.js';
import { Doc, doc, isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import type { ErrorName } from '../../errors.js';
import { MongoError } from '../../errors.js';
import type { MergeWrite, Namespace } from '../environment.js';
import type { Expression } from '../expression.js';
import { pathParts } from '../expressions/field-path.js';
import { checkNameForBinding } from '../expressions/parser.js';
import { collectionsOf } from '../foreign.js';
import { nested } from '../nested-fields.js';
import { precheckPipeline } from '../parse-pipeline.js';
import { isAbsent, readFields } from '../read-fields.js';
import type { Stage, StageContext, StageDefinition } from '../stage.js';
import { MISSING } from '../variables.js';
import { checkTarget } from './out.js';

export const $merge: StageDefinition = {
  position: 'last',
  notIn: ['$facet', '$lookup', '$unionWith', 'transaction', 'view'],
  precheck(specification, context) {
    const { whenMatched } = modesOf(specification, context);
    if (Array.isArray(whenMatched)) precheckPipeline(whenMatched, context);
  },
  parse(specification, context): Stage {
    const modes = modesOf(specification, context);
    const on = fieldsOf((specification as Doc).on);
    const paths = on.map((path) => ({ path, parts: pathParts(path) }));
    refuseCombination(modes);
    if (!(on.length === 1 && on[0] === '_id') && !collectionsOf(context.environment, '$merge').hasUniqueIndex(modes.into, on)) {
      throw new MongoError(51183, 'Cannot find index to verify that join fields will be unique');
    }
    const constants = bindings(modes, context);
    const { variables } = context.environment;
    const constantsOf = (document: Doc): Doc | undefined => {
      if (!Array.isArray(modes.whenMatched)) return undefined;
      const values = new Doc();
      for (const { name, value } of constants) {
        const result = value(document, variables);
        if (result !== MISSING) values[name] = result;
      }
      return values;
    };
    return {
      name: '$merge',
      specification,
      output: { stage: '$merge', namespace: modes.into, writeOf: (document) => writeOf(document, modes, paths, constantsOf) },
      run: (source) => source,
    };
  },
};

type WhenMatched = 'merge' | 'replace' | 'keepExisting' | 'fail' | Doc[];
type WhenNotMatched = 'insert' | 'discard' | 'fail';

interface Modes {
  into: Namespace;
  whenMatched: WhenMatched;
  whenNotMatched: WhenNotMatched;
  variables: Doc | undefined;
}

function modesOf(specification: Value, context: StageContext): Modes {
  if (typeof specification !== 'string' && !isDoc(specification)) {
    throw new MongoError('TypeMismatch', `$merge requires a string or object argument, but found ${typeOf(specification)}`);
  }
  const given = typeof specification === 'string' ? doc({ into: specification }) : specification;
  const fields = readFields(given, '$merge', {
    into: { required: 'any' }, on: 'any', whenMatched: 'any', let: 'object', whenNotMatched: 'string', targetCollectionVersion: 'any',
  });
  if ('targetCollectionVersion' in fields && !isDoc(fields.targetCollectionVersion)) throw new MongoError(10065, 'invalid parameter: expected an object (targetCollectionVersion)');
  const into = intoOf(fields.into, context);
  checkTarget(into, '$merge');
  if (into.collection.startsWith('system.')) throw new MongoError(31319, `Cannot $merge to special collection: ${into.collection}`);
  if ('on' in fields) fieldsOf(fields.on);
  return {
    into,
    whenMatched: whenMatchedOf(fields),
    whenNotMatched: whenNotMatchedOf(fields.whenNotMatched),
    variables: isAbsent(fields.let) ? undefined : (fields.let as Doc),
  };
}

function intoOf(value: Value, { environment }: StageContext): Namespace {
  const own = environment.namespace?.database ?? '';
  if (typeof value === 'string') return { database: own, collection: value };
  if (!isDoc(value)) throw new MongoError(51178, `$merge 'into' field  must be either a string or an object, but found ${typeOf(value)}`);
  const { db, coll } = readFields(value, '$merge.into', { db: 'string', coll: 'string' });
  if (isAbsent(coll) || coll === '') throw new MongoError(5786801, "$merge 'into' field must specify a 'coll' that is not empty, null or undefined");
  return { database: isAbsent(db) ? own : (db as string), collection: coll as string };
}

function whenMatchedOf(fields: Doc): WhenMatched {
  if (!('whenMatched' in fields)) return 'merge';
  const mode = fields.whenMatched;
  if (Array.isArray(mode)) return mode as Doc[];
  if (typeof mode !== 'string') throw new MongoError(51191, `$merge 'whenMatched' field  must be either a string or an array, but found ${typeOf(mode)}`);
  if (mode === 'merge' || mode === 'replace' || mode === 'keepExisting' || mode === 'fail') return mode;
  throw new MongoError('BadValue', `Enumeration value '${mode}' for field 'whenMatched' is not a valid value.`);
}

function whenNotMatchedOf(mode: Value): WhenNotMatched {
  if (isAbsent(mode)) return 'insert';
  if (mode === 'insert' || mode === 'discard' || mode === 'fail') return mode;
  throw new MongoError('BadValue', `Enumeration value '${String(mode)}' for field '$merge.whenNotMatched' is not a valid value.`);
}

function fieldsOf(on: Value): string[] {
  if (on === undefined) return ['_id'];
  if (typeof on === 'string') return [on];
  if (!Array.isArray(on)) throw new MongoError(51186, `$merge 'on' field  must be either a string or an array of strings, but found ${typeOf(on)}`);
  if (on.length === 0) throw new MongoError(51187, "If explicitly specifying $merge 'on', must include at least one field");
  const fields: string[] = [];
  for (const field of on) {
    if (typeof field !== 'string') throw new MongoError(51134, `$merge 'on' array elements must be strings, but found ${typeOf(field)}`);
    if (fields.includes(field)) throw new MongoError(31465, `Found a duplicate field '${field}'`);
    fields.push(field);
  }
  return fields;
}

function refuseCombination({ whenMatched, whenNotMatched }: Modes): void {
  const takesInsertOnly = whenMatched === 'keepExisting' || whenMatched === 'fail';
  if (takesInsertOnly && whenNotMatched !== 'insert') {
    throw new MongoError(51181, `Combination of $merge modes 'whenMatched: ${whenMatched}' and 'whenNotMatched: ${whenNotMatched}' is not supported`);
  }
}

/** The variables of a `whenMatched` pipeline: `new` is the document that comes. */
function bindings({ variables, whenMatched }: Modes, context: StageContext): { name: string; value: Expression }[] {
  if (variables !== undefined && !Array.isArray(whenMatched)) throw new MongoError(51199, `Cannot use 'let' variables with 'whenMatched: ${String(whenMatched)}' mode`);
  const given = variables ?? new Doc();
  for (const name of Object.keys(given)) checkNameForBinding(name);
  if ('new' in given && given.new !== '$$ROOT') throw new MongoError(51273, "'let' may not define a value for the reserved 'new' variable other than '$$ROOT'");
  const all = { ...given, new: '$$ROOT' as Value };
  return Object.keys(all).map((name) => ({ name, value: context.expression(all[name as keyof typeof all]) }));
}

type ConstantsOf = (document: Doc) => Doc | undefined;

function writeOf(given: Doc, modes: Modes, on: { path: string; parts: string[] }[], constantsOf: ConstantsOf): MergeWrite {
  if (modes.whenMatched === 'fail') return { kind: 'insert', document: given };
  const document = on.some(({ path }) => path === '_id') && !('_id' in given) ? Object.assign(doc({ _id: new ObjectId() }), given) : given;
  const filter = new Doc();
  for (const { path, parts } of on) filter[path] = doc({ $eq: keyValue(document, path, parts) });
  return { kind: 'update', filter, update: updateOf(document, modes.whenMatched), constants: constantsOf(document), otherwise: modes.whenNotMatched, document };
}

function keyValue(document: Doc, path: string, parts: string[]): Value {
  const value = nested(document, parts);
  if (value !== MISSING && Array.isArray(value)) throw new MongoError(51185, `$merge write error: 'on' field '${path}' is an array`);
  return value === MISSING ? null : value;
}

function updateOf(document: Doc, whenMatched: Exclude<WhenMatched, 'fail'>): Doc | Doc[] {
  if (Array.isArray(whenMatched)) return whenMatched;
  if (whenMatched === 'replace') return document;
  return doc({ [whenMatched === 'merge' ? '$set' : '$setOnInsert']: document });
}

/** Errors that are none of a write's, but end the whole command. */
const ENDINGS = new Set<string>([
  'Interrupted', 'InterruptedAtShutdown', 'MaxTimeMSExpired', 'ExceededTimeLimit', 'ClientDisconnect', 'ShutdownInProgress', 'CursorKilled',
] satisfies ErrorName[]);

/**
 * Performs the writes of a `$merge`. One that fails does not stop the others; the first failure, in the order of the
 * documents, is the failure of the stage. What may be inserted is inserted first, and only what already is there is
 * updated after that, as the server does: it shows where documents of one `$merge` are in each other's way.
 * @param perform does a write as the insert or update command would; says how many documents it found or inserted
 */
export async function performMerge(writes: MergeWrite[], perform: (write: MergeWrite) => Promise<number>): Promise<void> {
  const failures: unknown[] = [];
  const updates: { write: MergeWrite; place: number }[] = [];
  const attempt = async (write: MergeWrite, place: number): Promise<number> => {
    try {
      return await perform(write);
    } catch (error) {
      if (!(error instanceof MongoError) || ENDINGS.has(error.codeName)) throw error;
      failures[place] = error;
      return 1;
    }
  };
  for (const [place, write] of writes.entries()) {
    if (write.kind === 'update' && !(write.otherwise === 'insert' && !Array.isArray(write.update))) {
      updates.push({ write, place });
      continue;
    }
    await attempt({ kind: 'insert', document: write.document }, place);
    if (write.kind === 'update' && isDuplicate(failures[place])) {
      failures[place] = undefined;
      updates.push({ write, place });
    }
  }
  let isMissed = false;
  for (const { write, place } of updates) {
    const count = await attempt(write, place);
    if (count === 0 && write.kind === 'update' && write.otherwise === 'fail') isMissed = true;
  }
  const failure = failures.find((each) => each !== undefined);
  if (failure !== undefined) throw failure;
  if (isMissed) {
    throw new MongoError('MergeStageNoMatchingDocument', '$merge could not find a matching document in the target collection for at least one document in the source collection');
  }
}

const isDuplicate = (error: unknown): boolean => error instanceof MongoError && error.codeName === 'DuplicateKey';
