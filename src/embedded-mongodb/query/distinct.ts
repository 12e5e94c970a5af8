import type { StringOrder } from '../bson/compare.js';
import { compare } from '../bson/compare.js';
import type { Doc, Value } from '../bson/document.js';
import { pathOf, valuesAlong } from './paths.js';

/** The values that the documents have at a path, each once, in their order. */
export function distinct(docs: Iterable<Doc>, key: string, strings?: StringOrder): Value[] {
  const path = pathOf(key);
  const values: Value[] = [];
  for (const doc of docs) for (const value of valuesAlong(doc, path)) values.push(value);
  return eachOnce(values, strings);
}

/** In their order. Of equal ones the first stays. */
export function eachOnce(values: Iterable<Value>, strings?: StringOrder): Value[] {
  return [...values].sort((a, b) => compare(a, b, strings)).filter((value, i, all) => i === 0 || compare(all[i - 1], value, strings) !== 0);
}
