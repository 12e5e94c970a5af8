import type { Value } from '../bson/document.js';
import { Doc, isDoc, shallowCopy } from '../bson/document.js';
import { fieldOf } from './expressions/field-path.js';
import type { Result } from './variables.js';
import { MISSING } from './variables.js';

// Documents are shared between pipelines and the store, so nothing is ever set in place: what is on the way is copied.

/** What a path leads to through documents only; arrays are not looked through. */
export function nested(document: Doc, parts: readonly string[]): Result {
  let value: Result = document;
  for (const part of parts) {
    if (value === MISSING || !isDoc(value)) return MISSING;
    value = fieldOf(value, part);
  }
  return value;
}

/** A copy of the document with a value at the path. Whatever stands in the way and is no document gives way to one. */
export function withNested(document: Doc, parts: readonly string[], value: Result, from = 0): Doc {
  const copy = shallowCopy(document);
  const name = parts[from]!;
  if (from === parts.length - 1) return setOrRemove(copy, name, value);
  const below = fieldOf(document, name);
  copy[name] = withNested(below !== MISSING && isDoc(below) ? below : new Doc(), parts, value, from + 1);
  return copy;
}

/** Sets a field of a document that is not shared yet; a missing value removes the field. */
export function setOrRemove(document: Doc, name: string, value: Result): Doc {
  if (value === MISSING) delete document[name];
  else document[name] = value;
  return document;
}

/** A missing value as null, as arrays and group keys have it. */
export function orNull(value: Result): Value {
  return value === MISSING ? null : value;
}
