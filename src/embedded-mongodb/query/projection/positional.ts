import type { Doc } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';

/**
 * `{ 'a.b.$': 1 }`: of the first array on the path only the element that the filter found. Where there is no array
 * nothing happens.
 */
export function applyPositional(path: readonly string[], doc: Doc, position: () => number | undefined): void {
  let within = doc;
  for (const name of path) {
    const value = within[name];
    if (Array.isArray(value)) {
      const index = position();
      if (index === undefined) throw new MongoError(51246, "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array");
      if (index >= value.length) throw new MongoError(51247, "Executor error during find command :: caused by :: positional operator '.$' element mismatch");
      within[name] = [value[index]!];
      return;
    }
    if (!isDoc(value)) return;
    within = value;
  }
}
