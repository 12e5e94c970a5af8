import type { Doc, Value } from '../../bson/document.js';
import { doc, isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { indexOf } from '../../query/paths.js';

/** The documents whose foreign field equals a value that the local field leads to. What is missing equals null. */
export function joinFilter(document: Doc, local: readonly string[], foreign: string): Doc {
  const values = valuesAlong(document, local);
  return filterForAny(values.length > 0 ? values : [null], foreign);
}

/** Equality with any of the values. A regular expression is a value here, not a pattern. */
export function filterForAny(values: Value[], foreign: string): Doc {
  if (values.length === 1) return doc({ [foreign]: doc({ $eq: values[0] }) });
  if (!values.some((value) => typeOf(value) === 'regex')) return doc({ [foreign]: doc({ $in: values }) });
  return doc({ $or: values.map((value) => doc({ [foreign]: doc({ $eq: value }) })) });
}

/** All values that a path leads to; arrays are entered, at the end as well, and numbers in the path are indexes, too. */
export function valuesAlong(document: Doc, parts: readonly string[]): Value[] {
  const found: Value[] = [];
  follow(document, parts, 0, found);
  return found;
}

function follow(value: Value, parts: readonly string[], at: number, found: Value[]): void {
  if (at === parts.length) {
    if (Array.isArray(value)) found.push(...value);
    else found.push(value);
    return;
  }
  const part = parts[at]!;
  if (isDoc(value)) {
    if (part in value) follow(value[part], parts, at + 1, found);
    return;
  }
  if (!Array.isArray(value)) return;
  const index = indexOf(part);
  if (index !== undefined && index < value.length) follow(value[index], parts, at + 1, found);
  for (const element of value) if (isDoc(element)) follow(element, parts, at, found);
}
