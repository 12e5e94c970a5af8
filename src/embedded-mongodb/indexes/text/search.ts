import type { TokenOptions } from './tokens.js';
import { tokens } from './tokens.js';

/** What a `$search` asks for. */
export interface TextSearch extends TokenOptions {
  language: string;
  /** Found in the index: any of these, without case and accents. */
  terms: string[];
  /** What a document must have one of, as its words are spelt; empty if `terms` says it all. */
  spelledTerms: string[];
  negatedTerms: string[];
  phrases: string[];
  negatedPhrases: string[];
}

/** A piece of a search: a word, a quotation mark or a hyphen. */
interface Piece {
  text: string;
  at: number;
  afterSpace: boolean;
}

/**
 * Words in quotation marks are a phrase, which must be there as it is written; a hyphen before a word or a phrase, with
 * space before it, excludes it, and whatever is joined to it.
 */
export function parseSearch(search: string, language: string, options: TokenOptions): TextSearch {
  const positive: string[] = [];
  const negative: string[] = [];
  const out: TextSearch = { ...options, language, terms: [], spelledTerms: [], negatedTerms: [], phrases: [], negatedPhrases: [] };
  let negated = false;
  let quotedFrom: number | null = null;
  for (const { text, at, afterSpace } of piecesOf(search)) {
    if (text === '-') {
      if (quotedFrom === null && afterSpace) negated = true;
    } else if (text === '"') {
      if (quotedFrom !== null) {
        (negated ? out.negatedPhrases : out.phrases).push(search.slice(quotedFrom, at));
        quotedFrom = null;
      } else {
        if (afterSpace) negated = false;
        quotedFrom = at + 1;
      }
    } else if (quotedFrom === null || !negated) {
      if (afterSpace && quotedFrom === null) negated = false;
      (negated ? negative : positive).push(text);
    }
  }
  const isSpelled = options.caseSensitive === true || options.diacriticSensitive === true;
  out.terms = unique(tokens(positive.join(' '), language));
  if (isSpelled) out.spelledTerms = unique(tokens(positive.join(' '), language, options));
  out.negatedTerms = unique(negative.flatMap((word) => tokens(word, language, options)));
  return out;
}

function unique(words: string[]): string[] {
  return [...new Set(words)].sort();
}

/** ASCII punctuation separates like space, but for quotation marks and hyphens, and apostrophes, which may join a word. */
const SPACE = /[\s\0-\x1f~`!@#$%^&*()+=[\]{}|\\;:,./<>?]/;

function piecesOf(search: string): Piece[] {
  const out: Piece[] = [];
  let afterSpace = true;
  let at = 0;
  while (at < search.length) {
    const char = search[at]!;
    if (SPACE.test(char)) {
      afterSpace = true;
      at += 1;
      continue;
    }
    let end = at + 1;
    if (char !== '-' && char !== '"') while (end < search.length && !SPACE.test(search[end]!) && search[end] !== '-' && search[end] !== '"') end += 1;
    out.push({ text: search.slice(at, end), at, afterSpace });
    afterSpace = false;
    at = end;
  }
  return out;
}
