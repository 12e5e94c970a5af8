import { MongoError } from '../errors.js';
import type { Modification } from './operator.js';
import type { Path } from './path.js';
import { compareParts, identifierOf, isArrayFilterIdentifier, isPositional } from './path.js';

/**
 * All paths of an update, as a tree, so that paths with a common beginning walk it together and paths that get into
 * each other's way are found before any document is touched.
 */
export type UpdateNode = FieldsNode | ElementsNode | LeafNode;

/** Components that name fields, or positions in arrays. */
export interface FieldsNode { kind: 'fields'; children: Map<string, UpdateNode>; positional: UpdateNode | undefined }

/** `$[]` (under the empty identifier) and `$[identifier]`. */
export interface ElementsNode { kind: 'elements'; children: Map<string, UpdateNode> }

export interface LeafNode { kind: 'leaf'; modification: Modification | typeof SOURCE_OF_RENAME }

/** Nothing happens here; the target of the `$rename` fetches it. It is in the tree to get into others' way. */
export const SOURCE_OF_RENAME: unique symbol = Symbol('source of $rename');

export function emptyTree(): FieldsNode {
  return { kind: 'fields', children: new Map(), positional: undefined };
}

/**
 * @param check is asked about each component before it is put into the tree
 * @throws ConflictingUpdateOperators when the path meets one that is in the tree already
 */
export function plant(root: FieldsNode, path: Path, modification: LeafNode['modification'], check: (part: string) => void): void {
  let node: FieldsNode | ElementsNode = root;
  path.slice(0, -1).forEach((part, i) => {
    check(part);
    const wantsElements = isArrayFilterIdentifier(path[i + 1]!);
    let next = childOf(node, part);
    if (next === undefined) {
      next = wantsElements ? { kind: 'elements', children: new Map() } : emptyTree();
      setChild(node, part, next);
    }
    if (next.kind !== (wantsElements ? 'elements' : 'fields')) throw conflict(path, i + 1);
    node = next as FieldsNode | ElementsNode;
  });
  const last = path.at(-1)!;
  check(last);
  if (childOf(node, last) !== undefined) throw conflict(path, path.length);
  setChild(node, last, { kind: 'leaf', modification });
}

function conflict(path: Path, length: number): MongoError {
  const at = path.slice(0, length).join('.');
  return new MongoError('ConflictingUpdateOperators', `Updating the path '${path.join('.')}' would create a conflict at '${at}'`);
}

function childOf(node: FieldsNode | ElementsNode, part: string): UpdateNode | undefined {
  if (node.kind === 'elements') return node.children.get(identifierOf(part));
  return isPositional(part) ? node.positional : node.children.get(part);
}

function setChild(node: FieldsNode | ElementsNode, part: string, child: UpdateNode): void {
  if (node.kind === 'elements') node.children.set(identifierOf(part), child);
  else if (isPositional(part)) node.positional = child;
  else node.children.set(part, child);
}

/** The children of a fields node in the order in which they are applied, which is the order in which new fields appear. */
export function inOrder(children: Map<string, UpdateNode>): [string, UpdateNode][] {
  return [...children].sort(([a], [b]) => compareParts(a, b));
}

/**
 * Two nodes that turn out to stand for the same place of a document (`a.$[x].b` and `a.$[y].c`, `a.$.b` and `a.0.c`).
 * @throws ConflictingUpdateOperators when they are about the same field there
 */
export function merge(a: UpdateNode, b: UpdateNode, at: string): UpdateNode {
  if (a.kind === 'fields' && b.kind === 'fields') {
    const positional = a.positional && b.positional ? merge(a.positional, b.positional, `${at}.$`) : (a.positional ?? b.positional);
    return { kind: 'fields', children: mergeChildren(a.children, b.children, (name) => `${at}.${name}`), positional };
  }
  if (a.kind === 'elements' && b.kind === 'elements') {
    return { kind: 'elements', children: mergeChildren(a.children, b.children, (name) => `${at}.$[${name}]`) };
  }
  throw new MongoError('ConflictingUpdateOperators', `Update created a conflict at '${at}'`);
}

function mergeChildren(a: Map<string, UpdateNode>, b: Map<string, UpdateNode>, place: (name: string) => string): Map<string, UpdateNode> {
  const merged = new Map(a);
  for (const [name, node] of b) {
    const other = merged.get(name);
    merged.set(name, other === undefined ? node : merge(other, node, place(name)));
  }
  return merged;
}
