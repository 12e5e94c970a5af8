import { Int32 } from 'bson';
import { encode } from '../bson/codec.js';
import { doc, isDoc } from '../bson/document.js';
import type { Doc, Value } from '../bson/document.js';
import { identical } from '../bson/identical.js';

/**
 * What tells two states of a document apart, in the form of MongoDB's oplog (`$v: 2`). The server compares states only
 * after an update by a pipeline; operators say themselves what they wrote.
 */
export type Difference = FieldsDifference | ElementsDifference;

export interface FieldsDifference {
  kind: 'fields';
  removed: string[];
  /** Fields that are new, and fields that have another value. */
  updated: [string, Value][];
  inner: [string, Difference][];
}

export interface ElementsDifference {
  kind: 'elements';
  /** The array became shorter. */
  newSize: number | undefined;
  updated: [number, Value][];
  inner: [number, Difference][];
}

/** What an oplog entry has around its difference. */
const AROUND = 15;

/**
 * Inside, a document or array that is no longer than its difference counts as a new value.
 * @returns nothing where that is so of the whole document: the server then logs a replacement
 */
export function difference(before: Doc, after: Doc): FieldsDifference | undefined {
  const found = betweenFields(before, after);
  return isLonger(found, after, AROUND) ? undefined : found;
}

/**
 * Both states are read along side by side, so a field that changed its place is removed and comes anew, and so does
 * everything after a field that was put in the middle.
 */
export function betweenFields(before: Doc, after: Doc): FieldsDifference {
  const found: FieldsDifference = { kind: 'fields', removed: [], updated: [], inner: [] };
  const old = Object.keys(before);
  const fresh = Object.keys(after);
  const gone = new Set<string>();
  let i = 0;
  let j = 0;
  while (i < old.length && j < fresh.length) {
    const name = old[i]!;
    i += 1;
    if (name === fresh[j]) {
      note(found, name, before[name], after[name]);
      j += 1;
    } else gone.add(name);
  }
  for (const name of fresh.slice(j)) {
    found.updated.push([name, after[name]]);
    gone.delete(name);
  }
  found.removed = [...gone, ...old.slice(i)];
  return found;
}

function betweenElements(before: Value[], after: Value[]): ElementsDifference {
  const found: ElementsDifference = { kind: 'elements', newSize: after.length < before.length ? after.length : undefined, updated: [], inner: [] };
  after.forEach((value, i) => {
    if (i < before.length) note(found, i, before[i], value);
    else found.updated.push([i, value]);
  });
  return found;
}

function note<At extends string | number>(found: { updated: [At, Value][]; inner: [At, Difference][] }, at: At, before: Value, after: Value): void {
  if (identical(before, after)) return;
  const inside = between(before, after);
  if (inside === undefined) found.updated.push([at, after]);
  else found.inner.push([at, inside]);
}

function between(before: Value, after: Value): Difference | undefined {
  if (isDoc(before) && isDoc(after)) return unlessLonger(betweenFields(before, after), after);
  return Array.isArray(before) && Array.isArray(after) ? unlessLonger(betweenElements(before, after), doc(Object.fromEntries(after.entries()))) : undefined;
}

function unlessLonger(found: Difference, than: Doc): Difference | undefined {
  return isLonger(found, than, 0) ? undefined : found;
}

function isLonger(found: Difference, than: Doc, around: number): boolean {
  return encode(written(found)).length + around > encode(than).length;
}

/** As the oplog has it: `{ d: { removed: false }, u: { updated: … }, sfield: { … } }`, `{ a: true, l: 2, u0: …, s1: { … } }`. */
function written(found: Difference): Doc {
  const out = found.kind === 'elements' ? doc({ a: true }) : doc({});
  if (found.kind === 'elements') {
    if (found.newSize !== undefined) out.l = new Int32(found.newSize);
    for (const [at, value] of found.updated) out[`u${at}`] = value;
  } else {
    if (found.removed.length > 0) out.d = doc(Object.fromEntries(found.removed.map((name) => [name, false])));
    if (found.updated.length > 0) out.u = doc(Object.fromEntries(found.updated));
  }
  for (const [at, inside] of found.inner) out[`s${at}`] = written(inside);
  return out;
}
