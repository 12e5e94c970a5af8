import { boundedRegExp } from './bounded.js';
import { readBrackets } from './brackets.js';
import { bothCases, literal } from './characters.js';
import { LINE_BREAK, readEscape } from './escapes.js';
import type { Flags } from './flags.js';
import { flagsOf, switched } from './flags.js';
import { InvalidPattern, Reader } from './reader.js';

export { InvalidPattern };

export interface Translation {
  expression: RegExp;
  /** For each group of the pattern, the name of the group that has what it captured. */
  groups: readonly string[];
}

/**
 * A regular expression of MongoDB, which are those of PCRE2 in UTF mode, as one of JavaScript.
 * @param options letters out of `imsxu`
 * @throws InvalidPattern for what PCRE2 refuses, and for the few things that JavaScript cannot do: recursion, conditions
 */
export function translate(pattern: string, options: string): Translation {
  const first = new Translator(pattern, options, false);
  const source = first.run();
  if (first.cases.size < 2) return build(first, source, first.cases.has(true) ? 'vi' : 'v');
  const second = new Translator(pattern, options, true);
  return build(second, second.run(), 'v');
}

function build(translator: Translator, source: string, flags: string): Translation {
  try {
    return { expression: boundedRegExp(source, flags), groups: translator.groups };
  } catch (error) {
    throw new InvalidPattern((error as Error).message);
  }
}

interface Atom {
  source: string;
  /** False for `^` and its like, which cannot be repeated. */
  repeats: boolean;
}

const END = '(?=\\n?$)';
const LONGEST_REPETITION = 65_535;

class Translator {
  private readonly reader: Reader;
  /** Whether letters were met that ignore case, and letters that do not. */
  readonly cases = new Set<boolean>();
  readonly groups: string[] = [];
  private readonly names = new Map<string, number>();
  private readonly references: { to: number | string; placeholder: string }[] = [];
  private atomics = 0;
  private quoting = false;
  private unicode = false;
  private insideLookbehind = 0;

  constructor(pattern: string, private readonly options: string, private readonly writeBothCases: boolean) {
    this.reader = new Reader(pattern);
  }

  run(): string {
    this.readVerbsAtStart();
    const source = this.alternatives(flagsOf(this.options));
    if (!this.reader.done) throw new InvalidPattern('unmatched closing parenthesis');
    return this.references.reduce((text, { to, placeholder }) => text.replace(placeholder, () => this.reference(to)), source);
  }

  private readVerbsAtStart(): void {
    for (;;) {
      const verb = this.reader.match(/^\(\*(UTF8?|UCP|LF|CR|CRLF|ANYCRLF|ANY|NUL|BSR_ANYCRLF|BSR_UNICODE|NO_START_OPT|NO_AUTO_POSSESS|NO_JIT|NOTEMPTY)\)/);
      if (verb === null) return;
      if (verb[1] === 'UCP') this.unicode = true;
    }
  }

  private reference(to: number | string): string {
    const number = typeof to === 'string' ? this.names.get(to) : to;
    const group = number === undefined ? undefined : this.groups[number - 1];
    if (group === undefined) throw new InvalidPattern('reference to non-existent subpattern');
    return `\\k<${group}>`;
  }

  /** Up to a closing parenthesis or the end. Flags that are switched on the way stay so to the end of the group. */
  private alternatives(outer: Flags): string {
    const { reader } = this;
    let flags = outer;
    let source = '';
    while (!reader.done && (this.quoting || reader.peek() !== ')')) {
      if (this.quoting) {
        source += this.quoted(flags);
      } else if (reader.take('|')) {
        source += '|';
      } else if (!this.skip(flags)) {
        const letters = this.readSwitch();
        if (letters === undefined) source += this.repeated(this.atom(flags), flags);
        else flags = switched(flags, letters);
      }
    }
    return source;
  }

  /** Between `\Q` and `\E` everything stands for itself; a quantifier behind `\E` is for the last character. */
  private quoted(flags: Flags): string {
    const { reader } = this;
    if (reader.take('\\E')) {
      this.quoting = false;
      return '';
    }
    const source = this.character(reader.next(), flags);
    if (!reader.take('\\E')) return source;
    this.quoting = false;
    return this.repeated({ source, repeats: true }, flags);
  }

  /** Comments, white space where it does not count, and the marks around quoted text. */
  private skip(flags: Flags): boolean {
    const { reader } = this;
    if (reader.take('\\Q')) {
      this.quoting = true;
      return true;
    }
    if (reader.take('\\E')) return true;
    if (reader.take('(?#')) {
      reader.until(')', 'missing ) after (?# comment');
      return true;
    }
    if (!flags.x) return false;
    if (reader.match(/^\s/) !== null) return true;
    if (reader.peek() !== '#') return false;
    while (!reader.done && reader.next() !== '\n');
    return true;
  }

  private readSwitch(): string | undefined {
    return this.reader.match(/^\(\?(\^?[imsxnUJ]*(?:-[imsxnUJ]*)?)\)/)?.[1];
  }

