import type { Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { typeOf } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import { metadataOf } from '../metadata.js';
import type { DocumentOperator } from './operator.js';

/** A `$text` as it is written: which language it is in and what it means depends on the index. */
export interface TextExpression {
  search: string;
  /** Of the index, unless given. */
  language: string | undefined;
  caseSensitive: boolean;
  diacriticSensitive: boolean;
}

/** Matches what a text index has found: such documents have a score. */
export const $text: DocumentOperator = (operand, { isTop }) => {
  if (!isTop) throw new MongoError('BadValue', '$text can only be applied to the top-level document');
  return { kind: 'document', operator: '$text', operand, parsed: read(operand), test: (root) => metadataOf(root)?.textScore !== undefined };
};

function read(operand: Value): TextExpression {
  if (!isDoc(operand)) throw new MongoError('BadValue', '$text expects an object');
  const { $search, $language, $caseSensitive = false, $diacriticSensitive = false, ...others } = operand;
  if (!('$search' in operand)) throw new MongoError('NoSuchKey', 'Missing expected field "$search"');
  if (typeof $search !== 'string') throw wrongType('$search', 'string', $search);
  if ($language !== undefined && typeof $language !== 'string') throw wrongType('$language', 'string', $language);
  if (typeof $caseSensitive !== 'boolean') throw wrongType('$caseSensitive', 'bool', $caseSensitive);
  if (typeof $diacriticSensitive !== 'boolean') throw wrongType('$diacriticSensitive', 'bool', $diacriticSensitive);
  if (Object.keys(others).length > 0) throw new MongoError('BadValue', 'extra fields in $text');
  return { search: $search, language: $language === '' ? undefined : $language, caseSensitive: $caseSensitive, diacriticSensitive: $diacriticSensitive };
}

function wrongType(field: string, expected: string, found: Value): MongoError {
  return new MongoError('TypeMismatch', `"${field}" had the wrong type. Expected ${expected}, found ${typeOf(found)}`);
}
