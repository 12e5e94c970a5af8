/** What the letters of options and of `(?imsx)` switch, at one place of a pattern. */
export interface Flags {
  /** Upper and lower case are the same. */
  i: boolean;
  /** `^` and `$` also match at line breaks. */
  m: boolean;
  /** `.` matches a line break, too. */
  s: boolean;
  /** White space and `#` comments do not count. */
  x: boolean;
  /** Nor do blanks and tabs within brackets. */
  xx: boolean;
  /** Plain parentheses do not capture. */
  n: boolean;
  /** Quantifiers are lazy, and greedy with a `?`. */
  U: boolean;
}

export function flagsOf(options: string): Flags {
  const has = (letter: string): boolean => options.includes(letter);
  return { i: has('i'), m: has('m'), s: has('s'), x: has('x'), xx: false, n: false, U: false };
}

/** The letters between `(?` and `)` or `:`, such as `i-x`. */
export function switched(flags: Flags, letters: string): Flags {
  const result = { ...flags };
  let text = letters;
  if (text.startsWith('^')) {
    Object.assign(result, { i: false, m: false, s: false, x: false, xx: false, n: false });
    text = text.slice(1);
  }
  const [on = '', off = ''] = text.split('-');
  set(result, on, true);
  set(result, off, false);
  return result;
}

function set(flags: Flags, letters: string, value: boolean): void {
  for (const letter of letters) if (letter !== 'J') flags[letter as keyof Flags] = value;
  if (letters.includes('xx') || (!value && letters.includes('x'))) flags.xx = value;
}
