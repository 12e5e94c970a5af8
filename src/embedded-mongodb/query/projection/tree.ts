import type { Expression } from '../../aggregation/expression.js';
import { MongoError } from '../../errors.js';

/** What a projection says about one field. */
export type Entry =
  /** It is included, or excluded, as the whole projection is of the one kind or the other. */
  | { kind: 'listed' }
  /** It is there in either kind: `$slice` cuts it afterwards. */
  | { kind: 'kept' }
  | { kind: 'computed'; expression: Expression }
  | { kind: 'nested'; fields: Fields };

/** What a projection says about the fields of a document, in the order in which it says so. */
export class Fields {
  readonly entries = new Map<string, Entry>();
  /** Something is computed here or below. */
  hasComputed = false;

  /** @throws MongoError if the path leads through another one, or another one through it */
  set(path: readonly string[], entry: Exclude<Entry, { kind: 'nested' }>, at = 0): void {
    const name = path[at]!;
    if (entry.kind === 'computed') this.hasComputed = true;
    if (at < path.length - 1) return this.below(name, path, at).set(path, entry, at + 1);
    if (this.entries.has(name)) throw new MongoError(31250, `Path collision at ${path.join('.')}`);
    this.entries.set(name, entry);
  }

  /** Refuses a path as `set` does. Collisions are found before anything else is wrong with a field. */
  check(path: readonly string[], at = 0): void {
    const entry = this.entries.get(path[at]!);
    if (entry === undefined) return;
    if (at === path.length - 1) throw new MongoError(31250, `Path collision at ${path.join('.')}`);
    if (entry.kind !== 'nested') throw through(path, at);
    entry.fields.check(path, at + 1);
  }

  private below(part: string, path: readonly string[], at: number): Fields {
    const entry = this.entries.get(part);
    if (entry === undefined) {
      const fields = new Fields();
      this.entries.set(part, { kind: 'nested', fields });
      return fields;
    }
    if (entry.kind !== 'nested') throw through(path, at);
    return entry.fields;
  }
}

function through(path: readonly string[], at: number): MongoError {
  return new MongoError(31249, `Path collision at ${path.join('.')} remaining portion ${path.slice(at + 1).join('.')}`);
}
