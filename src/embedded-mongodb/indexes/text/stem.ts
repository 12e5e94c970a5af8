import { createRequire } from 'node:module';

type Stem = (word: string) => string;

interface SnowballStemmers {
  newStemmer(language: string): { stem: Stem };
}

const stems = new Map<string, Stem>([['none', (word) => word]]);

/** What a word has in common with its relatives: `running` and `runs` are `run`. */
export function stemmerOf(language: string): Stem {
  let stem = stems.get(language);
  if (stem === undefined) {
    // Loaded when first needed: it is large, and few databases have a text index.
    const { newStemmer } = createRequire(import.meta.url)('snowball-stemmers') as SnowballStemmers;
    const stemmer = newStemmer(language);
    stem = (word) => stemmer.stem(word);
    stems.set(language, stem);
  }
  return stem;
}
