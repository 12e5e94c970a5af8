import { compare } from '../../bson/compare.js';
import { identical } from '../../bson/identical.js';
import type { Doc, Value } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { compileFilter } from '../../query/filter.js';
import { describe } from '../../storage/describe.js';
import { filterDocument } from '../explain/filter-document.js';

/** What makes two indexes different ones, whatever they are called. */
const IDENTITY = ['unique', 'sparse', 'collation', 'partialFilterExpression', 'wildcardProjection'];

/** What may differ without being noticed. */
const IGNORED = new Set(['v', 'key', 'name', 'background', 'ns', ...IDENTITY]);

/** Is the index there already? */
export function isThere(spec: Doc, existing: readonly Doc[]): boolean {
  return existing.some((other) => other.name === spec.name && sameIndex(spec, other) && sameOptions(spec, other));
}

/** @throws MongoError when an index of the collection stands in the way of a new one */
export function checkConflicts(spec: Doc, existing: readonly Doc[]): void {
  const namesake = existing.find(({ name }) => name === spec.name);
  if (namesake !== undefined) {
    if (!sameIndex(spec, namesake)) {
      throw new MongoError('IndexKeySpecsConflict', 'An existing index has the same name as the requested index. When index names are not specified, they are auto generated and can cause conflicts. '
        + `Please refer to our documentation. Requested index: ${describe(spec)}, existing index: ${describe(namesake)}`);
    }
    throw new MongoError('IndexOptionsConflict', `An equivalent index already exists with the same name but different options. Requested index: ${describe(spec)}, existing index: ${describe(namesake)}`);
  }
  const twin = existing.find((other) => sameIndex(spec, other));
  if (twin !== undefined) {
    throw new MongoError('IndexOptionsConflict', sameOptions(spec, twin)
      ? `Index already exists with a different name: ${String(twin.name)}`
      : `An equivalent index already exists with a different name and options. Requested index: ${describe(spec)}, existing index: ${describe(twin)}`);
  }
  const otherText = isText(spec) ? existing.find(isText) : undefined;
  if (otherText !== undefined) throw new MongoError('CannotCreateIndex', `only one text index per collection allowed, found existing text index "${String(otherText.name)}"`);
}

function isText(spec: Doc): boolean {
  return '_fts' in (spec.key as Doc);
}

function sameIndex(a: Doc, b: Doc): boolean {
  return compare(a.key, b.key) === 0 && IDENTITY.every((field) => sameIdentity(field, a[field], b[field]));
}

function sameIdentity(field: string, a: Value, b: Value): boolean {
  if (field === 'unique' || field === 'sparse') return (a === true) === (b === true);
  if (field === 'partialFilterExpression' && a !== undefined && b !== undefined) return identical(canonical(a as Doc), canonical(b as Doc));
  return identical(a, b);
}

/** Filters that are written differently may say the same. */
function canonical(filter: Doc): Doc {
  const tree = compileFilter(filter).tree;
  if (tree.kind === 'path' || tree.kind === 'document') return filterDocument(tree);
  if ('children' in tree) tree.children.sort((a, b) => compare(filterDocument(a), filterDocument(b)));
  return filterDocument(tree);
}

function sameOptions(a: Doc, b: Doc): boolean {
  const fields = new Set([...Object.keys(a), ...Object.keys(b)].filter((field) => !IGNORED.has(field)));
  return [...fields].every((field) => compare(a[field] ?? null, b[field] ?? null) === 0);
}
