import type { Doc, Value } from '../../bson/document.js';
import { Doc as EmptyDoc } from '../../bson/document.js';
import type { Index } from '../index.js';
import type { Layout } from '../planner/layout.js';
import { layoutOf } from '../planner/layout.js';
import { integer } from '../stages/integer.js';

/** What every stage that reads an index says about it. */
export function describeIndex(index: Index, layout: Layout = layoutOf(index)): Record<string, Value> {
  return {
    keyPattern: index.wildcard === null ? index.spec.key : patternOf(layout), indexName: index.name, collation: index.spec.collation, isMultiKey: layout.arrays.some((steps) => steps !== 0) || index.text !== null, multiKeyPaths: multiKeyPaths(layout),
    isUnique: index.isUnique, isSparse: index.isSparse, isPartial: index.partial !== null, indexVersion: integer(2),
  };
}

/** In the keys of a wildcard index the path goes before the value. */
function patternOf({ fields, descending }: Layout): Doc {
  const out = new EmptyDoc();
  fields.forEach(({ path }, i) => { out[path] = integer(descending[i] ? -1 : 1); });
  return out;
}

/** For each field, the parts of its path where documents have arrays. */
function multiKeyPaths({ fields, arrays }: Layout): Doc {
  const out = new EmptyDoc();
  fields.forEach(({ path }, field) => {
    const parts = path.split('.');
    out[path] = parts.map((_, i) => parts.slice(0, i + 1).join('.')).filter((_, i) => (arrays[field]! & (1 << i)) !== 0);
  });
  return out;
}
