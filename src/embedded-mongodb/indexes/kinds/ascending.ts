import type { Doc, Value } from '../../bson/document.js';
import { Doc as EmptyDoc, isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';

/** The values of one key, one for each field of the pattern. */
export type KeyValues = Value[];

/** What an index takes from a document. */
export interface Extraction {
  keys: KeyValues[];
  /** For each field, at which steps of its path an array was met: bit 0 is the first step. */
  arrays: number[];
}

type Path = readonly string[];

/** Where following a path stopped: at its end, before an array, or nowhere. */
interface Step {
  value: Value;
  found: boolean;
  rest: Path;
}

/** An element that a path names by its position in an array, such as `a.0`, and where the path leads from there. */
interface Position extends Step { isArray: boolean }

const END: Path = [];
const NOWHERE: Step = { value: null, found: false, rest: END };
const NO_FIELDS = new EmptyDoc();

/**
 * The keys of ascending and descending fields: one for each element of the one array on their paths. An empty array is
 * keyed as undefined and what is missing as null. No key at all if the index is sparse and no field is there.
 * @throws CannotIndexParallelArrays when two fields lead through different arrays
 */
export function extract(doc: Doc, paths: readonly Path[], sparse: boolean): Extraction {
  const out: Extraction = { keys: [], arrays: paths.map(() => 0) };
  expand(doc, paths, { paths, sparse, out }, paths.map(() => null), paths.map(() => false), paths.map(() => null));
  return out;
}

interface Work {
  /** In full. */
  paths: readonly Path[];
  sparse: boolean;
  out: Extraction;
}

/** Follows all paths as far as they go without an array, and then on through each element of the array they meet. */
function expand(from: Doc, paths: readonly Path[], work: Work, values: KeyValues, found: readonly boolean[], positions: readonly (Position | null)[]): void {
  const key = [...values];
  const seen = [...found];
  const rest = [...paths];
  const through: number[] = [];
  let array: Value[] | null = null;
  let whole = false;
  for (let i = 0; i < paths.length; i += 1) {
    if (paths[i]!.length === 0) continue;
    const step = next(from, paths[i]!, positions[i]!);
    if (!step.found) {
      key[i] = null;
      rest[i] = END;
      continue;
    }
    seen[i] = !Array.isArray(step.value) || step.rest.length === 0;
    rest[i] = step.rest;
    if (!Array.isArray(step.value)) {
      key[i] = step.value;
      continue;
    }
    if (array !== null && array !== step.value) throw new MongoError('CannotIndexParallelArrays', 'cannot index parallel arrays');
    array = step.value;
    through.push(i);
    if (positions[i]?.isArray === true) whole = true;
  }
  if (array === null) {
    if (!work.sparse || seen.some(Boolean)) work.out.keys.push(key);
    return;
  }
  const elements = array;
  const inside = rest.map((path, i) => (through.includes(i) && path.length > 0 ? positionIn(elements, path) : null));
  for (const i of through) if (inside[i] === null) work.out.arrays[i]! |= 1 << Math.min(work.paths[i]!.length - rest[i]!.length - 1, 30);
  for (const element of elements.length === 0 ? [undefined] : elements) {
    for (const i of through) if (rest[i]!.length === 0) key[i] = whole && elements.length > 0 ? elements : element;
    expand(isDoc(element) ? element : NO_FIELDS, rest, work, key, seen, inside);
  }
}

function next(from: Doc, path: Path, position: Position | null): Step {
  const isField = path[0]! in from;
  if (position === null) return isField ? follow(from, path) : NOWHERE;
  if (isField) throw new MongoError(16746, `Ambiguous field name found in array (do not use numeric field names in embedded elements in an array), field: '${path[0]!}'`);
  return position;
}

/** Up to the end of the path or the first array on it. */
function follow(from: Doc, path: Path): Step {
  let value: Value = from;
  for (let i = 0; i < path.length; i += 1) {
    if (Array.isArray(value)) return { value, found: true, rest: path.slice(i) };
    if (!isDoc(value) || !(path[i]! in value)) return NOWHERE;
    value = value[path[i]!];
  }
  return { value, found: true, rest: END };
}

function positionIn(array: Value[], path: Path): Position | null {
  const at = path[0]!;
  if (!/^(0|[1-9]\d*)$/.test(at) || Number(at) >= array.length) return null;
  const element = array[Number(at)];
  if (path.length === 1) return { value: element, found: true, rest: END, isArray: Array.isArray(element) };
  if (Array.isArray(element)) return { value: element, found: true, rest: path.slice(1), isArray: true };
  const step = isDoc(element) ? follow(element, path.slice(1)) : NOWHERE;
  return { ...step, isArray: false };
}
