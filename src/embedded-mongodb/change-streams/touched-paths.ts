import type { Value } from '../bson/document.js';
import { isDoc } from '../bson/document.js';

/** The paths that the operators of an update name; undefined for replacements and pipelines. */
export function touchedPaths(update: Value): string[] | undefined {
  if (!isDoc(update)) return undefined;
  const operators = Object.keys(update);
  if (!operators[0]?.startsWith('$')) return undefined;
  const paths = new Set<string>();
  for (const operator of operators) {
    const fields = update[operator];
    if (!isDoc(fields)) continue;
    for (const path of Object.keys(fields)) {
      paths.add(path);
      if (operator === '$rename' && typeof fields[path] === 'string') paths.add(fields[path]);
    }
  }
  return [...paths];
}
