import type { FieldNames } from '../../bson/fields.js';
import { bothOf } from '../../bson/fields.js';
import type { MatchNode } from './tree.js';

/** What a filter reads of a document. */
export function fieldsRead(node: MatchNode): FieldNames {
  switch (node.kind) {
    case 'and':
    case 'or': return node.children.map(fieldsRead).reduce(bothOf, new Set<string>());
    case 'not': return fieldsRead(node.child);
    case 'document': return null;
    default: return node.path === '' ? null : new Set([node.path]);
  }
}
