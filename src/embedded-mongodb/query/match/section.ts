import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';

const REFERENCE = new Set(['$ref', '$id', '$db']);

/** Is it a list of operators, such as `{ $gt: 1 }`, rather than a document to be equal to? A reference is the latter. */
export function isSection(value: Value): value is Doc {
  if (!isDoc(value)) return false;
  const first = Object.keys(value)[0];
  if (first === undefined || !first.startsWith('$')) return false;
  return !(REFERENCE.has(first) && '$ref' in value && '$id' in value);
}

/** `$ref`, `$id` and `$db` are names of fields although they look like operators. */
export function isReferenceField(name: string): boolean {
  return REFERENCE.has(name);
}
