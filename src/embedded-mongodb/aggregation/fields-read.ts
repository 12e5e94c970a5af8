import type { FieldNames } from '../bson/fields.js';
import { bothOf } from '../bson/fields.js';
import type { Stage } from './stage.js';

/** Learns from expressions, while they are parsed, what they read of the document. */
export class FieldsRead {
  private known: Set<string> | null = new Set();

  get names(): FieldNames {
    return this.known;
  }

  /** @param path no parts: the document as a whole */
  add(path: readonly string[]): void {
    if (path.length === 0) this.known = null;
    else this.known?.add(path.join('.'));
  }

  addDocument(): void {
    this.known = null;
  }
}

/** What a pipeline reads of the documents it is given. */
export function fieldsReadBy(stages: readonly Stage[]): FieldNames {
  let names: FieldNames = new Set<string>();
  for (const { reads } of stages) {
    if (reads === undefined) return null;
    names = bothOf(names, reads.names);
    if (reads.andNoMore) return names;
  }
  return null;
}