  private atom(flags: Flags): Atom {
    const { reader } = this;
    const character = reader.next();
    switch (character) {
      case '\\': return this.escape(flags);
      case '[': return { source: this.brackets(flags), repeats: true };
      case '(': return this.group(flags);
      case '.': return { source: flags.s ? '[\\s\\S]' : '[^\\n]', repeats: true };
      case '^': return { source: flags.m ? '(?:^|(?<=\\n)(?!$))' : '^', repeats: false };
      case '$': return { source: flags.m ? '(?=\\n|$)' : END, repeats: false };
      case '*':
      case '+':
      case '?': throw new InvalidPattern('quantifier does not follow a repeatable item');
      case '{':
        reader.at -= 1;
        if (this.quantifier() !== undefined) throw new InvalidPattern('quantifier does not follow a repeatable item');
        reader.next();
        return { source: this.character('{', flags), repeats: true };
      default: return { source: this.character(character, flags), repeats: true };
    }
  }

  private character(character: string, flags: Flags): string {
    const cases = bothCases(character);
    if (cases.length === 1) return literal(character);
    this.cases.add(flags.i);
    return this.writeBothCases && flags.i ? `[${cases.map(literal).join('')}]` : literal(character);
  }

  private brackets(flags: Flags): string {
    this.cases.add(flags.i);
    return readBrackets(this.reader, { unicode: this.unicode, bothCases: this.writeBothCases && flags.i, ignoreBlanks: flags.xx });
  }

  private escape(flags: Flags): Atom {
    const { reader } = this;
    const letter = reader.peek();
    switch (letter) {
      case '': throw new InvalidPattern('\\ at end of pattern');
      case 'A':
      case 'G': return this.simple('^', false);
      case 'Z': return this.simple(END, false);
      case 'z': return this.simple('$', false);
      case 'b':
      case 'B': return this.simple(`\\${letter}`, false);
      case 'K': return this.simple('', false);
      case 'R': return this.simple(LINE_BREAK, true);
      case 'X': return this.simple('(?:\\r\\n|\\P{M}\\p{M}*|\\p{M}+)', true);
      case 'C': return this.simple('[\\s\\S]', true);
      default:
    }
    const reference = this.readReference();
    if (reference !== undefined) return { source: this.placeholder(reference), repeats: true };
    const read = readEscape(reader, this.unicode) ?? this.octal();
    if (read === undefined) throw new InvalidPattern('unrecognized character follows \\');
    return { source: 'set' in read ? read.set : this.character(read.character, flags), repeats: true };
  }

  private simple(source: string, repeats: boolean): Atom {
    this.reader.next();
    return { source, repeats };
  }

  /** `\1`, `\g{-1}`, `\k<name>`. Two digits and more are octal if there are not that many groups. */
  private readReference(): number | string | undefined {
    const { reader } = this;
    const named = reader.match(/^k(?:<(\w+)>|'(\w+)'|\{(\w+)\})/) ?? reader.match(/^g\{([A-Za-z_]\w*)\}/);
    if (named !== null) return named[1] ?? named[2] ?? named[3];
    const relative = reader.match(/^g(?:\{([+-]\d+)\}|([+-]\d+))/);
    if (relative !== null) {
      const by = Number(relative[1] ?? relative[2]);
      return this.groups.length + by + (by < 0 ? 1 : 0);
    }
    const absolute = reader.match(/^g(?:\{(\d+)\}|(\d+))/);
    if (absolute !== null) return Number(absolute[1] ?? absolute[2]);
    const start = reader.at;
    const digits = reader.match(/^[1-9]\d*/)?.[0];
    if (digits === undefined) return undefined;
    if (digits.length === 1 || Number(digits) <= this.groups.length) return Number(digits);
    reader.at = start;
    return undefined;
  }

  private octal(): { character: string } | undefined {
    const digits = this.reader.match(/^[0-7]{1,3}/)?.[0] ?? this.reader.match(/^[89]/)?.[0];
    if (digits === undefined) return undefined;
    return { character: /[89]/.test(digits) ? digits : String.fromCodePoint(parseInt(digits, 8)) };
  }

  /** Which group it is in JavaScript is known when all have been read. */
  private placeholder(to: number | string): string {
    const placeholder = `\0${this.references.length}\0`;
    this.references.push({ to, placeholder });
    return placeholder;
  }

