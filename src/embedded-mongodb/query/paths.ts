import type { Doc, Value } from '../bson/document.js';
import { isDoc } from '../bson/document.js';
import type { Missing, Position } from './match/tree.js';
import { MISSING } from './match/tree.js';

// The one place that knows what a dotted path means where it meets arrays. A part such as `0` may name a field of a
// document and an element of an array, and sometimes both are followed.

/** A dotted path, taken apart once. */
export interface Path {
  readonly parts: readonly string[];
  /** For each part the array index that it may also mean. */
  readonly indexes: readonly (number | undefined)[];
}

/** What a path can start from: inside `$elemMatch` an array stands for a document with numbered fields. */
export type Container = Doc | Value[];

export function pathOf(text: string): Path {
  const parts = text.split('.');
  return { parts, indexes: parts.map(indexOf) };
}

export function indexOf(part: string): number | undefined {
  return /^(?:0|[1-9]\d{0,8})$/.test(part) ? Number(part) : undefined;
}

export function fieldOf(from: Container, name: string): Value | Missing {
  if (Array.isArray(from)) {
    const index = indexOf(name);
    return index !== undefined && index < from.length ? from[index] : MISSING;
  }
  const value = from[name];
  return value !== undefined || name in from ? value : MISSING;
}

export type Test = (value: Value | Missing, position?: Position) => boolean;

/** A condition on the values that a path leads to. */
export interface Condition {
  readonly path: Path;
  readonly arrays: 'elements' | 'whole';
  readonly test: Test;
}

/** What came of following a path: it may lead to no value at all, not even to a missing one. */
const NOWHERE = 0;
const FAILED = 1;
const PASSED = 2;
type Outcome = typeof NOWHERE | typeof FAILED | typeof PASSED;

/** Does any value that the path leads to pass the test? The position is set to the outermost array's index. */
export function anyAlong(from: Container, condition: Condition, position?: Position): boolean {
  return follow(from, condition, 0, position, undefined) === PASSED;
}

function follow(from: Container, condition: Condition, at: number, position: Position | undefined, element: number | undefined): Outcome {
  const { parts } = condition.path;
  const value = fieldOf(from, parts[at]!);
  if (at === parts.length - 1) return testEnd(value, condition, position, element);
  if (Array.isArray(value)) return enter(value, condition, at + 1, position, element, false);
  if (value !== MISSING && isDoc(value)) return follow(value, condition, at + 1, position, element);
  return testOne(MISSING, condition, position, element);
}

function testOne(value: Value | Missing, condition: Condition, position: Position | undefined, element: number | undefined): Outcome {
  if (!condition.test(value, position)) return FAILED;
  if (position !== undefined && element !== undefined) position.index = element;
  return PASSED;
}

function testEnd(value: Value | Missing, condition: Condition, position: Position | undefined, element: number | undefined): Outcome {
  if (condition.arrays === 'elements' && Array.isArray(value)) {
    for (let i = 0; i < value.length; i += 1) {
      if (testOne(value[i], condition, position, element ?? i) === PASSED) return PASSED;
    }
  }
  return testOne(value, condition, position, element);
}

/**
 * The rest of the path inside an array. Documents in it are followed, whatever their place; if the next part is an
 * index, the element there is followed too, but arrays at its end are not opened. What is missing counts as missing
 * once for each element that is no document, unless the part is an index; and once if nothing else was found, unless
 * the array was itself reached by its index, or leads on to such an array.
 */
function enter(array: Value[], condition: Condition, at: number, position: Position | undefined, element: number | undefined, byIndex: boolean): Outcome {
  const { parts, indexes } = condition.path;
  const index = indexes[at];
  const isLast = at === parts.length - 1;
  let outcome: Outcome = NOWHERE;
  let mayBeNowhere = byIndex;
  for (let i = 0; i < array.length; i += 1) {
    const value = array[i];
    const isDocument = isDoc(value);
    if (isDocument) outcome = best(outcome, follow(value, condition, at, position, element ?? i));
    if (outcome === PASSED) return PASSED;
    if (i === index) {
      if (isLast) {
        outcome = best(outcome, testOne(value, condition, position, element));
      } else if (isDocument) {
        outcome = best(outcome, follow(value, condition, at + 1, position, element));
      } else if (Array.isArray(value)) {
        outcome = best(outcome, enter(value, condition, at + 1, position, element, true));
        mayBeNowhere = true;
      }
    } else if (!isDocument && !Array.isArray(value) && index === undefined) {
      outcome = best(outcome, testOne(MISSING, condition, position, element));
    }
    if (outcome === PASSED) return PASSED;
  }
  return outcome === NOWHERE && !mayBeNowhere ? testOne(MISSING, condition, position, element) : outcome;
}

function best(a: Outcome, b: Outcome): Outcome {
  return a > b ? a : b;
}

/**
 * The values that `distinct` collects at a path: an array at its end is opened, one level deep. In an array an index
 * names the element there and nothing else; other names are looked for in each of its documents.
 */
export function eachValueAlong(from: Doc, path: Path, take: (value: Value) => void): void {
  collect(from, path, 0, take);
}

function collect(value: Value | Missing, path: Path, at: number, take: (value: Value) => void): void {
  if (value === MISSING) return;
  if (at === path.parts.length) {
    if (Array.isArray(value)) value.forEach(take);
    else take(value);
  } else if (isDoc(value)) {
    collect(fieldOf(value, path.parts[at]!), path, at + 1, take);
  } else if (Array.isArray(value)) {
    const index = path.indexes[at];
    if (index !== undefined) collect(index < value.length ? value[index] : MISSING, path, at + 1, take);
    else for (const element of value) if (isDoc(element)) collect(element, path, at, take);
  }
}
