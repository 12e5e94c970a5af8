import type { Value } from '../bson/document.js';
import { Doc, isDoc, shallowCopy } from '../bson/document.js';
import { MongoError } from '../errors.js';
import type { Expression } from './expression.js';
import { fieldOf, pathParts } from './expressions/field-path.js';
import { setOrRemove } from './nested-fields.js';
import type { Result, Variables } from './variables.js';
import { MISSING } from './variables.js';

/**
 * A tree of fields to set: what `$addFields` and `$setWindowFields` write. Below a path that leads through an array the
 * fields are set in each of its elements, and a scalar on the way gives way to a document.
 */
export class ComputedFields {
  private readonly fields = new Map<string, Expression | ComputedFields>();
  private readonly names: string[] = [];
  /** Those of them that are set to `{}`. */
  private readonly empty = new Set<string>();

  /** Reads the specification of `$addFields`. */
  static parse(specification: Doc, compile: (specification: Value) => Expression): ComputedFields {
    const fields = new ComputedFields();
    for (const path of Object.keys(specification)) fields.parseField(pathParts(path), path, specification[path], compile);
    return fields;
  }

  set(path: string, expression: Expression): void {
    this.setAt(pathParts(path), expression, path);
  }

  /** A copy of the document with the fields; expressions see the document as it was. */
  apply(document: Doc, variables: Variables): Doc {
    return this.applyTo(document, document, variables);
  }

  private parseField(parts: string[], path: string, value: Value, compile: (specification: Value) => Expression): void {
    if (!isDoc(value) || isExpressionDocument(value, path)) {
      const isEmpty = isDoc(value) && Object.keys(value).length === 0;
      return this.setAt(parts, compile(value), path, isEmpty);
    }
    for (const name of Object.keys(value)) {
      if (name.includes('.')) throw new MongoError(40183, `cannot use dotted field name '${name}' in a sub object`);
      this.parseField([...parts, ...pathParts(name)], `${path}.${name}`, value[name], compile);
    }
  }

  /** @param isEmpty whether the value is `{}`: it gives way to fields below it, instead of conflicting with them */
  private setAt(parts: string[], expression: Expression, path: string, isEmpty = false): void {
    const [name, ...rest] = parts as [string, ...string[]];
    const existing = this.fields.get(name);
    if (existing === undefined) this.names.push(name);
    if (rest.length > 0) {
      const below = existing instanceof ComputedFields ? existing : new ComputedFields();
      if (existing !== undefined && existing !== below && !this.empty.delete(name)) throw conflict(path);
      this.fields.set(name, below);
      return below.setAt(rest, expression, path, isEmpty);
    }
    if (existing instanceof ComputedFields && isEmpty) return;
    if (existing !== undefined) throw conflict(path);
    this.fields.set(name, expression);
    if (isEmpty) this.empty.add(name);
  }

  private applyTo(document: Doc, root: Doc, variables: Variables): Doc {
    let copy = shallowCopy(document);
    for (const name of this.names) {
      const field = this.fields.get(name)!;
      copy = setOrRemove(copy, name, field instanceof ComputedFields ? field.below(fieldOf(document, name), root, variables) : field(root, variables));
    }
    return copy;
  }

  private below(value: Result, root: Doc, variables: Variables): Value {
    if (value !== MISSING && Array.isArray(value)) return value.map((element) => this.below(element, root, variables));
    return this.applyTo(value !== MISSING && isDoc(value) ? value : new Doc(), root, variables);
  }
}

/** `{ $add: … }`, as opposed to a document of further fields. An empty one is a value. */
function isExpressionDocument(value: Doc, path: string): boolean {
  const names = Object.keys(value);
  if (names.length === 0) return true;
  if (!names.some((name) => name.startsWith('$'))) return false;
  if (names.length > 1) throw new MongoError(40181, `an expression specification must contain exactly one field, the name of the expression, at '${path}'`);
  return true;
}

function conflict(path: string): MongoError {
  return new MongoError(40176, `specification contains two conflicting paths. Cannot specify both '${path}' and a part of it`);
}
