import { collationOf } from '../bson/collation.js';
import type { Doc } from '../bson/document.js';

/**
 * The sort key that ICU, and so MongoDB, makes of a text under a collation, in hexadecimal: a duplicate key error shows
 * it in the place of the text. Known for Latin letters, digits and spaces in English order, up to strength 3; indexes
 * themselves compare texts and need no such key.
 * @returns null where it is not known
 */
export function collationKey(text: string, collation: Doc): string | null {
  const strength = Number(String(collation.strength));
  if (collationOf(collation) === undefined || strength > 3 || !/^en\b/.test(String(collation.locale))) return null;
  if (collation.caseLevel === true || collation.numericOrdering === true || collation.alternate === 'shifted' || collation.caseFirst !== 'off') return null;
  const weights = weightsOf(text);
  if (weights === null) return null;
  const bytes = weights.primary;
  if (strength >= 2) bytes.push(1, ...compressed(weights.secondary, 0x45));
  if (strength >= 3) bytes.push(1, ...compressed(weights.tertiary, 0xc5));
  // Without a single weight there is only the first separator.
  return Buffer.from(text === '' ? [1] : bytes).toString('hex');
}

const COMMON = 5;
const UPPER_CASE = 0xdc;
/** Combining marks. */
const ACCENTS: Record<string, number> = { '\u0300': 0x8a, '\u0301': 0x88, '\u0303': 0x9a, '\u0308': 0x96 };

interface Weights { primary: number[]; secondary: number[]; tertiary: number[] }

function weightsOf(text: string): Weights | null {
  const out: Weights = { primary: [], secondary: [], tertiary: [] };
  for (const char of text.normalize('NFD')) {
    const accent = ACCENTS[char];
    const primary = primaryOf(char);
    if (accent !== undefined) {
      out.secondary.push(accent);
      out.tertiary.push(COMMON);
    } else if (primary !== null) {
      out.primary.push(primary);
      out.secondary.push(COMMON);
      out.tertiary.push(/[A-Z]/.test(char) ? UPPER_CASE : COMMON);
    } else {
      return null;
    }
  }
  return out;
}

function primaryOf(char: string): number | null {
  if (char === ' ') return 0x04;
  if (/^[0-9]$/.test(char)) return 0x12 + 2 * Number(char);
  return /^[A-Za-z]$/.test(char) ? 0x29 + 2 * (char.toLowerCase().charCodeAt(0) - 97) : null;
}

const LONGEST_RUN = 33;

/** Runs of the common weight become a count, upwards at the end and downwards before a greater weight. */
function compressed(weights: readonly number[], top: number): number[] {
  const out: number[] = [];
  let run = 0;
  const flush = (isLast: boolean): void => {
    for (; run > LONGEST_RUN; run -= LONGEST_RUN) out.push(isLast ? COMMON - 1 + LONGEST_RUN : top + 1 - LONGEST_RUN);
    if (run > 0) out.push(isLast ? COMMON - 1 + run : top + 1 - run);
    run = 0;
  };
  for (const weight of weights) {
    if (weight === COMMON) {
      run += 1;
      continue;
    }
    flush(false);
    out.push(weight);
  }
  flush(true);
  return out;
}
