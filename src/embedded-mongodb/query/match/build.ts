import type { MatchNode } from './tree.js';

// How nodes are put together, so that a tree keeps the promises of tree.ts.

export function and(children: MatchNode[]): MatchNode {
  const flat = children.flatMap((child) => (child.kind === 'and' ? child.children : [child]));
  return flat.length === 1 ? flat[0]! : { kind: 'and', children: flat };
}

export function or(children: MatchNode[]): MatchNode {
  const flat = children.flatMap((child) => (child.kind === 'or' ? child.children : [child]));
  return flat.length === 1 ? flat[0]! : { kind: 'or', children: flat };
}

export function not(child: MatchNode): MatchNode {
  return { kind: 'not', child };
}
