import { bothCases, literal, rangeInBothCases } from './characters.js';
import type { Escape } from './escapes.js';
import { readEscape } from './escapes.js';
import type { Reader } from './reader.js';
import { InvalidPattern } from './reader.js';

const POSIX: Record<string, string> = {
  alpha: 'A-Za-z', digit: '0-9', alnum: '0-9A-Za-z', upper: 'A-Z', lower: 'a-z', space: '\\t-\\r ', blank: ' \\t', cntrl: '\\0-\\x1f\\x7f', graph: '!-~',
  print: ' -~', punct: '!-\\/:-@\\[-`\\{-~', xdigit: '0-9A-Fa-f', word: '0-9A-Za-z_', ascii: '\\0-\\x7f',
};

export interface BracketOptions {
  unicode: boolean;
  /** Write both cases of every letter, as JavaScript is not told to ignore case. */
  bothCases: boolean;
  /** Blanks and tabs do not count. */
  ignoreBlanks: boolean;
}

/** Reads `[…]`, the opening bracket being read already, and writes it as a JavaScript class (of the `v` flag). */
export function readBrackets(reader: Reader, options: BracketOptions): string {
  refusePosixOutside(reader);
  const negative = reader.take('^');
  const parts: string[] = [];
  let isFirst = true;
  let quoting = false;
  for (;;) {
    if (reader.done) throw new InvalidPattern('missing terminating ] for character class');
    if (quoting ? reader.take('\\E') : reader.take('\\Q')) {
      quoting = !quoting;
      continue;
    }
    if (reader.take('\\E')) continue;
    if (!quoting && !isFirst && reader.take(']')) break;
    if (!quoting && options.ignoreBlanks && reader.match(/^[ \t]/) !== null) continue;
    isFirst = false;
    const from = quoting ? { character: reader.next() } : readMember(reader, options);
    const to = quoting ? undefined : readRangeEnd(reader, from, options);
    parts.push(...written(from, to, options));
  }
  return `[${negative ? '^' : ''}${parts.join('')}]`;
}

/** `[:alpha:]` would be a class of letters and colons, and is refused, since it is always a mistake. */
function refusePosixOutside(reader: Reader): void {
  const rest = reader.text.slice(Array.from(reader.text).slice(0, reader.at).join('').length);
  if (/^([:.=])[^\\\]]*\1\]/.test(rest)) throw new InvalidPattern('POSIX named classes are supported only within a class');
}

function readMember(reader: Reader, options: BracketOptions): Escape {
  const posix = reader.match(/^\[:(\^?)([a-zA-Z]*):\]/);
  if (posix !== null) {
    const members = Object.hasOwn(POSIX, posix[2]!) ? POSIX[posix[2]!] : undefined;
    if (members === undefined) throw new InvalidPattern('unknown POSIX class name');
    return { set: `[${posix[1]}${members}]` };
  }
  if (reader.match(/^\[([.=]).*?\1\]/) !== null) throw new InvalidPattern('POSIX collating elements are not supported');
  const character = reader.next();
  if (character !== '\\') return { character };
  if (reader.done) throw new InvalidPattern('\\ at end of pattern');
  if (reader.take('b')) return { character: '\b' };
  const octal = reader.match(/^[0-7]{1,3}/);
  if (octal !== null) return { character: String.fromCharCode(parseInt(octal[0], 8)) };
  const escape = readEscape(reader, options.unicode);
  if (escape === undefined) throw new InvalidPattern('unrecognized character follows \\');
  return escape;
}

function readRangeEnd(reader: Reader, from: Escape, options: BracketOptions): Escape | undefined {
  if (reader.peek() !== '-' || reader.peek(1) === ']' || reader.peek(1) === '') return undefined;
  if ('set' in from) throw new InvalidPattern('invalid range in character class');
  reader.next();
  const to = readMember(reader, options);
  if ('set' in to) throw new InvalidPattern('invalid range in character class');
  if (to.character.codePointAt(0)! < from.character.codePointAt(0)!) throw new InvalidPattern('range out of order in character class');
  return to;
}

function written(from: Escape, to: Escape | undefined, options: BracketOptions): string[] {
  if ('set' in from) return [from.set];
  if (to === undefined || 'set' in to) return (options.bothCases ? bothCases(from.character) : [from.character]).map(literal);
  return options.bothCases ? rangeInBothCases(from.character, to.character) : [`${literal(from.character)}-${literal(to.character)}`];
}
