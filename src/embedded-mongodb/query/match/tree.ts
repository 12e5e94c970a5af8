import { MISSING } from '../../aggregation/variables.js';
import type { Doc, Value } from '../../bson/document.js';
import type { Variables } from '../../aggregation/variables.js';

export { MISSING };
export type Missing = typeof MISSING;

/**
 * A filter, parsed. The matcher runs it and the planner reads it.
 *
 * What can be said with less is said with less, so that readers have fewer cases: `$ne` is `not` of `$eq`, `$nin` is
 * `not` of `$in`, `$exists: false` is `not` of `$exists`, `$all` is `and` of `$eq` and `$elemMatch`, an implicit list of
 * conditions is `and`, `$nor` is `not` of `or`, an `$in` of one value is that value's `$eq` or `$regex`, an `$or` of
 * equalities on one path is `$in`. No `and` is a child of an `and`, no `or` of an `or`, and neither has just one child.
 */
export type MatchNode = AndNode | OrNode | NotNode | PathNode | DocumentNode;

/** An empty `and` matches everything. */
export interface AndNode { kind: 'and'; children: MatchNode[] }

/** An empty `or` matches nothing ($alwaysFalse). */
export interface OrNode { kind: 'or'; children: MatchNode[] }

export interface NotNode { kind: 'not'; child: MatchNode }

/** A condition on the whole document: `$expr`, `$where`, `$text`, `$sampleRate`. */
export interface DocumentNode {
  kind: 'document';
  operator: string;
  operand: Value;
  /** What the operator understood of its operand, for whoever reads the tree. */
  parsed?: unknown;
  test(root: Doc, variables: Variables): boolean;
}

/** A condition on what a dotted path leads to. The planner switches on `operator`. */
export type PathNode = ComparisonNode | InNode | RegexNode | ExistsNode | ElemMatchNode | OtherPathNode;

interface AnyPathNode {
  kind: 'path';
  /** Dotted. Inside `$elemMatch` on values it has no meaning: the element itself is tested. */
  path: string;
  /**
   * Which values at the end of the path are tested: `elements` means each element of an array and then the array
   * itself, `whole` means an array as it stands. Arrays before the end of the path are always entered.
   */
  arrays: 'elements' | 'whole';
  test(value: Value | Missing, position?: Position): boolean;
}

/** Where the array element stands that made a condition true: what a positional `$` stands for. */
export interface Position { index: number | undefined }

export interface ComparisonNode extends AnyPathNode { operator: '$eq' | '$gt' | '$gte' | '$lt' | '$lte'; operand: Value }

/** `operand` holds the plain values, sorted and without duplicates; `patterns` the regular expressions among them. */
export interface InNode extends AnyPathNode { operator: '$in'; operand: Value[]; patterns: Pattern[] }

export interface RegexNode extends AnyPathNode { operator: '$regex'; operand: Pattern }

export interface ExistsNode extends AnyPathNode { operator: '$exists'; operand: true }

/** `of: 'documents'`: the paths in `child` begin inside the element. `of: 'values'`: the element itself is tested. */
export interface ElemMatchNode extends AnyPathNode { operator: '$elemMatch'; of: 'documents' | 'values'; child: MatchNode; operand: Value }

/** Operators that the planner has no ranges for, those of geo indexes, and those that only `$jsonSchema` has. */
export interface OtherPathNode extends AnyPathNode {
  operator:
    | '$type' | '$size' | '$mod' | '$bitsAllSet' | '$bitsAllClear' | '$bitsAnySet' | '$bitsAnyClear'
    | '$geoWithin' | '$geoIntersects' | '$near' | '$nearSphere' | '$jsonSchema';
  operand: Value;
  /** What the operator understood of its operand, for whoever reads the tree; the geo operators put their region here. */
  parsed?: unknown;
}

/** A regular expression as MongoDB writes it, and as JavaScript runs it. */
export interface Pattern { pattern: string; options: string; expression: RegExp }
