import type { Doc, Value } from '../../bson/document.js';
import { isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { Result, Variables } from '../variables.js';
import { MISSING } from '../variables.js';
import type { Expression } from './node.js';
import { Constant, Node } from './node.js';

const MAX_PARTS = 200;

/** The parts of a dotted path, checked. After the name of a variable an empty path is one that ends with a dot. */
export function pathParts(path: string, codeIfEmpty = 40352): string[] {
  if (path === '') throw new MongoError(codeIfEmpty, 'FieldPath cannot be constructed with empty string');
  if (path.endsWith('.')) throw new MongoError(40353, "FieldPath must not end with a '.'.");
  const parts = path.split('.');
  for (const part of parts) checkFieldName(part);
  // one part is counted for the document itself
  if (parts.length >= MAX_PARTS) throw new MongoError('Overflow', 'FieldPath is too long');
  return parts;
}

const HINT = "Consider using $getField or $setField for a field path with '.' or '$'. :: caused by :: ";

/** Refuses what can be no name of a field in a path or a computed document. */
export function checkFieldName(name: string): void {
  if (name === '') throw new MongoError(15998, `${HINT}FieldPath field names may not be empty strings.`);
  if (name.startsWith('$')) throw new MongoError(16410, `${HINT}FieldPath field names may not start with '$', given '${name}'.`);
  if (name.includes('\0')) throw new MongoError(16411, `${HINT}FieldPath field names may not contain '\\0'.`);
  if (name.includes('.')) throw new MongoError(16412, `${HINT}FieldPath field names may not contain '.', given '${name}'.`);
}

export function fieldOf(doc: Doc, name: string): Result {
  const value = doc[name];
  return value !== undefined || name in doc ? value : MISSING;
}

/** What `$a.b` gives: arrays on the way are looked through, one level each; numbers in a path are names. */
export function valueAt(from: Result, parts: readonly string[], start = 0): Result {
  let value: Result = from;
  for (let i = start; i < parts.length; i += 1) {
    if (value === MISSING) return MISSING;
    if (Array.isArray(value)) return valuesAt(value, parts, i);
    if (!isDoc(value)) return MISSING;
    value = fieldOf(value, parts[i]!);
  }
  return value;
}

function valuesAt(array: readonly Value[], parts: readonly string[], start: number): Value[] {
  const found: Value[] = [];
  for (const element of array) {
    if (!isDoc(element)) continue;
    const value = valueAt(element, parts, start);
    if (value !== MISSING) found.push(value);
  }
  return found;
}

/** `$a.b`: a path that starts at the document. */
export class FieldPath extends Node {
  constructor(readonly parts: readonly string[]) {
    super();
  }

  compile(): Expression {
    const { parts } = this;
    const [first] = parts;
    if (first === undefined) return (root) => root;
    if (parts.length === 1) return (root) => fieldOf(root, first);
    return (root) => valueAt(fieldOf(root, first), parts, 1);
  }

  /** As messages name it. */
  override toString(): string {
    return ['$CURRENT', ...this.parts].join('.');
  }
}

/** `$$name` or `$$name.a.b`. */
export class VariablePath extends Node {
  constructor(readonly slot: string, readonly parts: readonly string[], private readonly builtin = false) {
    super();
  }

  override fold(known: Variables): Node {
    return known.has(this.slot) ? new Constant(valueAt(known.get(this.slot), this.parts)) : this;
  }

  compile(): Expression {
    const { slot, parts } = this;
    if (this.builtin) return () => { throw new MongoError(51144, `Builtin variable '$$${slot}' is not available`); };
    return parts.length === 0 ? (_root, variables) => variables.get(slot) : (_root, variables) => valueAt(variables.get(slot), parts);
  }

  override toString(): string {
    return [`$${this.slot}`, ...this.parts].join('.');
  }
}
