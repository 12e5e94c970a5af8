import { Int32 } from 'bson';
import type { Doc, Value } from '../bson/document.js';
import { Doc as NewDoc, doc, isDoc } from '../bson/document.js';
import type { Difference } from '../update/difference.js';
import { betweenFields } from '../update/difference.js';

/** Field names, and positions in arrays. */
type Path = (string | number)[];

/**
 * What an update changed, as `updateDescription` tells it.
 * @param touched the paths that operators wrote; undefined for a pipeline, which is known only by what is different afterwards
 */
export function updateDescription(before: Doc, after: Doc, touched: readonly string[] | undefined, isExpanded: boolean): Doc {
  const changes = new Changes();
  if (touched === undefined) tellDifference(betweenFields(before, after), [], changes);
  else for (const path of topmost(touched)) tellPath(path.split('.'), before, after, changes);
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
    this.removed.push(this.name(path));
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

/** A field that came into being is told with all that is below it. */
function topmost(paths: readonly string[]): string[] {
  const all = new Set(paths);
  const hasAncestor = (path: string): boolean => {
    for (let end = path.lastIndexOf('.'); end > 0; end = path.lastIndexOf('.', end - 1)) if (all.has(path.slice(0, end))) return true;
    return false;
  };
  return [...all].filter((path) => !hasAncestor(path));
}

function tellPath(parts: string[], before: Doc, after: Doc, changes: Changes): void {
  const written = follow(parts, after);
  if (written.exists) changes.update(written.path, written.value);
  else changes.remove(follow(parts, before).path);
}

function follow(parts: string[], document: Doc): { path: Path; exists: boolean; value: Value } {
  let value: Value = document;
  let exists = true;
  const path = parts.map((part) => {
    const holder: Value = value;
    const step = Array.isArray(holder) ? Number(part) : part;
    exists &&= (isDoc(holder) || Array.isArray(holder)) && step in holder;
    value = exists ? (holder as Record<string | number, Value>)[step] : undefined;
    return step;
  });
  return { path, exists, value };
}

function tellDifference(found: Difference, path: Path, changes: Changes): void {
  if (found.kind === 'elements') {
    if (found.newSize !== undefined) changes.truncate(path, found.newSize);
  } else {
    for (const name of found.removed) changes.remove([...path, name]);
  }
  for (const [at, value] of found.updated) changes.update([...path, at], value);
  for (const [at, inside] of found.inner) tellDifference(inside, [...path, at], changes);
}
