import { Variables } from '../../aggregation/variables.js';
import type { Doc, Value } from '../../bson/document.js';
import { Doc as NewDoc } from '../../bson/document.js';
import type { Container } from '../paths.js';
import { anyAlong, fieldOf, pathOf } from '../paths.js';
import type { MatchNode, PathNode, Position } from './tree.js';

export type DocumentTest = (from: Container, variables?: Variables, position?: Position) => boolean;
export type ValueTest = (value: Value) => boolean;

/** The tree as a closure over documents. */
export function compileForDocument(node: MatchNode): DocumentTest {
  switch (node.kind) {
    case 'and': return all(inOrderOfMatching(node.children).map(compileForDocument));
    case 'or': return any(node.children.map(compileForDocument));
    case 'not': {
      const matches = compileForDocument(node.child);
      return (from, variables) => !matches(from, variables);
    }
    case 'document': return (from, variables) => node.test(documentOf(from), variables ?? Variables.none);
    default: return alongPath(node);
  }
}

function documentOf(from: Container): Doc {
  return Array.isArray(from) ? Object.assign(new NewDoc(), from) : from;
}

/** The last condition that finds an array element decides the position. */
function all(tests: DocumentTest[]): DocumentTest {
  const [a, b, c] = tests as [DocumentTest, DocumentTest, DocumentTest];
  switch (tests.length) {
    case 0: return () => true;
    case 1: return a;
    case 2: return (from, variables, position) => a(from, variables, position) && b(from, variables, position);
    case 3: return (from, variables, position) => a(from, variables, position) && b(from, variables, position) && c(from, variables, position);
    default: return (from, variables, position) => tests.every((test) => test(from, variables, position));
  }
}

/** Positions are found by `and` only: of several alternatives none is the one. */
function any(tests: DocumentTest[]): DocumentTest {
  return (from, variables) => tests.some((test) => test(from, variables));
}

function alongPath(node: PathNode): DocumentTest {
  const path = pathOf(node.path);
  const condition = { path, arrays: node.arrays, test: (value: Value, position?: Position) => node.test(value, position) } as Parameters<typeof anyAlong>[1];
  if (path.parts.length > 1) return (from, _variables, position) => anyAlong(from, condition, position);
  const [name] = path.parts as [string];
  const { test } = node;
  return (from, variables, position) => {
    const value = fieldOf(from, name);
    return Array.isArray(value) ? anyAlong(from, condition, position) : test(value, position);
  };
}

/** The tree as a closure over single values: inside of an `$elemMatch` on values. Arrays are not opened. */
export function compileForValue(node: MatchNode): ValueTest {
  switch (node.kind) {
    case 'and': {
      const tests = node.children.map(compileForValue);
      return (value) => tests.every((test) => test(value));
    }
    case 'or': {
      const tests = node.children.map(compileForValue);
      return (value) => tests.some((test) => test(value));
    }
    case 'not': {
      const test = compileForValue(node.child);
      return (value) => !test(value);
    }
    case 'document': return (value) => node.test(value as Doc, Variables.none);
    default: return (value) => node.test(value);
  }
}

/** The order in which the server tries the conditions of an `and`. It shows where several of them find a position. */
const ORDER = ['$elemMatch', '$size', '$eq', '$lte', '$lt', '$gt', '$gte', '$regex', '$mod', '$exists', '$in', '$bitsAllSet', '$bitsAllClear', '$bitsAnySet', '$bitsAnyClear', 'not', '$type'];

function inOrderOfMatching(children: MatchNode[]): MatchNode[] {
  return children.length < 2 ? children : [...children].sort((a, b) => rank(a) - rank(b) || byPath(a, b));
}

function rank(node: MatchNode): number {
  if (node.kind === 'or' || node.kind === 'and') return -1;
  if (node.kind === 'not') return ORDER.indexOf('not');
  if (node.kind === 'document') return ORDER.length + 1;
  const at = ORDER.indexOf(node.operator);
  return at === -1 ? ORDER.length : at;
}

function byPath(a: MatchNode, b: MatchNode): number {
  const x = a.kind === 'path' ? a.path : '';
  const y = b.kind === 'path' ? b.path : '';
  return x < y ? -1 : x > y ? 1 : 0;
}
