import type { StringOrder } from '../../bson/compare.js';
import type { Doc, Value } from '../../bson/document.js';
import type { Scope } from '../../aggregation/expression.js';
import type { MatchNode } from './tree.js';

/** Reads the operand of an operator that stands on a path: `{ <path>: { $gt: <operand> } }`. */
export type PathOperator = (operand: Value, place: Place) => MatchNode;

/** Reads the operand of an operator that stands where a field's name could stand: `{ $or: <operand> }`. */
export type DocumentOperator = (operand: Value, surroundings: Surroundings) => MatchNode;

export interface Place extends Surroundings {
  readonly path: string;
  /** The whole object in which the operator stands, as `$regex` has `$options` beside it and `$near` a `$maxDistance`. */
  readonly section: Doc;
}

export interface Surroundings {
  /** How strings compare, if there is a collation. */
  readonly strings: StringOrder | undefined;
  /** What expressions may refer to. */
  readonly scope: Scope;
  /** Outside of `$elemMatch`, where the root document is at hand. */
  readonly isTop: boolean;
  /** A filter inside of this one; `isTop: false` inside of `$elemMatch`. */
  parseFilter(filter: Doc, isTop: boolean): MatchNode;
  /** The operators of one section, such as `{ $gt: 1, $lt: 5 }`. */
  parseSection(section: Doc, path: string, isTop: boolean): MatchNode;
}
