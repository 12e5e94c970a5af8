import type { Passage } from './document.js';
import type { TextSearch } from './search.js';
import { foldCase, stripDiacritics, tokens } from './tokens.js';

/** Does a document that has one of the terms meet the rest of the search: spelling, negations and phrases? */
export function meets(passages: readonly Passage[], search: TextSearch): boolean {
  const { spelledTerms, negatedTerms, phrases, negatedPhrases } = search;
  if (spelledTerms.length > 0 && !hasAny(passages, spelledTerms, search)) return false;
  if (negatedTerms.length > 0 && hasAny(passages, negatedTerms, search)) return false;
  return phrases.every((phrase) => hasPhrase(passages, phrase, search)) && !negatedPhrases.some((phrase) => hasPhrase(passages, phrase, search));
}

function hasAny(passages: readonly Passage[], terms: readonly string[], search: TextSearch): boolean {
  return passages.some(({ text, language }) => tokens(text, language, search).some((word) => terms.includes(word)));
}

/** A phrase is no more than a piece of text: `he` is in `the`. */
function hasPhrase(passages: readonly Passage[], phrase: string, search: TextSearch): boolean {
  const wanted = spelling(phrase, search);
  return passages.some(({ text }) => spelling(text, search).includes(wanted));
}

function spelling(text: string, { caseSensitive, diacriticSensitive, language }: TextSearch): string {
  const cased = caseSensitive ? text : foldCase(text, language);
  return diacriticSensitive ? cased : stripDiacritics(cased);
}
