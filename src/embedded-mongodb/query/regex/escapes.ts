import type { Reader } from './reader.js';
import { InvalidPattern } from './reader.js';

/** What an escape stands for: one character, or a set of characters, written as a JavaScript class. */
export type Escape = { character: string } | { set: string };

const CONTROLS: Record<string, string> = { a: '\x07', e: '\x1b', f: '\f', n: '\n', r: '\r', t: '\t' };
const BLANKS = '\\t \\u00a0\\u1680\\u180e\\u2000-\\u200a\\u202f\\u205f\\u3000';
const BREAKS = '\\n-\\r\\u0085\\u2028\\u2029';

/** `\d`, `\w` and `\s` know ASCII only. */
const SETS: Record<string, string> = {
  d: '[0-9]', D: '[^0-9]', w: '[0-9A-Za-z_]', W: '[^0-9A-Za-z_]', s: '[\\t-\\r ]', S: '[^\\t-\\r ]',
  h: `[${BLANKS}]`, H: `[^${BLANKS}]`, v: `[${BREAKS}]`, V: `[^${BREAKS}]`, N: '[^\\n]',
};

/** And all of Unicode after `(*UCP)`. */
const UNICODE_SETS: Record<string, string> = {
  d: '\\p{Nd}', D: '\\P{Nd}', w: '[\\p{L}\\p{N}\\p{Mn}\\p{Pc}]', W: '[^\\p{L}\\p{N}\\p{Mn}\\p{Pc}]', s: '[\\p{Z}\\t-\\r\\u0085]', S: '[^\\p{Z}\\t-\\r\\u0085]',
};

export const LINE_BREAK = `(?:\\r\\n|[${BREAKS}])`;

/** Reads what follows a backslash, as far as it means the same within brackets and without. */
export function readEscape(reader: Reader, unicode: boolean): Escape | undefined {
  const letter = reader.peek();
  const octal = reader.match(/^(?:0[0-7]{0,2}|o\{([0-7]+)\})/);
  if (octal !== null) return { character: String.fromCodePoint(parseInt(octal[1] ?? octal[0], 8)) };
  const hexadecimal = reader.match(/^(?:x(?:\{([0-9a-fA-F]+)\}|([0-9a-fA-F]{0,2}))|N\{U\+([0-9a-fA-F]+)\})/);
  if (hexadecimal !== null) return { character: point(hexadecimal[1] ?? hexadecimal[3] ?? hexadecimal[2] ?? '') };
  const control = reader.match(/^c([\x20-\x7e])/);
  if (control !== null) return { character: String.fromCharCode(control[1]!.toUpperCase().charCodeAt(0) ^ 64) };
  if (letter === 'p' || letter === 'P') return { set: readProperty(reader) };
  if (Object.hasOwn(CONTROLS, letter)) return { character: CONTROLS[reader.next()]! };
  const sets = unicode ? { ...SETS, ...UNICODE_SETS } : SETS;
  if (Object.hasOwn(sets, letter)) return { set: sets[reader.next()]! };
  if (/^[FLlUu]$/.test(letter)) throw new InvalidPattern('PCRE2 does not support \\F, \\L, \\l, \\N{name}, \\U, or \\u');
  return /^[0-9A-Za-z]$/.test(letter) ? undefined : { character: reader.next() };
}

function point(digits: string): string {
  const code = parseInt(digits || '0', 16);
  if (code > 0x10ffff) throw new InvalidPattern('character code point value in \\x{} or \\o{} is too large');
  return String.fromCodePoint(code);
}

function readProperty(reader: Reader): string {
  const negative = reader.next() === 'P';
  const name = reader.match(/^(?:\{(\^?)\s*([\w& -]+?)\s*\}|([A-Za-z]))/);
  if (name === null) throw new InvalidPattern('malformed \\P or \\p sequence');
  const sign = negative !== (name[1] === '^') ? 'P' : 'p';
  const property = propertyOf(name[2] ?? name[3]!, sign);
  if (property === undefined) throw new InvalidPattern('unknown property after \\P or \\p');
  return property;
}

const OWN_PROPERTIES: Record<string, string> = {
  'L&': '\\p{LC}', Xan: '\\p{L}\\p{N}', Xwd: '\\p{L}\\p{N}_', Xsp: '\\p{Z}\\t-\\r\\u0085', Xps: '\\p{Z}\\t-\\r\\u0085',
};

function propertyOf(name: string, sign: 'p' | 'P'): string | undefined {
  if (Object.hasOwn(OWN_PROPERTIES, name)) return `[${sign === 'P' ? '^' : ''}${OWN_PROPERTIES[name]}]`;
  return [`\\${sign}{${name}}`, `\\${sign}{Script_Extensions=${name}}`].find((candidate) => isValid(candidate));
}

function isValid(source: string): boolean {
  try {
    return new RegExp(source, 'v') instanceof RegExp;
  } catch {
    return false;
  }
}
