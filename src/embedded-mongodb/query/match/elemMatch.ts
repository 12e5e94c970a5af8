import { isDoc } from '../../bson/document.js';
import type { Value } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import { compileForDocument, compileForValue } from './compile.js';
import type { PathOperator } from './operator.js';
import { isReferenceField, isSection } from './section.js';
import type { ElemMatchNode, Missing, Position } from './tree.js';

/** Logical operators may stand beside fields as well as beside operators; they make it a match on documents. */
const OF_DOCUMENTS = new Set(['$and', '$or', '$nor', '$where', '$expr', '$text', '$comment', '$jsonSchema', '$alwaysTrue', '$alwaysFalse', '$sampleRate']);

export const $elemMatch: PathOperator = (operand, { path, parseFilter, parseSection }) => {
  if (!isDoc(operand)) throw new MongoError('BadValue', '$elemMatch needs an Object');
  const first = Object.keys(operand)[0];
  const ofValues = isSection(operand) && !OF_DOCUMENTS.has(first!) && !isReferenceField(first!);
  const child = ofValues ? parseSection(operand, '', false) : parseFilter(operand, false);
  const matches = ofValues ? compileForValue(child) : documentsOnly(compileForDocument(child));
  const test = (value: Value | Missing, position?: Position): boolean => {
    if (!Array.isArray(value)) return false;
    const index = value.findIndex(matches);
    if (index === -1) return false;
    if (position !== undefined) position.index = index;
    return true;
  };
  return { kind: 'path', path, operator: '$elemMatch', of: ofValues ? 'values' : 'documents', child, operand, arrays: 'whole', test } satisfies ElemMatchNode;
};

/** An array counts as a document whose fields are numbers. */
function documentsOnly(matches: ReturnType<typeof compileForDocument>): (element: Value) => boolean {
  return (element) => (isDoc(element) || Array.isArray(element)) && matches(element);
}
