import { deepCopy, doc, isDoc } from '../bson/document.js';
import type { Doc, Value } from '../bson/document.js';
import { MongoError } from '../errors.js';
import type { ArrayFilters } from './array-filters.js';
import { describeField, describeId } from './describe.js';
import type { Modification, Outcome, Site } from './operator.js';
import { Appended, REMOVED, UNCHANGED } from './operator.js';
import { indexOf } from './path.js';
import type { ElementsNode, FieldsNode, UpdateNode } from './tree.js';
import { inOrder, merge, SOURCE_OF_RENAME } from './tree.js';

/** More than so many nulls are not written to fill the gap before a far element of an array. */
const MOST_PADDING = 1_500_000;

/** A place on the way: the deepest value that exists there, and the components that lead on into nothing. */
interface Place {
  value: Value;
  /** What holds the value, and under which name; absent at the root. */
  holder: Doc | Value[] | undefined;
  key: string;
  taken: string[];
  missing: string[];
}

export interface Application {
  tree: FieldsNode;
  filters: ArrayFilters;
  isInsert: boolean;
  /** What a positional `$` stands for; asked for only when there is one. */
  position: () => number | undefined;
}

export interface Applied {
  /** The changed document, or the very same one if there was nothing to change. */
  document: Doc;
  /** The paths that were written, positions filled in; of what was created, the first part that is new. */
  touched: string[];
}

export function applyTree(document: Doc, application: Application): Applied {
  const work = new Work(deepCopy(document), application);
  return { document: work.run() ? work.root : document, touched: work.touched };
}

class Work {
  private modified = false;
  readonly touched: string[] = [];

  constructor(readonly root: Doc, private readonly application: Application) {}

  run(): boolean {
    this.fields(this.application.tree, { value: this.root, holder: undefined, key: '', taken: [], missing: [] });
    return this.modified;
  }

  private node(node: UpdateNode, place: Place): void {
    if (node.kind === 'fields') this.fields(node, place);
    else if (node.kind === 'elements') this.elements(node, place);
    else if (node.modification !== SOURCE_OF_RENAME) this.leaf(node.modification, place);
  }

  private fields(node: FieldsNode, place: Place): void {
    for (const [part, child] of inOrder(this.withPosition(node, place))) this.node(child, step(place, part));
  }

  /** The children, with the positional one under the position it stands for. */
  private withPosition(node: FieldsNode, place: Place): Map<string, UpdateNode> {
    if (node.positional === undefined) return node.children;
    const position = this.application.position();
    if (position === undefined) throw new MongoError('BadValue', 'The positional operator did not find the match needed from the query.');
    const part = String(position);
    const other = node.children.get(part);
    const child = other === undefined ? node.positional : merge(other, node.positional, [...place.taken, ...place.missing, part].join('.'));
    return new Map(node.children).set(part, child);
  }

  private elements(node: ElementsNode, place: Place): void {
    const path = [...place.taken, ...place.missing].join('.');
    if (place.missing.length > 0) throw new MongoError('BadValue', `The path '${path}' must exist in the document in order to apply array updates.`);
    if (!Array.isArray(place.value)) {
      throw new MongoError('BadValue', `Cannot apply array updates to non-array element ${describeField(place.key, place.value).slice(1, -1)}`);
    }
    // All filters look at the array before any element is changed.
    const chosen = place.value.map((element) => this.chosen(node, element));
    chosen.forEach((nodes, i) => {
      if (nodes.length === 0) return;
      const merged = nodes.reduce((a, b) => merge(a, b, `${path}.${i}`));
      this.node(merged, step(place, String(i)));
    });
  }

  private chosen(node: ElementsNode, element: Value): UpdateNode[] {
    return [...node.children].sort(([a], [b]) => (a < b ? -1 : 1))
      .filter(([identifier]) => identifier === '' || this.application.filters.get(identifier)!(element))
      .map(([, child]) => child);
  }

  private leaf(modification: Modification, place: Place): void {
    if (modification.onlyOnInsert === true && !this.application.isInsert) return;
    if (modification.movesFrom !== undefined) {
      this.move(modification.movesFrom, place);
    } else if (place.missing.length === 0) {
      this.write(place, modification.existing(place.value, this.site(place)));
    } else if (modification.created !== undefined) {
      this.create(place, modification.created(this.site(place)));
    } else if (modification.toleratesImpossiblePaths !== true) {
      refuseImpossible(place);
    }
  }

  private site(place: Place): Site {
    return { path: [...place.taken, ...place.missing].join('.'), root: this.root };
  }

