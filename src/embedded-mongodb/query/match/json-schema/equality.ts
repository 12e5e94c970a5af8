import { equal } from '../../../bson/compare.js';
import type { Value } from '../../../bson/document.js';
import { isDoc } from '../../../bson/document.js';

/** Equality as `enum` and `uniqueItems` know it: the order of fields does not count. */
export function equalInAnyOrder(a: Value, b: Value): boolean {
  if (isDoc(a) && isDoc(b)) {
    const names = Object.keys(a);
    return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && equalInAnyOrder(a[name], b[name]));
  }
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, i) => equalInAnyOrder(value, b[i]));
  return equal(a, b);
}
