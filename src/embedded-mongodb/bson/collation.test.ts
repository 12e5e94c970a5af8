import { serialize } from 'bson';
import { expect, test } from 'vitest';
import { decode } from './codec.js';
import { collationOf, completeCollation } from './collation.js';
import type { Doc } from './document.js';

const read = (value: Record<string, unknown>): Doc => decode(Buffer.from(serialize(value)));
const order = (collation: Record<string, unknown>, a: string, b: string): number => Math.sign(collationOf(read(collation))!(a, b));

test('strengths tell apart letters, accents, cases', () => {
  expect([1, 2, 3].map((strength) => order({ locale: 'en', strength }, 'a', 'A'))).toEqual([0, 0, -1]);
  expect([1, 2, 3].map((strength) => order({ locale: 'en', strength }, 'e', 'é'))).toEqual([0, -1, -1]);
  expect(order({ locale: 'en', strength: 1, caseLevel: true }, 'a', 'A')).toBe(-1);
  expect(order({ locale: 'en', caseFirst: 'upper' }, 'a', 'A')).toBe(1);
});

test('punctuation and blanks can be ignored', () => {
  expect(order({ locale: 'en', alternate: 'shifted' }, 'co-op', 'coop')).toBe(0);
  expect(order({ locale: 'en', alternate: 'shifted', maxVariable: 'space' }, 'co op', 'coop')).toBe(0);
  expect(order({ locale: 'en', alternate: 'shifted', maxVariable: 'space' }, 'co-op', 'coop')).not.toBe(0);
});

test('no collation, the simple one and an empty one compare bytes', () => {
  expect([undefined, {}, { locale: 'simple' }, { locale: 'simple', strength: 2 }].map((collation) => collationOf(collation && read(collation)))).toEqual([undefined, undefined, undefined, undefined]);
});

test('the same specification gives the same order, so that it can be recognized', () => {
  expect(collationOf(read({ locale: 'en', strength: 2 }))).toBe(collationOf(read({ strength: 2, locale: 'en' })));
});

test('the complete collation is shown as MongoDB shows it', () => {
  expect(JSON.stringify(completeCollation(read({ locale: 'fr_CA', strength: 2 })))).toBe(
    '{"locale":"fr_CA","caseLevel":false,"caseFirst":"off","strength":2,"numericOrdering":false,"alternate":"non-ignorable","maxVariable":"punct","normalization":false,"backwards":true,"version":"57.1"}',
  );
});

test.each<[Record<string, unknown>, number]>([
  [{ locale: 'nope' }, 2], [{ locale: 'en-US' }, 2], [{ locale: '' }, 2], [{ locale: 5 }, 14], [{ strength: 1 }, 40414], [{ locale: 'en', strength: 6 }, 2], [{ locale: 'en', strength: 'x' }, 14],
  [{ locale: 'en', bogus: 1 }, 40415], [{ locale: 'en', caseFirst: 'x' }, 2], [{ locale: 'en', caseFirst: 'upper', strength: 1 }, 2], [{ locale: 'fr', backwards: true, strength: 1 }, 2],
  [{ locale: 'en', version: '1' }, 161],
])('%j is refused', (specification, code) => {
  expect(() => collationOf(read(specification))).toThrow(expect.objectContaining({ code }));
});
