import type { Timestamp } from 'bson';
import type { StringOrder } from '../bson/compare.js';
import type { Doc, Value } from '../bson/document.js';
import type { Variables } from '../aggregation/variables.js';

/** What operators may know besides their argument. */
export interface UpdateEnvironment {
  strings?: StringOrder | undefined;
  variables?: Variables | undefined;
  now(): Date;
  /** For `$currentDate` and for empty timestamps in replacements. */
  timestamp(): Timestamp;
}

/** What an operator made of an existing value. */
export const UNCHANGED: unique symbol = Symbol('unchanged');
export const REMOVED: unique symbol = Symbol('removed');
/** An array that only grew at its end. Change streams are told the new elements alone. */
export class Appended {
  constructor(readonly array: Value[], readonly added: number) {}
}
export type Outcome = Value | Appended | typeof UNCHANGED | typeof REMOVED;

/** Where an operator is at work, for its messages. */
export interface Site {
  /** With positions filled in: `items.3.price`. */
  path: string;
  root: Doc;
}

/** An operator with its argument, ready to be used on any document. */
export interface Modification {
  existing(value: Value, site: Site): Outcome;
  /** The value of a field that was not there. Operators without it leave such a field alone. */
  created?: (site: Site) => Value;
  /** A field that could not even exist (`a.b` where `a` is a number) is an error, except for `$unset`. */
  toleratesImpossiblePaths?: boolean;
  /** `$setOnInsert` */
  onlyOnInsert?: boolean;
  /** `$rename`: the path the value comes from. */
  movesFrom?: string;
}

/**
 * An update operator by MongoDB's name.
 * @throws when the argument is wrong; that is known before any document is looked at
 */
export type UpdateOperator = (argument: Value, field: string, environment: UpdateEnvironment) => Modification;
