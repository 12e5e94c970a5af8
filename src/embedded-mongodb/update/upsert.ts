import { ObjectId } from 'bson';
import { equal } from '../bson/compare.js';
import { deepCopy, Doc, isDoc } from '../bson/document.js';
import type { Value } from '../bson/document.js';
import { typeOf } from '../bson/types.js';
import { MongoError } from '../errors.js';
import type { Update } from './update.js';

/**
 * The document that an upsert inserts when nothing matched: the fields that the filter fixes by equality, then the
 * update, and an `_id` at the beginning, a new one if need be.
 */
export function documentForUpsert(filter: Doc, update: Update): Doc {
  const fixed = fixedFields(filter);
  const start = update.isReplacement ? onlyId(fixed) : withFields(fixed);
  return withIdFirst(update.apply(start, null, true));
}

/** An upsert must be able to tell which fields its filter fixes, and `$expr` does not say. */
export function checkUpsertFilter(filter: Doc): void {
  for (const name of Object.keys(filter)) {
    if (name === '$expr') throw new MongoError('QueryFeatureNotAllowed', '$expr is not allowed in the query predicate for an upsert');
    const clauses = filter[name];
    if (!name.startsWith('$') || !Array.isArray(clauses)) continue;
    for (const clause of clauses) if (isDoc(clause)) checkUpsertFilter(clause);
  }
}

type Fixed = [path: string, value: Value][];

/** Equalities, wherever they must hold: at the top, in `$and`, and in what is only another way of writing one. */
function fixedFields(filter: Doc): Fixed {
  return Object.keys(filter).flatMap((name) => {
    const operand = filter[name];
    if (name === '$and') return (operand as Doc[]).flatMap(fixedFields);
    if (name === '$or') return fixedByOr(operand as Doc[]);
    return name.startsWith('$') ? [] : fixedBy(operand).map((value): [string, Value] => [name, value]);
  });
}

/** One clause, or several that say the same of one field. */
function fixedByOr(clauses: Doc[]): Fixed {
  const each = clauses.map(fixedFields);
  const [first, ...others] = each;
  if (others.length === 0) return first ?? [];
  const isSame = (fixed: Fixed): boolean => fixed.length === 1 && fixed[0]![0] === first![0]?.[0] && equal(fixed[0]![1], first![0][1]);
  const areSingle = clauses.every((clause) => Object.keys(clause).length === 1);
  return areSingle && first!.length === 1 && others.every(isSame) ? first! : [];
}

const REFERENCE = new Set(['$ref', '$id', '$db']);

/** The values that a condition on a field demands. */
function fixedBy(condition: Value): Value[] {
  if (typeOf(condition) === 'regex') return [];
  const first = isDoc(condition) ? Object.keys(condition)[0] : undefined;
  if (!isDoc(condition) || first === undefined || !first.startsWith('$') || REFERENCE.has(first)) return [condition];
  return Object.keys(condition).flatMap((operator) => {
    const operand = condition[operator];
    if (operator === '$eq') return [operand];
    if (operator === '$in') return theOnlyOne(operand as Value[]);
    if (operator === '$all') return (operand as Value[]).filter((value) => typeOf(value) !== 'regex' && !isElemMatch(value));
    return [];
  });
}

function theOnlyOne(values: Value[]): Value[] {
  const [first, ...others] = values;
  return values.length > 0 && typeOf(first) !== 'regex' && others.every((other) => equal(first, other)) ? [first] : [];
}

function isElemMatch(value: Value): boolean {
  return isDoc(value) && Object.keys(value)[0] === '$elemMatch';
}

/** A replacement brings its own fields; only `_id` comes from the filter. */
function onlyId(fixed: Fixed): Doc {
  const start = new Doc();
  const relevant = fixed.filter(([path]) => path.split('.')[0] === '_id');
  for (const [path] of relevant) {
    if (path !== '_id') throw new MongoError('NotExactValueField', `field at '_id' must be exactly specified, field at sub-path '${path}'found`);
  }
  refuseConflicts(relevant);
  for (const [, value] of relevant) start._id = deepCopy(value);
  return start;
}

function withFields(fixed: Fixed): Doc {
  refuseConflicts(fixed);
  const start = new Doc();
  for (const [path, value] of fixed) setAt(start, path, deepCopy(value));
  return start;
}

function refuseConflicts(fixed: Fixed): void {
  const seen: string[] = [];
  for (const [path] of fixed) {
    if (seen.includes(path)) throw new MongoError('NotSingleValueField', `cannot infer query fields to set, path '${path}' is matched twice`);
    const other = seen.find((one) => one.startsWith(`${path}.`) || path.startsWith(`${one}.`));
    if (other !== undefined) throw new MongoError('NotSingleValueField', `cannot infer query fields to set, both paths '${path}' and '${other}' are matched`);
    seen.push(path);
  }
}

/** Nothing is there yet, so every component is a field, even one that looks like a position. */
function setAt(start: Doc, path: string, value: Value): void {
  if (path === '') throw new MongoError('IllegalOperation', 'Cannot call setValue on the root object');
  const parts = path.split('.');
  const last = parts.pop()!;
  let at = start;
  for (const part of parts) {
    if (!Object.hasOwn(at, part)) at[part] = new Doc();
    at = at[part] as Doc;
  }
  at[last] = value;
}

function withIdFirst(document: Doc): Doc {
  if (Object.keys(document)[0] === '_id') return document;
  const result = new Doc();
  result._id = Object.hasOwn(document, '_id') ? document._id : (new ObjectId() as Value);
  return Object.assign(result, { ...document, _id: result._id });
}
