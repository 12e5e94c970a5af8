import { Int32 } from 'bson';
import { collationOf } from '../bson/collation.js';
import type { Doc } from '../bson/document.js';
import { doc } from '../bson/document.js';

/** Where a locale differs from the rest of the world. */
const LOCALE_DEFAULTS: Record<string, Partial<Record<'backwards' | 'alternate' | 'caseFirst', boolean | string>>> = {
  fr_CA: { backwards: true }, th: { alternate: 'shifted' }, th_TH: { alternate: 'shifted' }, da: { caseFirst: 'upper' }, da_DK: { caseFirst: 'upper' }, mt: { caseFirst: 'upper' },
  mt_MT: { caseFirst: 'upper' },
};

/**
 * A collation as collections and indexes remember it, with every default spelled out. Undefined for the simple one,
 * which is as good as none.
 * @throws MongoError when there is no such collation
 */
export function fullCollation(spec: Doc): Doc | undefined {
  collationOf(spec);
  if (spec.locale === 'simple') return undefined;
  const defaults = doc({
    locale: spec.locale, caseLevel: false, caseFirst: 'off', strength: new Int32(3), numericOrdering: false, alternate: 'non-ignorable', maxVariable: 'punct',
    normalization: false, backwards: false, ...LOCALE_DEFAULTS[spec.locale as string],
  });
  const full = doc({ ...defaults, ...spec });
  full.version = '57.1';
  return full;
}