  /** After an opening parenthesis. */
  private group(flags: Flags): Atom {
    const { reader } = this;
    if (reader.peek() === '*') return this.verb();
    if (!reader.take('?')) return flags.n ? this.grouped('(?:', flags) : this.capture(flags);
    const quoted = reader.match(/^(?:P?<|')([A-Za-z_]\w*)[>']/);
    if (quoted !== null) return this.capture(flags, quoted[1]);
    if (reader.match(/^(?:P?<|')\d/) !== null) throw new InvalidPattern('subpattern name must start with a non-digit');
    if (reader.take(':')) return this.grouped('(?:', flags);
    if (reader.take('=')) return this.grouped('(?=', flags);
    if (reader.take('!')) return this.grouped('(?!', flags);
    if (reader.take('<=')) return this.lookbehind('(?<=', flags);
    if (reader.take('<!')) return this.lookbehind('(?<!', flags);
    if (reader.take('>')) return { source: this.atomic(this.body(flags)), repeats: true };
    if (reader.take('|')) return this.branchReset(flags);
    const backwards = reader.match(/^P=(\w+)\)/);
    if (backwards !== null) return { source: this.placeholder(backwards[1]!), repeats: true };
    if (reader.match(/^C\d*\)/) !== null) return { source: '', repeats: false };
    const letters = reader.match(/^(\^?[imsxnUJ]*(?:-[imsxnUJ]*)?):/);
    if (letters !== null) return this.grouped('(?:', switched(flags, letters[1]!));
    if (reader.match(/^(?:R|[+-]?\d+|&\w+|P>\w+)\)/) !== null) throw new InvalidPattern('recursion is not supported by this server');
    if (reader.peek() === '(') throw new InvalidPattern('conditional groups are not supported by this server');
    throw new InvalidPattern(reader.done ? 'missing closing parenthesis' : 'unrecognized character after (? or (?-');
  }

  private verb(): Atom {
    if (this.reader.match(/^\*(?:FAIL|F)\)/) !== null) return { source: '(?!)', repeats: true };
    throw new InvalidPattern('(*VERB) not recognized or malformed');
  }

  private body(flags: Flags): string {
    const source = this.alternatives(flags);
    if (!this.reader.take(')')) throw new InvalidPattern('missing closing parenthesis');
    return source;
  }

  private grouped(opening: string, flags: Flags): Atom {
    const source = `${opening}${this.body(flags)})`;
    return { source: opening === '(?:' ? source : `(?:${source})`, repeats: true };
  }

  private capture(flags: Flags, name?: string): Atom {
    const group = `g${this.groups.length + 1}`;
    this.groups.push(group);
    if (name !== undefined) {
      if (this.names.has(name)) throw new InvalidPattern('two named subpatterns have the same name (PCRE2_DUPNAMES not set)');
      this.names.set(name, this.groups.length);
    }
    return { source: `(?<${group}>${this.body(flags)})`, repeats: true };
  }

  private lookbehind(opening: string, flags: Flags): Atom {
    this.insideLookbehind += 1;
    const atom = this.grouped(opening, flags);
    this.insideLookbehind -= 1;
    return atom;
  }

  /** The groups of its alternatives share their numbers, which only matters if there are any. */
  private branchReset(flags: Flags): Atom {
    const before = this.groups.length;
    const atom = this.grouped('(?:', flags);
    if (this.groups.length > before) throw new InvalidPattern('groups within (?| are not supported by this server');
    return atom;
  }

  /** What has matched once is not tried again: a lookahead is never re-entered, so its capture is what it found first. */
  private atomic(source: string): string {
    this.atomics += 1;
    const name = `atomic${this.atomics}`;
    return `(?:(?=(?<${name}>${source}))\\k<${name}>)`;
  }

  private repeated(atom: Atom, flags: Flags): string {
    const { reader } = this;
    while (!this.quoting && this.skip(flags));
    if (this.quoting) return atom.source;
    const quantifier = this.quantifier();
    if (quantifier === undefined) return atom.source;
    if (!atom.repeats) throw new InvalidPattern('quantifier does not follow a repeatable item');
    if (this.insideLookbehind > 0 && !/^\{\d+\}$/.test(quantifier)) throw new InvalidPattern('lookbehind assertion is not fixed length');
    const source = `(?:${atom.source})${quantifier}`;
    while (!this.quoting && this.skip(flags));
    if (reader.take('+')) return this.refuseTwice(this.atomic(source));
    const lazy = reader.take('?') !== flags.U;
    return this.refuseTwice(lazy ? `${source}?` : source);
  }

  private refuseTwice(source: string): string {
    const start = this.reader.at;
    if (this.quantifier() !== undefined) throw new InvalidPattern('quantifier does not follow a repeatable item');
    this.reader.at = start;
    return source;
  }

  /** Reads `*`, `+`, `?`, `{2}`, `{2,}` or `{2,3}`. Other braces stand for themselves. */
  private quantifier(): string | undefined {
    const { reader } = this;
    const simple = reader.match(/^[*+?]/);
    if (simple !== null) return simple[0];
    const counted = reader.match(/^\{(\d+)(?:(,)(\d*))?\}/);
    if (counted === null) return undefined;
    const [text, from = '', , to = ''] = counted;
    if (Number(from) > LONGEST_REPETITION || Number(to) > LONGEST_REPETITION) throw new InvalidPattern('number too big in {} quantifier');
    if (to !== '' && Number(to) < Number(from)) throw new InvalidPattern('numbers out of order in {} quantifier');
    return text;
  }
}
