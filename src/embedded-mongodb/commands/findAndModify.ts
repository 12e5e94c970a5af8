import { Int32 } from 'bson';
import { collationOf } from '../bson/collation.js';
import type { Doc, Value } from '../bson/document.js';
import { Doc as NewDoc, doc } from '../bson/document.js';
import { MongoError } from '../errors.js';
import { compileFilter } from '../query/filter.js';
import { compileProjection } from '../query/projection.js';
import type { Row } from '../storage/collection.js';
import { anything, arrayOfObjects, collectionName, fieldsOf, hint, int, looseBoolean, object } from './arguments.js';
import type { CommandContext, Reply } from './command.js';
import { variablesOf } from './let.js';
import { updateSpecification } from './writes/arguments.js';
import type { Deleted } from './writes/delete-documents.js';
import { deleteDocuments } from './writes/delete-documents.js';
import type { Selection } from './writes/find-target.js';
import { Statements } from './writes/statements.js';
import { writableNamespace } from './writes/target.js';
import type { Updated } from './writes/update-documents.js';
import { Updating } from './writes/update-documents.js';

export const readFindAndModifyArguments = fieldsOf('findAndModify', {
  findAndModify: collectionName, findandmodify: anything, query: object, sort: object, remove: looseBoolean, update: updateSpecification, new: looseBoolean, fields: object,
  upsert: looseBoolean, bypassDocumentValidation: looseBoolean, collation: object, arrayFilters: arrayOfObjects, hint, let: object, stmtId: int,
  encryptionInformation: anything, sampleId: anything, bypassEmptyTsReplacement: looseBoolean, runtimeConstants: anything, includeQueryStatsMetrics: anything,
  originalQuery: anything, originalCollation: anything,
});

type Arguments = ReturnType<typeof readFindAndModifyArguments>;

export async function findAndModify(context: CommandContext): Promise<Reply> {
  const given = readFindAndModifyArguments(context.request);
  check(given);
  const namespace = writableNamespace(context.database, given.findAndModify);
  const { query = new NewDoc(), sort, hint: wantedIndex, collation, upsert = false, arrayFilters, bypassDocumentValidation = false } = given;
  const selection: Selection = { filter: query, sort, hint: wantedIndex, collation, variables: variablesOf(context, given.let) };
  const statements = new Statements(context, { stmtId: given.stmtId });
  const known = statements.replyTo(0);
  if (known !== undefined) {
    const reply: Reply = Object.assign(new NewDoc(), known);
    reply.retriedStmtId = new Int32(given.stmtId ?? 0);
    return reply;
  }
  const project = projectionOf(given, selection);
  if (given.remove) {
    const answer = (deleted: Deleted): Doc => removed(deleted, project);
    const deleted = await deleteDocuments(context, namespace, { ...selection, multi: false }, (transaction, done) => statements.remember(transaction, 0, () => answer(done)));
    return answer(deleted);
  }
  const answer = (updated: Updated): Doc => modified(updated, project, given.new ?? false);
  const statement = { ...selection, update: given.update!, arrayFilters, upsert, multi: false, bypassDocumentValidation };
  const updating = new Updating(context, namespace, statement, (transaction, done) => statements.remember(transaction, 0, () => answer(done)));
  return answer(await updating.run());
}

function check({ remove = false, update, upsert = false, new: wantsNew = false, arrayFilters }: Arguments): void {
  const refuse = (message: string): never => { throw new MongoError('FailedToParse', message); };
  if (remove) {
    if (update !== undefined) refuse("Cannot specify both an 'update' and 'remove'=true");
    if (upsert) refuse("Cannot specify both 'upsert'=true and 'remove'=true ");
    if (wantsNew) refuse("Cannot specify both 'new'=true and 'remove'=true; 'remove' always returns the deleted document");
    if (arrayFilters !== undefined) refuse("Cannot specify 'arrayFilters' and 'remove'=true");
  } else if (update === undefined) refuse('Either an update or remove=true must be specified');
  if (Array.isArray(update) && arrayFilters !== undefined) refuse("Cannot specify 'arrayFilters' and a pipeline update");
}

type Project = (row: Row | null) => Value;

function projectionOf({ fields, new: wantsNew = false }: Arguments, { filter, variables, collation }: Selection): Project {
  if (fields === undefined || Object.keys(fields).length === 0) return (row) => row && row.decode();
  const strings = collationOf(collation);
  const compiled = compileFilter(filter, { variables, strings });
  const project = compileProjection(fields, { variables, strings, filter: compiled });
  if (wantsNew && project.usesPosition) throw new MongoError('BadValue', 'cannot use a positional projection and return the new document');
  return (row) => row && project(row.decode(), compiled);
}

function removed({ count, row }: Deleted, project: Project): Doc {
  return doc({ lastErrorObject: doc({ n: new Int32(count) }), value: project(row) });
}

function modified({ matched, upserted, before, after }: Updated, project: Project, wantsNew: boolean): Doc {
  const about = doc({ n: new Int32(matched + (upserted === null ? 0 : 1)), updatedExisting: matched > 0 });
  if (upserted !== null) about.upserted = upserted.id;
  return doc({ lastErrorObject: about, value: project(wantsNew ? after : before) });
}
