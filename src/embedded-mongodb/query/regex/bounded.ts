import type { Context } from 'node:vm';
import { createContext, Script } from 'node:vm';
import { MongoError } from '../../errors.js';
import { currentDeadline, expired } from '../../interruption.js';

// JavaScript's engine tries every way to match, and nothing in its own thread can stop it: `^(a+)+$` on forty letters
// would stop the server. PCRE2 gives up at its match limit. Node's `vm` can end what takes too long, at a cost of some
// 50 microseconds; so that is paid only where a pattern and a text together could take long at all.

export const MATCH_LIMIT_EXCEEDED = 51156;

/** What PCRE2's match limit comes to. */
const PATIENCE_MILLISECONDS = 200;
/** About as many steps are taken in that time, or a little more. */
const FEW_STEPS = 1e8;

/** A regular expression that gives up where PCRE2 would. */
export function boundedRegExp(source: string, flags: string): RegExp {
  return longTextFor(source) === Infinity ? new RegExp(source, flags) : new BoundedRegExp(source, flags);
}

/** @throws MATCH_LIMIT_EXCEEDED */
class BoundedRegExp extends RegExp {
  /** From this length on a text may take too many steps. */
  private readonly longText: number;

  constructor(source: string | RegExp, flags: string) {
    super(source, flags);
    this.longText = longTextFor(this.source);
  }

  /** `test`, `matchAll` and all others come here. */
  override exec(text: string): RegExpExecArray | null {
    return text.length < this.longText ? super.exec(text) : inTime(() => super.exec(text));
  }
}

/**
 * A repetition of something that can match in several ways doubles the steps with every character. Repetitions one after
 * another make a polynomial, of a degree more than there are of them: a search begins at every character.
 */
export function longTextFor(source: string): number {
  const { isNested, unbounded } = repetitionsIn(source);
  const degree = unbounded + 1;
  const polynomial = degree < 2 ? Infinity : (FEW_STEPS * factorial(degree)) ** (1 / degree);
  return isNested ? Math.min(Math.log2(FEW_STEPS), polynomial) : polynomial;
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

/** How a pattern repeats. Reads what `translate` writes: groups, classes, escapes and quantifiers. */
function repetitionsIn(source: string): { isNested: boolean; unbounded: number } {
  const tokens = source.matchAll(/\\.|(?<class>\[)|\]|(?<open>\((?:\?(?:[:=!]|<[=!]|<\w+>))?)|(?<close>\))|(?<repeat>[*+]|\{\d+,\})|(?<choice>[?|]|\{\d+,\d+\})|./gsu);
  /** For each open group whether it can match in several ways. */
  const groups: boolean[] = [false];
  let last = false;
  let depthOfClass = 0;
  let isNested = false;
  let unbounded = 0;
  for (const { 0: token, groups: kind = {} } of tokens) {
    if (kind.class !== undefined) depthOfClass += 1;
    else if (token === ']') depthOfClass -= 1;
    else if (depthOfClass > 0) continue;
    else if (kind.open !== undefined) groups.push(false);
    else if (kind.close !== undefined) {
      last = groups.pop() ?? false;
      groups[groups.length - 1] ||= last;
      continue;
    } else if (kind.repeat !== undefined) {
      isNested ||= last;
      unbounded += 1;
      groups[groups.length - 1] = true;
    } else if (kind.choice !== undefined) groups[groups.length - 1] = true;
    last = false;
  }
  return { isNested, unbounded };
}

let room: Context | null = null;
const script = new Script('work()');

function inTime<T>(work: () => T): T {
  room ??= createContext({});
  let result!: T;
  for (let patience = PATIENCE_MILLISECONDS; ; patience *= 2) {
    const before = process.cpuUsage();
    room.work = () => { result = work(); };
    try {
      script.runInContext(room, { timeout: patience });
      return result;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      if (Date.now() >= currentDeadline()) throw expired();
      // A busy machine may have given this process no time: that says nothing about the pattern.
      const used = process.cpuUsage(before).user / 1000;
      if (used > PATIENCE_MILLISECONDS / 2) throw new MongoError(MATCH_LIMIT_EXCEEDED, 'Error occurred while executing the regular expression. Result code: match limit exceeded');
    } finally {
      room.work = null;
    }
  }
}
