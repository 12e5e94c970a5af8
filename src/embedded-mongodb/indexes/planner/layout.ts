import type { Index, IndexField } from '../index.js';
import type { Condition } from './conditions.js';

/** What the keys of an index are made of, field by field. */
export interface Layout {
  index: Index;
  fields: readonly IndexField[];
  descending: readonly boolean[];
  /** At which steps of each path arrays have been met. */
  arrays: readonly number[];
}

/** An index has one layout, but a wildcard index one for each path that is asked for. */
export function layoutsOf(index: Index, conditions: readonly Condition[]): Layout[] {
  const { wildcard } = index;
  if (wildcard === null) return [layoutOf(index)];
  const paths = conditions.filter(({ path, negated }) => !negated && wildcard.covers(path)).map(({ path }) => path);
  return [...new Set(paths)].map((path) => wildcardLayout(index, path));
}

export function layoutOf(index: Index): Layout {
  return { index, fields: index.fields, descending: index.descending, arrays: index.arrays };
}

/** The path itself is a field of the key, before the value. */
function wildcardLayout(index: Index, path: string): Layout {
  const { position, multikeyPaths } = index.wildcard!;
  const insert = <T>(list: readonly T[], ...items: T[]): T[] => [...list.slice(0, position), ...items, ...list.slice(position + 1)];
  const isMultikey = path.split('.').some((_, i, parts) => multikeyPaths.has(parts.slice(0, i + 1).join('.')));
  return {
    index,
    fields: insert(index.fields, { path: '$_path', kind: 'ascending' }, { path, kind: index.fields[position]!.kind }),
    descending: insert(index.descending, false, index.descending[position]!),
    arrays: insert(index.arrays, 0, isMultikey ? -1 : 0),
  };
}