  private write(place: Place, outcome: Outcome): void {
    if (outcome === UNCHANGED) return;
    this.protectId(place);
    this.modified = true;
    const holder = place.holder as Record<string, Value>;
    const path = place.taken.join('.');
    if (outcome instanceof Appended) {
      const { array, added } = outcome;
      holder[place.key] = deepCopy(array);
      for (let i = array.length - added; i < array.length; i += 1) this.touched.push(`${path}.${i}`);
      return;
    }
    this.touched.push(path);
    if (outcome !== REMOVED) holder[place.key] = deepCopy(outcome);
    else if (Array.isArray(holder)) holder[Number(place.key)] = null;
    else delete holder[place.key];
  }

  private create(place: Place, value: Value): void {
    const [first, ...rest] = place.missing as [string, ...string[]];
    const inner = rest.reduceRight<Value>((content, part) => doc({ [part]: content }), deepCopy(value));
    if (isDoc(place.value)) {
      this.protectId(place);
      place.value[first] = inner;
    } else {
      this.extend(place, first, inner);
    }
    this.modified = true;
    this.touched.push([...place.taken, first].join('.'));
  }

  private extend(place: Place, part: string, value: Value): void {
    const index = Array.isArray(place.value) ? indexOf(part) : undefined;
    if (index === undefined) throw new MongoError('PathNotViable', `Cannot create field '${part}' in element ${describeField(place.key, place.value)}`);
    const array = place.value as Value[];
    if (index - array.length > MOST_PADDING) throw new MongoError('CannotBackfillArray', `can't backfill more than ${MOST_PADDING} elements`);
    while (array.length < index) array.push(null);
    array.push(value);
  }

  /** `$rename`: a `$set` of the target and an `$unset` of the source, neither of which may be inside an array. */
  private move(from: string, target: Place): void {
    const source = this.find(from.split('.'));
    if (source.missing.length > 0) {
      refuseImpossible(source);
      return;
    }
    this.refuseArrays(source.taken.slice(0, -1), `The source field cannot be an array element, '${from}'`);
    const onTheWay = target.missing.length > 0 ? target.taken : target.taken.slice(0, -1);
    this.refuseArrays(onTheWay, `The destination field cannot be an array element, '${this.site(target).path}'`);
    const { value } = source;
    if (target.missing.length > 0) this.create(target, value);
    else this.write(target, value);
    this.write(source, REMOVED);
  }

  private find(path: string[]): Place {
    return path.reduce(step, { value: this.root, holder: undefined, key: '', taken: [], missing: [] });
  }

  private refuseArrays(path: string[], message: string): void {
    path.forEach((part, i) => {
      if (!Array.isArray(this.find(path.slice(0, i + 1)).value)) return;
      const id = describeId(this.root).slice(1, -1);
      throw new MongoError('BadValue', `${message} in doc with ${id} has an array field called '${part}'`);
    });
  }

  /** An `_id` that is there stays as it is; an upsert may still give one. */
  private protectId(place: Place): void {
    if (place.taken[0] !== '_id') return;
    throw new MongoError('ImmutableField', `Performing an update on the path '${place.taken.join('.')}' would modify the immutable field '_id'`);
  }
}

function step(place: Place, part: string): Place {
  // What was missing may have been created meanwhile, by another path with the same beginning.
  if (place.missing.length > 0) return [...place.missing, part].reduce(stepFrom, { ...place, missing: [] });
  return stepFrom(place, part);
}

function stepFrom(place: Place, part: string): Place {
  if (place.missing.length > 0) return { ...place, missing: [...place.missing, part] };
  const { value } = place;
  if (isDoc(value)) {
    if (Object.hasOwn(value, part)) return { value: value[part], holder: value, key: part, taken: [...place.taken, part], missing: [] };
  } else if (Array.isArray(value)) {
    const index = indexOf(part);
    if (index !== undefined && index < value.length) {
      return { value: value[index], holder: value, key: String(index), taken: [...place.taken, part], missing: [] };
    }
  }
  return { ...place, missing: [part] };
}

/** Even an operator that creates nothing says so when a path cannot exist. */
function refuseImpossible(place: Place): void {
  const part = place.missing[0]!;
  if (isDoc(place.value) || (Array.isArray(place.value) && indexOf(part) !== undefined)) return;
  const path = [...place.taken, ...place.missing].join('.');
  throw new MongoError('PathNotViable', `Cannot use the part (${part}) of (${path}) to traverse the element (${describeField(place.key, place.value)})`);
}
