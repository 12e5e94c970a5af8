import type { Value } from '../bson/document.js';

/** What a path that leads nowhere gives. It is no value: BSON's `undefined` and null are something else. */
export const MISSING: unique symbol = Symbol('missing');

/** What an expression gives. */
export type Result = Value | typeof MISSING;

/**
 * The values of `$$` variables. A frame holds one of them and knows the frame around it; frames never change, so a
 * pipeline that is read lazily keeps the values it was started with.
 */
export class Variables {
  /** The outermost frame: no variable has a value. */
  static readonly none = new Variables('', MISSING, null);

  private constructor(private readonly name: string, private readonly value: Result, private readonly outer: Variables | null) {}

  static of(values: Record<string, Result>): Variables {
    return Object.keys(values).reduce((frame, name) => frame.with(name, values[name]!), Variables.none);
  }

  with(name: string, value: Result): Variables {
    return new Variables(name, value, this);
  }

  /** Without the values of some names, which get others later. */
  without(names: ReadonlySet<string>): Variables {
    if (this.outer === null) return this;
    const rest = this.outer.without(names);
    if (names.has(this.name)) return rest;
    return rest === this.outer ? this : rest.with(this.name, this.value);
  }

  get(name: string): Result {
    if (this.name === name) return this.value;
    for (let frame = this.outer; frame !== null; frame = frame.outer) if (frame.name === name) return frame.value;
    return MISSING;
  }

  has(name: string): boolean {
    if (this.outer === null) return false;
    return this.name === name || this.outer.has(name);
  }
}
