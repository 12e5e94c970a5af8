import type { Doc, Value } from '../../bson/document.js';
import type { StageContext } from '../stage.js';
import type { Result, Variables } from '../variables.js';

/** What one group, or one window, has gathered so far. */
export interface Accumulation<Input = Result> {
  add(input: Input): void;
  /** Undoes the oldest `add`. Without it a window that loses documents is gathered anew. */
  remove?(input: Input): void;
  /** What it comes to so far; not touched by what is added later. */
  result(): Result;
}

/** An accumulator with its arguments. */
export interface Accumulator<Input = Result> {
  /** What it takes from a document. */
  input(document: Doc, variables: Variables): Input;
  /** @param group the `_id` of the group, if that is a document: `n` may refer to its fields */
  start(group: Doc, variables: Variables): Accumulation<Input>;
}

/** Reads the argument of an accumulator. */
export interface AccumulatorDefinition {
  (argument: Value, context: StageContext, name: string): Accumulator;
  /** `$group` refuses a list as the argument; `$setWindowFields` takes it for an array. */
  isUnary?: true;
}

/** An accumulator of one expression. */
export function unary(start: (context: StageContext) => Accumulation): AccumulatorDefinition {
  const read: AccumulatorDefinition = (argument, context) => ({ input: context.expression(argument), start: () => start(context) });
  return Object.assign(read, { isUnary: true as const });
}
