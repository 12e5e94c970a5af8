import { Int32 } from 'bson';
import { encode } from '../bson/codec.js';
import type { Doc, Value } from '../bson/document.js';
import { Doc as NewDoc, doc, isDoc } from '../bson/document.js';

type Path = (string | number)[];

/**
 * What an update changed, as `updateDescription` tells it.
 * @param touched the paths that the operators of the update named. An operator reports the whole value it has set, where
 *   a pipeline, which names none, is known only by what is different afterwards.
 */
export function updateDescription(before: Doc, after: Doc, touched: readonly string[] | undefined, isExpanded: boolean): Doc {
  const changes = new Changes();
  if (touched === undefined) compareDocuments(before, after, [], changes);
  else for (const path of touched) compareAt(path.split('.'), before, after, [], changes);
  const description = doc({ updatedFields: changes.updated, removedFields: changes.removed, truncatedArrays: changes.truncated });
  if (isExpanded) description['disambiguatedPaths'] = changes.disambiguated;
  return description;
}

class Changes {
  readonly updated: Doc = new NewDoc();
  readonly removed: string[] = [];
  readonly truncated: Doc[] = [];
  readonly disambiguated: Doc = new NewDoc();

  update(path: Path, value: Value): void {
    this.updated[this.name(path)] = value;
  }

  remove(path: Path): void {
    const name = this.name(path);
    if (!this.removed.includes(name)) this.removed.push(name);
  }

  truncate(path: Path, newSize: number): void {
    this.truncated.push(doc({ field: this.name(path), newSize: new Int32(newSize) }));
  }

  /** A field whose name has a dot or is a number makes a dotted path ambiguous; then its parts are listed as well. */
  private name(path: Path): string {
    const name = path.join('.');
    if (path.some((part) => typeof part === 'string' && (part.includes('.') || /^\d+$/.test(part)))) {
      this.disambiguated[name] = path.map((part) => (typeof part === 'number' ? new Int32(part) : part));
    }
    return name;
  }
}

function same(a: Value, b: Value): boolean {
  return a === b || encode(doc({ v: a })).equals(encode(doc({ v: b })));
}

function compareDocuments(before: Doc, after: Doc, path: Path, changes: Changes): void {
  for (const field of Object.keys(before)) if (!(field in after)) changes.remove([...path, field]);
  for (const field of Object.keys(after)) {
    if (field in before) compareValues(before[field], after[field], [...path, field], changes);
    else changes.update([...path, field], after[field]);
  }
}

function compareValues(before: Value, after: Value, path: Path, changes: Changes): void {
  if (same(before, after)) return;
  if (isDoc(before) && isDoc(after)) compareDocuments(before, after, path, changes);
  else if (Array.isArray(before) && Array.isArray(after)) compareArrays(before, after, path, changes);
  else changes.update(path, after);
}

function compareArrays(before: Value[], after: Value[], path: Path, changes: Changes): void {
  if (after.length < before.length) changes.truncate(path, after.length);
  after.forEach((value, i) => {
    if (i < before.length) compareValues(before[i], value, [...path, i], changes);
    else changes.update([...path, i], value);
  });
}

/** What an operator did at the path it names. `$`, `$[]` and `$[name]` stand for elements: all of them are compared. */
function compareAt(parts: string[], before: Value, after: Value, path: Path, changes: Changes): void {
  if (same(before, after)) return;
  const [part, ...rest] = parts;
  if (part === undefined) {
    compareWhole(before, after, path, changes);
    return;
  }
  if (part.startsWith('$')) {
    if (!Array.isArray(before) || !Array.isArray(after)) changes.update(path, after);
    else after.forEach((value, i) => compareAt(rest, before[i], value, [...path, i], changes));
    return;
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const index = Number(part);
    if (index < before.length) compareAt(rest, before[index], after[index], [...path, index], changes);
    // Beyond the end: that a gap was filled with nulls goes without saying.
    else changes.update([...path, index], after[index]);
    return;
  }
  if (!isDoc(before) || !isDoc(after)) changes.update(path, after);
  else if (!(part in after)) changes.remove([...path, part]);
  // Of a path that did not exist, MongoDB reports the first new field with all that is below it.
  else if (!(part in before)) changes.update([...path, part], after[part]);
  else compareAt(rest, before[part], after[part], [...path, part], changes);
}

/** `$push` and `$addToSet` tell what they appended; every other operator the whole value. */
function compareWhole(before: Value, after: Value, path: Path, changes: Changes): void {
  const isAppended = Array.isArray(before) && Array.isArray(after) && before.length > 0 && after.length > before.length
    && before.every((value, i) => same(value, after[i]));
  if (isAppended) after.slice(before.length).forEach((value, i) => changes.update([...path, before.length + i], value));
  else changes.update(path, after);
}
