import { Int32 } from 'bson';
import type { Doc, Value } from '../bson/document.js';
import { Doc as NewDoc, doc, isDoc } from '../bson/document.js';
import type { Difference, ElementsDifference, FieldsDifference } from '../update/difference.js';
import { betweenFields } from '../update/difference.js';

type Path = (string | number)[];

/**
 * What an update changed, as `updateDescription` tells it.
 * @param touched the paths that operators wrote, each of which reports its whole value. A pipeline names none and is
 *   known only by what is different afterwards.
 */
export function updateDescription(before: Doc, after: Doc, touched: readonly string[] | undefined, isExpanded: boolean): Doc {
  const changes = new Changes();
  if (touched === undefined) takeFields(betweenFields(before, after), [], changes);
  else for (const path of touched) takeAt(path.split('.'), before, after, [], changes);
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

function takeFields(found: FieldsDifference, path: Path, changes: Changes): void {
  for (const [name, value] of found.updated) changes.update([...path, name], value);
  for (const name of found.removed) changes.remove([...path, name]);
  takeInner(found.inner, path, changes);
}

function takeElements(found: ElementsDifference, path: Path, changes: Changes): void {
  if (found.newSize !== undefined) changes.truncate(path, found.newSize);
  for (const [index, value] of found.updated) changes.update([...path, index], value);
  takeInner(found.inner, path, changes);
}

function takeInner(inner: readonly [string | number, Difference][], path: Path, changes: Changes): void {
  for (const [at, difference] of inner) {
    if (difference.kind === 'fields') takeFields(difference, [...path, at], changes);
    else takeElements(difference, [...path, at], changes);
  }
}

/** What is at the path now; of what was not there before, all of the first part that is new. */
function takeAt(parts: string[], before: Value, after: Value, path: Path, changes: Changes): void {
  const [part, ...rest] = parts;
  if (part === undefined) {
    changes.update(path, after);
  } else if (Array.isArray(after)) {
    const index = Number(part);
    if (Array.isArray(before) && index < before.length) takeAt(rest, before[index], after[index], [...path, index], changes);
    else changes.update([...path, index], after[index]);
  } else if (!isDoc(after)) {
    changes.update(path, after);
  } else if (!Object.hasOwn(after, part)) {
    changes.remove([...path, part]);
  } else if (isDoc(before) && Object.hasOwn(before, part)) {
    takeAt(rest, before[part], after[part], [...path, part], changes);
  } else {
    changes.update([...path, part], after[part]);
  }
}
