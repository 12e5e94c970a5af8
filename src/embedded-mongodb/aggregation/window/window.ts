import type { Doc } from '../../bson/document.js';
import type { Expression } from '../expression.js';
import type { StageContext } from '../stage.js';
import type { Result, Variables } from '../variables.js';

/** The documents that share a `partitionBy` value, in the order of `sortBy`. */
export interface Partition {
  readonly documents: readonly Doc[];
  readonly variables: Variables;
}

/** A window function with its arguments: what it gives for each document of a partition, in their order. */
export type WindowFunction = (partition: Partition) => Result[];

/** What the stage says to all of its functions. */
export interface WindowContext {
  readonly stage: StageContext;
  readonly sortBy: Doc | undefined;
  /** The value at the only path of `sortBy`; undefined if there is no such one. */
  readonly sortKey: Expression | undefined;
}

/**
 * Reads `{ $function: argument, window: … }`.
 * @param section all that is said about the output field
 */
export type WindowFunctionDefinition = (section: Doc, context: WindowContext, name: string) => WindowFunction;
