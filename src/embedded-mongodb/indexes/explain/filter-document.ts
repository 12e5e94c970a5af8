import { BSONRegExp } from 'bson';
import type { Doc, Value } from '../../bson/document.js';
import { Doc as EmptyDoc, doc } from '../../bson/document.js';
import type { MatchNode, PathNode, Pattern } from '../../query/match/tree.js';

/** A parsed filter as a document again, as `explain` shows it. */
export function filterDocument(node: MatchNode): Doc {
  switch (node.kind) {
    case 'and': return node.children.length === 0 ? new EmptyDoc() : node.children.length === 1 ? filterDocument(node.children[0]!) : doc({ $and: node.children.map(filterDocument) });
    case 'or': return node.children.length === 0 ? doc({ $alwaysFalse: true }) : doc({ $or: node.children.map(filterDocument) });
    case 'document': return doc({ [node.operator]: node.operand });
    case 'path': return under(node.path, condition(node));
    case 'not': return negation(node.child);
  }
}

function negation(child: MatchNode): Doc {
  if (child.kind === 'or') return doc({ $nor: child.children.map(filterDocument) });
  if (child.kind === 'path') return under(child.path, doc({ $not: condition(child) }));
  return doc({ $nor: [filterDocument(child)] });
}

function under(path: string, condition: Doc): Doc {
  return path === '' ? condition : doc({ [path]: condition });
}

function condition(node: PathNode): Doc {
  switch (node.operator) {
    case '$in': return doc({ $in: [...node.operand, ...node.patterns.map(expression)] });
    case '$regex': return doc(node.operand.options === '' ? { $regex: node.operand.pattern } : { $regex: node.operand.pattern, $options: node.operand.options });
    case '$elemMatch': return doc({ $elemMatch: filterDocument(node.child) });
    default: return doc({ [node.operator]: node.operand as Value });
  }
}

function expression({ pattern, options }: Pattern): BSONRegExp {
  return new BSONRegExp(pattern, options);
}
