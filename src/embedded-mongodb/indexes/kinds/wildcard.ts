import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import type { KeyValues } from './ascending.js';
import { extract } from './ascending.js';

/** The part of a key pattern that stands for all paths, below a path or in the whole document. */
export class WildcardKeys {
  /** Where it stands among the fields. */
  readonly position: number;
  /** Paths at which some document has had an array. */
  readonly multikeyPaths = new Set<string>();
  /** Without the dot; empty for `$**`. */
  private readonly root: string;
  private readonly projected: readonly string[];
  private readonly excludes: boolean;
  private readonly others: (string[] | null)[];

  constructor(spec: Doc, position: number) {
    this.position = position;
    const fields = Object.keys(spec.key as Doc);
    this.root = fields[position]!.slice(0, -3).replace(/\.$/, '');
    this.others = fields.map((path, i) => (i === position ? null : path.split('.')));
    const projection = Object.entries((spec.wildcardProjection ?? {}) as Doc);
    const included = (value: Value): boolean => value === true || (value !== false && Number(String(value)) !== 0);
    const named = projection.filter(([path]) => path !== '_id');
    this.excludes = named.length === 0 ? !projection.some(([, value]) => included(value)) : !included(named[0]![1]);
    this.projected = projection.filter(([, value]) => included(value) !== this.excludes).map(([path]) => path);
  }

  /** Has the index the values at a path? Positions in arrays are not told. */
  covers(path: string): boolean {
    if (/(^|\.)\d+(\.|$)/.test(path)) return false;
    if (this.root !== '') return isBelow(path, this.root);
    if (isBelow(path, '_id')) return this.projected.includes('_id') && !this.excludes;
    const isNamed = this.projected.some((named) => isBelow(path, named));
    return this.excludes ? !isNamed : isNamed;
  }

  /** For each value its path and itself, in the place of the wildcard, among the values of the other fields. */
  extract(doc: Doc): { keys: KeyValues[]; arrays: number[] } {
    const found: [string, Value][] = [];
    this.walk(doc, '', found);
    let keys: KeyValues[] = [[]];
    const arrays: number[] = [];
    for (const [i, path] of this.others.entries()) {
      if (path === null) {
        keys = keys.flatMap((key) => found.map((pair) => [...key, ...pair]));
        arrays[i] = 0;
      } else {
        const extracted = extract(doc, [path], false);
        arrays[i] = extracted.arrays[0]!;
        keys = keys.flatMap((key) => extracted.keys.map(([value]) => [...key, value]));
      }
    }
    return { keys, arrays };
  }

  private walk(doc: Doc, prefix: string, found: [string, Value][]): void {
    for (const field of Object.keys(doc)) this.enter(doc[field], prefix === '' ? field : `${prefix}.${field}`, found);
  }

  private enter(value: Value, path: string, found: [string, Value][]): void {
    if (!this.leadsTo(path)) return;
    if (isDoc(value) && Object.keys(value).length > 0) {
      this.walk(value, path, found);
    } else if (Array.isArray(value)) {
      this.multikeyPaths.add(path);
      for (const element of value.length === 0 ? [undefined] : value) {
        if (isDoc(element) && Object.keys(element).length > 0) this.walk(element, path, found);
        else if (this.covers(path)) found.push([path, element]);
      }
    } else if (this.covers(path)) {
      found.push([path, value]);
    }
  }

  private leadsTo(path: string): boolean {
    if (this.covers(path)) return true;
    return isBelow(this.root, path) || this.projected.some((named) => isBelow(named, path));
  }
}

function isBelow(path: string, root: string): boolean {
  return path === root || path.startsWith(`${root}.`);
}
