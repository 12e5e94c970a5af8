import type { Doc, Value } from '../../bson/document.js';
import { Doc as EmptyDoc } from '../../bson/document.js';
import type { Index } from '../index.js';
import { integer } from '../stages/integer.js';

/** What every stage that reads an index says about it. */
export function describeIndex(index: Index): Record<string, Value> {
  return {
    keyPattern: index.spec.key, indexName: index.name, collation: index.spec.collation, isMultiKey: index.multikey.some(Boolean), multiKeyPaths: multiKeyPaths(index),
    isUnique: index.isUnique, isSparse: index.isSparse, isPartial: index.partial !== null, indexVersion: integer(2),
  };
}

/** For each field, the parts of its path where documents have arrays. */
function multiKeyPaths({ fields, arrays }: Index): Doc {
  const out = new EmptyDoc();
  fields.forEach(({ path }, field) => {
    const parts = path.split('.');
    out[path] = parts.map((_, i) => parts.slice(0, i + 1).join('.')).filter((_, i) => (arrays[field]! & (1 << i)) !== 0);
  });
  return out;
}
