import { ValueMap } from '../aggregation/value-map.js';
import type { StringOrder } from '../bson/compare.js';
import { compare } from '../bson/compare.js';
import type { Doc, Value } from '../bson/document.js';
import { eachValueAlong, pathOf } from './paths.js';

/** The values that the documents have at a path, each once, in their order. */
export function distinct(docs: Iterable<Doc>, key: string, strings?: StringOrder): Value[] {
  const path = pathOf(key);
  return once(strings, (take) => {
    for (const doc of docs) eachValueAlong(doc, path, take);
  });
}

/** In their order. Of equal ones the first stays. */
export function eachOnce(values: Iterable<Value>, strings?: StringOrder): Value[] {
  return once(strings, (take) => {
    for (const value of values) take(value);
  });
}

function once(strings: StringOrder | undefined, giveAll: (take: (value: Value) => void) => void): Value[] {
  const values = new ValueMap<true>(strings);
  giveAll((value) => values.getOrAdd(value, () => true));
  return [...values].map(([value]) => value).sort((a, b) => compare(a, b, strings));
}
