import { compare } from '../../bson/compare.js';
import type { Doc } from '../../bson/document.js';
import { isNumber } from '../../bson/types.js';
import { MongoError } from '../../errors.js';
import type { Index } from '../index.js';

/** What a hint asks for: an index, or a walk over the collection. */
export type Hint = { index: Index } | { natural: 1 | -1 } | null;

export function hintOf(hint: Doc | string | undefined, indexes: readonly Index[]): Hint {
  if (hint === undefined) return null;
  if (typeof hint !== 'string') {
    const fields = Object.keys(hint);
    if (fields.length === 0) return null;
    if (fields[0] === '$natural') return { natural: naturalOrder(hint, 'hint') };
  }
  const found = indexes.filter((index) => !index.isHidden && (typeof hint === 'string' ? index.name === hint : compare(index.spec.key, hint) === 0 && sameFields(index, hint)));
  if (found.length === 0) throw new MongoError('BadValue', 'error processing query: planner returned error: hint provided does not correspond to an existing index');
  if (found.length > 1) throw new MongoError('IndexNotFound', `Hint matched multiple indexes, must hint by index name. Matched: ${found.map(({ name }) => name).join(' and ')}`);
  return { index: found[0]! };
}

function sameFields(index: Index, hint: Doc): boolean {
  return Object.keys(hint).join('\0') === Object.keys(index.spec.key as Doc).join('\0');
}

/** `{ $natural: 1 }` */
export function naturalOrder(spec: Doc, where: 'hint' | 'sort'): 1 | -1 {
  const order = spec.$natural;
  const number = isNumber(order) ? Number(String(order)) : NaN;
  if ((number !== 1 && number !== -1) || Object.keys(spec).length > 1) {
    throw new MongoError('BadValue', `$natural ${where} cannot be set to a value other than -1 or 1.`);
  }
  return number;
}
