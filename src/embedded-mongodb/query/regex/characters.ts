/** A character as it stands for itself anywhere in a JavaScript pattern, also within brackets. */
export function literal(character: string): string {
  return /^[0-9A-Za-z_]$|^[^\x00-\x7f]$/u.test(character) ? character : `\\u{${character.codePointAt(0)!.toString(16)}}`;
}

/** The character in upper and lower case. */
export function bothCases(character: string): string[] {
  return [...new Set([character, character.toLowerCase(), character.toUpperCase()])].filter((one) => Array.from(one).length === 1);
}

const MOST = 4000;

/** A range in both cases. Of a very long range only the ends of the alphabet that matter are looked at. */
export function rangeInBothCases(from: string, to: string): string[] {
  const first = from.codePointAt(0)!;
  const last = to.codePointAt(0)!;
  const others: string[] = [];
  for (let code = first; code <= Math.min(last, first + MOST); code += 1) {
    for (const other of bothCases(String.fromCodePoint(code))) {
      const at = other.codePointAt(0)!;
      if (at < first || at > last) others.push(literal(other));
    }
  }
  return [`${literal(from)}-${literal(to)}`, ...others];
}
