import { isDoc } from '../bson/document.js';
import type { Doc, Value } from '../bson/document.js';
import { typeOf } from '../bson/types.js';
import { MongoError } from '../errors.js';

/** Containers in containers, the document itself included. */
const DEEPEST = 180;

/**
 * Who brings the fields. Operators and replacements may not write top-level names that begin with a dollar sign, since
 * that is most likely a mistake; pipelines and upserts, like inserts, may.
 */
export type Source = 'update' | 'insert' | 'pipeline';

/** What a whole new document must be like to be stored. */
export function checkDocument(document: Doc, source: Source): void {
  checkId(document);
  for (const name of Object.keys(document)) checkField(document, name, source);
}

/** The same for one top-level field. */
export function checkField(document: Doc, name: string, source: Source): void {
  if (!Object.hasOwn(document, name)) return;
  if (name.startsWith('$') && source === 'update') checkDollarName(document, name);
  checkDepth(document[name], 1);
}

function checkDollarName(document: Doc, name: string): void {
  const names = Object.keys(document);
  const before = names[names.indexOf(name) - 1];
  if (name === '$ref') {
    if (typeof document.$ref !== 'string') throw invalidReference(`The DBRef $ref field must be a String, not a ${typeOf(document.$ref)}`);
    if (names[names.indexOf(name) + 1] !== '$id') throw invalidReference('The DBRef $ref field must be followed by a $id field');
  } else if (name === '$id') {
    if (before !== '$ref') throw invalidReference('Found $id field without a $ref before it, which is invalid.');
  } else if (name === '$db') {
    if (typeof document.$db !== 'string') throw invalidReference(`The DBRef $db field must be a String, not a ${typeOf(document.$db)}`);
    if (before !== '$id') throw invalidReference('Found $db field without a $id before it, which is invalid.');
  } else {
    throw dollarPrefixed(name, name);
  }
}

function invalidReference(message: string): MongoError {
  return new MongoError('InvalidDBRef', message);
}

function dollarPrefixed(name: string, path: string): MongoError {
  const advice = 'Consider using an aggregation pipeline with $replaceWith.';
  return new MongoError('DollarPrefixedFieldName',
    `The dollar ($) prefixed field '${name}' in '${path}' is not allowed in the context of an update's replacement document. ${advice}`);
}

export function checkId(document: Doc): void {
  if (!Object.hasOwn(document, '_id')) return;
  const type = typeOf(document._id);
  if (type === 'array' || type === 'regex' || type === 'undefined') {
    throw new MongoError('InvalidIdField', `The '_id' value cannot be of type ${type}`);
  }
  refuseDollarNames(document._id, '_id');
}

function refuseDollarNames(value: Value, path: string): void {
  if (!isDoc(value)) return;
  for (const name of Object.keys(value)) {
    if (name.startsWith('$') && name !== '$ref' && name !== '$id' && name !== '$db') throw dollarPrefixed(name, `${path}.${name}`);
    refuseDollarNames(value[name], `${path}.${name}`);
  }
}

function checkDepth(value: Value, depth: number): void {
  if (depth > DEEPEST) throw new MongoError('Overflow', `Document exceeds maximum nesting depth of ${DEEPEST}`);
  if (Array.isArray(value)) for (const element of value) checkDepth(element, depth + 1);
  else if (isDoc(value)) for (const name of Object.keys(value)) checkDepth(value[name], depth + 1);
}
