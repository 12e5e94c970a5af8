/** Languages of text indexes, by all their names. */
const LANGUAGES: Record<string, string> = {
  danish: 'danish', da: 'danish', dan: 'danish', dutch: 'dutch', nl: 'dutch', nld: 'dutch', english: 'english', en: 'english', eng: 'english',
  finnish: 'finnish', fi: 'finnish', fin: 'finnish', french: 'french', fr: 'french', fra: 'french', german: 'german', de: 'german', deu: 'german',
  hungarian: 'hungarian', hu: 'hungarian', hun: 'hungarian', italian: 'italian', it: 'italian', ita: 'italian', norwegian: 'norwegian', nb: 'norwegian',
  nor: 'norwegian', portuguese: 'portuguese', pt: 'portuguese', por: 'portuguese', romanian: 'romanian', ro: 'romanian', ron: 'romanian',
  russian: 'russian', ru: 'russian', rus: 'russian', spanish: 'spanish', es: 'spanish', spa: 'spanish', swedish: 'swedish', sv: 'swedish', swe: 'swedish',
  turkish: 'turkish', tr: 'turkish', tur: 'turkish', none: 'none',
};

/** The language that a name stands for, in any case of letters. */
export function textLanguage(name: string): string | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(LANGUAGES, key) ? LANGUAGES[key] : undefined;
}

export function isTextLanguage(name: string): boolean {
  return textLanguage(name) !== undefined;
}
