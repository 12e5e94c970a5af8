import type { StringOrder } from '../../bson/compare.js';
import { compareText } from '../../bson/compare.js';
import type { Value } from '../../bson/document.js';
import { Doc, isDoc } from '../../bson/document.js';
import { MongoError } from '../../errors.js';
import type { FieldsRead } from '../fields-read.js';
import { MISSING, Variables } from '../variables.js';
import { checkFieldName, FieldPath, pathParts, VariablePath } from './field-path.js';
import type { Node } from './node.js';
import { Constant, Operation } from './node.js';

/** Makes the node of an operator from the argument it was given. */
export type Operator = (argument: Value, parser: Parser, name: string) => Node;

export interface Surroundings {
  readonly constants: Variables;
  readonly names?: ReadonlySet<string>;
  readonly strings?: StringOrder | undefined;
  readonly reads?: FieldsRead;
}

/** The variables of the server that may have no value; reading them then is an error of the document, not of the parser. */
const BUILTINS = new Set(['NOW', 'CLUSTER_TIME', 'USER_ROLES', 'JS_SCOPE', 'IS_MR']);

/** Reads expressions within the variables that are visible at one place. */
export class Parser {
  /** The order of strings: the collation's, or that of their bytes. */
  readonly strings: StringOrder;

  constructor(
    private readonly operators: Record<string, Operator>,
    private readonly surroundings: Surroundings,
    /** Each binding of a name has a slot of its own, so that an inner `x` never takes the value of an outer one. */
    private readonly slots: ReadonlyMap<string, string> = new Map(),
    private readonly bound = 0,
  ) {
    this.strings = surroundings.strings ?? compareText;
  }

  parse(spec: Value): Node {
    if (typeof spec === 'string') return spec.startsWith('$') ? this.parsePath(spec) : new Constant(spec);
    if (Array.isArray(spec)) return array(spec.map((element) => this.parse(element)));
    return isDoc(spec) ? this.parseDocument(spec) : new Constant(spec);
  }

  /** The operands of an operator that takes a list: `{ $abs: x }` is short for `{ $abs: [x] }`. */
  parseList(argument: Value): Node[] {
    return (Array.isArray(argument) ? argument : [argument]).map((operand) => this.parse(operand));
  }

  /** The value of a parameter that must be known ahead of the documents; undefined if it depends on them. */
  constant(spec: Value): Constant | undefined {
    const folded = this.parse(spec).fold(Variables.none);
    return folded instanceof Constant ? folded : undefined;
  }

  private parseDocument(spec: Doc): Node {
    const names = Object.keys(spec);
    const [first] = names;
    if (first?.startsWith('$')) {
      if (names.length !== 1) throw new MongoError(15983, 'An object representing an expression must have exactly one field');
      const operator = Object.hasOwn(this.operators, first) ? this.operators[first] : undefined;
      if (operator === undefined) throw new MongoError('InvalidPipelineOperator', `Unrecognized expression '${first}'`);
      return operator(spec[first], this, first);
    }
    const values: Node[] = [];
    for (const name of names) {
      checkFieldName(name);
      values.push(this.parse(spec[name]));
    }
    return document(names, values);
  }

  private parsePath(text: string): Node {
    if (text === '$') throw new MongoError(16872, "'$' by itself is not a valid FieldPath");
    if (!text.startsWith('$$')) return this.current(pathParts(text.slice(1)));
    const path = text.slice(2);
    const dot = path.indexOf('.');
    const name = dot === -1 ? path : path.slice(0, dot);
    checkNameForReading(name);
    return this.variable(name)(dot === -1 ? [] : pathParts(path.slice(dot + 1), 40353));
  }

  /** What `$$name.a.b` stands for, given the path after the name. */
  private variable(name: string): (parts: string[]) => Node {
    const slot = this.slots.get(name);
    if (slot !== undefined) return (parts) => new VariablePath(slot, parts);
    if (name === 'CURRENT') return (parts) => this.current(parts);
    if (name === 'ROOT') return (parts) => this.field(parts);
    if (name === 'REMOVE') return () => new Constant(MISSING);
    if (this.surroundings.names?.has(name) || this.surroundings.constants.has(name)) return (parts) => new VariablePath(name, parts);
    if (name === 'SEARCH_META') throw new MongoError(6347902, "Can't access $$SEARCH_META without a $search stage earlier in the pipeline");
    if (name === 'USER_ROLES') return () => new Constant([]);
    if (BUILTINS.has(name)) return (parts) => new VariablePath(name, parts, true);
    throw new MongoError(17276, `Use of undefined variable: ${name}`);
  }

  /** `$a` is short for `$$CURRENT.a`, and CURRENT is the document unless someone said otherwise. */
  private current(parts: string[]): Node {
    const slot = this.slots.get('CURRENT') ?? (this.surroundings.names?.has('CURRENT') ? 'CURRENT' : undefined);
    return slot === undefined ? this.field(parts) : new VariablePath(slot, parts);
  }

  private field(parts: string[]): FieldPath {
    this.surroundings.reads?.add(parts);
    return new FieldPath(parts);
  }

  /** What the query knows of the document travels with it. */
  readsMetadata(): void {
    this.surroundings.reads?.addDocument();
  }

  /** Binds variables for a part of an expression: a parser for that part, and the slots their values go to. */
  bind(...names: string[]): { inner: Parser; slots: string[] } {
    const slots = new Map(this.slots);
    const added = names.map((name, i) => {
      const slot = `${name} ${this.bound + i}`;
      slots.set(name, slot);
      return slot;
    });
    return { inner: new Parser(this.operators, this.surroundings, slots, this.bound + names.length), slots: added };
  }
}

function checkNameForReading(name: string): void {
  if (name === '') throw new MongoError('FailedToParse', 'empty variable names are not allowed');
  if (!/^[a-zA-Z\u0080-\u{10ffff}]/u.test(name)) throw new MongoError('FailedToParse', `'${name}' starts with an invalid character for a user variable name`);
  checkCharacters(name);
}

/** A name that an expression may bind: lower case, as upper case is for the server's own; only CURRENT may be bound. */
export function checkNameForBinding(name: string): void {
  if (name === 'CURRENT') return;
  if (name === '') throw new MongoError('FailedToParse', 'empty variable names are not allowed');
  if (!/^[a-z\u0080-\u{10ffff}]/u.test(name)) throw new MongoError('FailedToParse', `'${name}' starts with an invalid character for a user variable name`);
  checkCharacters(name);
}

function checkCharacters(name: string): void {
  const wrong = /[^a-zA-Z0-9_\u0080-\u{10ffff}]/u.exec(name);
  if (wrong !== null) throw new MongoError('FailedToParse', `'${name}' contains an invalid character for a variable name: '${wrong[0]}'`);
}

/** `[a, b]`: what is missing becomes null. */
function array(elements: Node[]): Node {
  return new Operation(elements, (each) => (root, variables) => {
    const values: Value[] = new Array<Value>(each.length);
    for (let i = 0; i < each.length; i += 1) {
      const value = each[i]!(root, variables);
      values[i] = value === MISSING ? null : value;
    }
    return values;
  });
}

/** `{ a: x, b: y }`: what is missing is left out. */
function document(names: string[], values: Node[]): Node {
  return new Operation(values, (each) => (root, variables) => {
    const made = new Doc();
    for (let i = 0; i < each.length; i += 1) {
      const value = each[i]!(root, variables);
      if (value !== MISSING) made[names[i]!] = value;
    }
    return made;
  });
}
