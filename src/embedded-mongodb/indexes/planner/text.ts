import type { Value } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { TextExpression } from '../../query/match/text.js';
import type { DocumentNode, MatchNode } from '../../query/match/tree.js';
import type { Index } from '../index.js';
import { TextMatch } from '../stages/TEXT_MATCH.js';
import { textLanguage } from '../text/languages.js';
import { parseSearch } from '../text/search.js';
import type { Condition } from './conditions.js';

/** The `$text` among the parts of a filter. */
export function textAmong(conjuncts: readonly MatchNode[]): DocumentNode | null {
  return (conjuncts.find(isText) as DocumentNode | undefined) ?? null;
}

function isText(node: MatchNode): boolean {
  return node.kind === 'document' && node.operator === '$text';
}

/** @throws MongoError when `$text` stands where it cannot be answered, or comes twice */
export function checkText(tree: MatchNode): boolean {
  const count = countOf(tree);
  if (count > 1) throw new MongoError('BadValue', 'Too many text expressions');
  return count === 1;
}

function countOf(node: MatchNode): number {
  switch (node.kind) {
    case 'and':
    case 'or': return node.children.reduce((sum, child) => sum + countOf(child), 0);
    case 'not':
      if (countOf(node.child) > 0) throw new MongoError('BadValue', 'text expression not allowed in nor');
      return 0;
    default: return Number(isText(node));
  }
}

/** @throws IndexNotFound */
export function textIndexOf(indexes: readonly Index[]): Index {
  const index = indexes.find((candidate) => candidate.text !== null);
  if (index === undefined) throw new MongoError('IndexNotFound', 'text index required for $text query');
  return index;
}

/** The search for a `$text`, in the one text index that a collection has. */
export function textStage(node: DocumentNode, conditions: readonly Condition[], index: Index): TextMatch {
  const { search, language, caseSensitive, diacriticSensitive } = node.parsed as TextExpression;
  const keys = index.text!;
  const named = language === undefined ? keys.text.defaultLanguage : textLanguage(language);
  if (named === undefined) throw new MongoError('BadValue', `unsupported language: "${language}" for text index version 3`);
  const prefix = keys.prefix.map((path) => prefixValue(path, conditions));
  return new TextMatch(index, keys, parseSearch(search, named, { caseSensitive, diacriticSensitive }), prefix);
}

function prefixValue(path: string, conditions: readonly Condition[]): Value {
  const equality = conditions.find((condition) => condition.path === path && !condition.negated && condition.node.operator === '$eq' && condition.groups.length === 0);
  if (equality === undefined) throw new MongoError('NoQueryExecutionPlans', `failed to use text index to satisfy $text query (if text index is compound, are equality predicates given for all prefix fields?)`);
  return equality.node.operand as Value;
}
