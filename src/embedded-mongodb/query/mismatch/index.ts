import { Int32 } from 'bson';
import type { StringOrder } from '../../bson/compare.js';
import { doc, isDoc } from '../../bson/document.js';
import type { Doc } from '../../bson/document.js';
import { compileFilter } from '../filter.js';
import { compileSchema } from '../match/json-schema/compile.js';
import { isSection } from '../match/section.js';
import { explainCondition } from './condition.js';
import { explainExpression, explainSchema } from './document.js';

/** The document that was refused, and how its strings compare. */
export interface Explaining {
  document: Doc;
  strings: StringOrder | undefined;
}

/** Why a document does not match the filter of a validator: the `errInfo` of a DocumentValidationFailure. */
export function explainMismatch(filter: Doc, document: Doc, strings?: StringOrder): Doc {
  const failingDocumentId = document._id;
  const details = explainFilter(filter, { document, strings }, false);
  return details === undefined ? doc({ failingDocumentId, note: 'failed to generate document validation error' }) : doc({ failingDocumentId, details });
}

// Below, no answer means that a condition is to blame for which the server has no words, such as `$alwaysFalse`.

/** @param isMatch the filter stands under a negation, so the question is why it does match */
function explainFilter(filter: Doc, explaining: Explaining, isMatch: boolean): Doc | undefined {
  const clauses = clausesOf(filter);
  return clauses.length === 1 ? explainClause(clauses[0]!, explaining, isMatch) : list('$and', clauses, explaining, isMatch);
}

/** The filter taken apart into conditions that each have a reason of their own. */
function clausesOf(filter: Doc): Doc[] {
  return Object.keys(filter).filter((name) => name !== '$comment').flatMap((name) => {
    const condition = filter[name];
    if (name.startsWith('$') || !isSection(condition)) return [doc({ [name]: condition })];
    return sectionsOf(condition).map((section) => doc({ [name]: section }));
  });
}

/** `{ $gt: 1, $lt: 5 }` is two conditions; `$options` belongs to its `$regex`. */
function sectionsOf(section: Doc): Doc[] {
  return Object.keys(section).filter((name) => name !== '$options').map((name) => {
    const { $options } = section;
    return doc({ [name]: section[name], ...(name === '$regex' && $options !== undefined && { $options }) });
  });
}

function explainClause(clause: Doc, explaining: Explaining, isMatch: boolean): Doc | undefined {
  const name = Object.keys(clause)[0]!;
  const operand = clause[name];
  switch (name) {
    case '$and':
    case '$or': return list(name, operand as Doc[], explaining, isMatch);
    case '$nor': return list(name, operand as Doc[], explaining, !isMatch);
    case '$expr': return explainExpression(operand, explaining, isMatch);
    case '$jsonSchema': return explainSchema(operand as Doc, explaining, isMatch);
    default:
  }
  if (name.startsWith('$')) return undefined;
  if (!isSection(operand) || !('$not' in operand)) return explainCondition(name, operand, explaining, isMatch);
  const details = explainFilter(doc({ [name]: operand.$not }), explaining, !isMatch);
  return details && doc({ operatorName: '$not', details });
}

/** Those clauses that are to blame. */
function list(operatorName: string, clauses: Doc[], explaining: Explaining, isMatch: boolean): Doc | undefined {
  const { document, strings } = explaining;
  const blamed: Doc[] = [];
  for (const [index, clause] of clauses.entries()) {
    if (compileFilter(clause, { strings }).matches(document) !== isMatch) continue;
    const details = explainFilter(clause, explaining, isMatch);
    if (details === undefined) return undefined;
    blamed.push(doc({ index: new Int32(index), ...annotationsOf(clause), details }));
  }
  return doc({ operatorName, [isMatch ? 'clausesSatisfied' : 'clausesNotSatisfied']: blamed });
}

function annotationsOf({ $jsonSchema }: Doc): Doc {
  return isDoc($jsonSchema) ? compileSchema($jsonSchema).annotations : doc({});
}
