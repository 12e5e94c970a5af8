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

/**
 * The names of a document's fields before one of them was removed. The server keeps the place of a removed field while a
 * pipeline passes the document on: set again by a later stage, the field is where it was. It travels under a symbol, as
 * metadata does, so that `shallowCopy` keeps it and a document that is built anew has none.
 */
const PLACES: unique symbol = Symbol('places');

interface Remembering {
  [PLACES]?: string[];
}

/**
 * Sets a field of a document that is not shared yet; a missing value removes the field.
 * @returns the document, or another one where the field had to come between others
 */
export function setOrRemove(document: Doc, name: string, value: Result): Doc {
  if (value === MISSING) {
    if (!(name in document)) return document;
    (document as Remembering)[PLACES] ??= Object.keys(document);
    delete document[name];
    return document;
  }
  if (name in document || (document as Remembering)[PLACES]?.includes(name) !== true) {
    document[name] = value;
    return document;
  }
  return inPlace(document, name, value);
}

/** For a copy that only lacks some fields. */
export function carryPlaces(from: Doc, to: Doc): Doc {
  const places = (from as Remembering)[PLACES];
  if (places !== undefined) (to as Remembering)[PLACES] = places;
  return to;
}

function inPlace(document: Doc, name: string, value: Value): Doc {
  const places = (document as Remembering)[PLACES]!;
  const result = new Doc();
  for (const other of places) {
    if (other === name) result[name] = value;
    else if (other in document) result[other] = document[other];
  }
  // what was added since then comes last, and so do the symbols
  return Object.assign(result, document);
}

/** A missing value as null, as arrays and group keys have it. */
export function orNull(value: Result): Value {
  return value === MISSING ? null : value;
}
