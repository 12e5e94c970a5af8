import type { Passage } from './document.js';
import { tokens } from './tokens.js';

interface Occurrences { count: number; frequency: number; exponent: number }

/** How well a document answers each of its terms: what the index keeps, and what scores of searches are the sum of. */
export function scoresOf(passages: readonly Passage[]): Map<string, number> {
  const scores = new Map<string, number>();
  for (const { text, weight, language } of passages) {
    const words = tokens(text, language);
    for (const [term, { count, frequency }] of occurrencesOf(words)) {
      // A word that is much of its text counts for more …
      const coefficient = (0.5 * count) / words.length + 0.5;
      // … and a little more if it is all of it.
      const adjustment = text.length === term.length && text.toLowerCase() === term.toLowerCase() ? 1.1 : 1;
      scores.set(term, (scores.get(term) ?? 0) + weight * frequency * coefficient * adjustment);
    }
  }
  return scores;
}

/** Each time a word comes again it counts for half of the time before. */
function occurrencesOf(words: readonly string[]): Map<string, Occurrences> {
  const out = new Map<string, Occurrences>();
  for (const word of words) {
    const known = out.get(word);
    if (known === undefined) {
      out.set(word, { count: 1, frequency: 1, exponent: 1 });
    } else {
      known.exponent *= 2;
      known.count += 1;
      known.frequency += 1 / known.exponent;
    }
  }
  return out;
}
