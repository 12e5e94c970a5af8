import { ValueMap } from '../aggregation/value-map.js';
import type { StringOrder } from '../bson/compare.js';
import { compare } from '../bson/compare.js';
import type { Doc, Value } from '../bson/document.js';
import type { Path } from './paths.js';
import { pathOf, valuesAlong } from './paths.js';

/** The values that the documents have at a path, each once, in their order. */
export function distinct(docs: Iterable<Doc>, key: string, strings?: StringOrder): Value[] {
  const path = pathOf(key);
  return eachOnce(valuesOf(docs, path), strings);
}

function* valuesOf(docs: Iterable<Doc>, path: Path): Generator<Value> {
  for (const doc of docs) yield* valuesAlong(doc, path);
}

/** In their order. Of equal ones the first stays. */
export function eachOnce(values: Iterable<Value>, strings?: StringOrder): Value[] {
  const once = new ValueMap<true>(strings);
  for (const value of values) once.getOrAdd(value, () => true);
  return [...once].map(([value]) => value).sort((a, b) => compare(a, b, strings));
}
