import { stemmerOf } from './stem.js';
import { STOP_WORDS } from './stop-words.js';

export interface TokenOptions {
  caseSensitive?: boolean;
  diacriticSensitive?: boolean;
}

const DELIMITERS = /[\p{Dash}\p{Pattern_Syntax}\p{Quotation_Mark}\p{Terminal_Punctuation}\p{White_Space}\u00ad\u30fb\uff65]+/u;
/** In English an apostrophe is part of its word. */
const ENGLISH_DELIMITERS = /(?:(?!')[\p{Dash}\p{Pattern_Syntax}\p{Quotation_Mark}\p{Terminal_Punctuation}\p{White_Space}\u00ad\u30fb\uff65])+/u;

/**
 * The words of a text, one by one, without stop words and reduced to their stems. Stop words are told by their lower
 * case and with accents; so are stems, unless case counts.
 */
export function tokens(text: string, language: string, options: TokenOptions = {}): string[] {
  const stopWords = STOP_WORDS[language]!;
  const stem = stemmerOf(language);
  const out: string[] = [];
  for (const word of text.split(language === 'english' ? ENGLISH_DELIMITERS : DELIMITERS)) {
    if (word === '') continue;
    const lower = foldCase(word, language);
    if (stopWords.has(lower)) continue;
    const stemmed = stem(options.caseSensitive ? word : lower);
    out.push(options.diacriticSensitive ? stemmed : stripDiacritics(stemmed));
  }
  return out;
}

/** In Turkish the dot of an i stays. */
export function foldCase(text: string, language: string): string {
  return language === 'turkish' ? text.toLocaleLowerCase('tr') : text.toLowerCase();
}

export function stripDiacritics(text: string): string {
  return /^[\0-\x7f]*$/.test(text) ? text : text.normalize('NFD').replace(/\p{Diacritic}/gu, '').normalize('NFC');
}
