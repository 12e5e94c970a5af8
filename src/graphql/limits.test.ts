import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';

import { costWithin } from './limits.js';

const schema = buildSchema(`
  type Query { me: Person, people(first: Int, last: Int): PeopleConnection, name: String }
  type PeopleConnection { edges: [Edge!]! }
  type Edge { node: Person }
  type Person { name: String, friend: Person, friends(first: Int, last: Int): PeopleConnection, children: [Person!]! }
`);
const roomy = { depth: 100, aliases: 100, cost: 1_000_000 };

function costOf(text: string, variables: Record<string, unknown> = {}): number {
  for (let cost = 0; ; cost++) {
    try {
      costWithin({ ...roomy, cost }, schema, parse(text), null, variables);
      return cost;
    } catch {
      // Too little; one more.
    }
  }
}

describe('the cost of a document', () => {
  test('is one for each object', () => expect(costOf('{ me { name friend { name } } }')).toBe(2));
  test('counts a plain field at the root too', () => expect(costOf('{ name }')).toBe(1));
  test('of twenty aliases is twenty', () =>
    expect(costOf(`{ ${Array.from({ length: 20 }, (_, n) => `a${n}: me { name }`).join(' ')} }`)).toBe(20));
  test('multiplies what is inside a list by the page', () =>
    expect(costOf('{ people(first: 10) { edges { node { name } } } }')).toBe(1 + 10 * 2));
  test('knows the page from a variable', () =>
    expect(costOf('query ($n: Int) { people(last: $n) { edges { node { name } } } }', { n: 3 })).toBe(1 + 3 * 2));
  test('assumes the usual page when nothing is said', () => expect(costOf('{ people { edges { node { name } } } }')).toBe(1 + 20 * 2));
  test('knows the page from the default of a variable', () => {
    const text = 'query ($n: Int = 100) { people(first: $n) { edges { node { name } } } }';
    expect(costOf(text)).toBe(1 + 100 * 2);
    expect(costOf(text, { n: 3 })).toBe(1 + 3 * 2);
    expect(costOf(text.replaceAll('$n', '$toString'))).toBe(1 + 100 * 2);
  });
  test('is not smaller because one end of the list is asked for nothing', () =>
    expect(costOf('{ people(first: null, last: 100) { edges { node { name } } } }')).toBe(1 + 100 * 2));
  test('takes a list that comes whole for a page of the usual size', () =>
    expect(costOf('{ me { children { friends(first: 10) { edges { node { name } } } } } }')).toBe(1 + 1 + 20 * (1 + 10 * 2)));
  test('multiplies lists inside lists', () =>
    expect(costOf('{ people(first: 2) { edges { node { friends(first: 3) { edges { node { name } } } } } } }')).toBe(
      1 + 2 * (2 + 1 + 3 * 2),
    ));
  test('follows fragments', () => expect(costOf('{ me { ...F friend { ...F } } } fragment F on Person { friend { name } }')).toBe(4));
  test('of the schema is that of a large answer, once for each alias', () => {
    expect(costOf('{ __schema { types { name fields { name } } } }')).toBe(100);
    expect(costOf('{ a: __schema { types { name } } b: __type(name: "Query") { name } }')).toBe(200);
    expect(costOf('{ __schema { ...S } } fragment S on __Schema { types { a: fields { name } b: fields { name } } }')).toBe(300);
    expect(costOf('{ me { __typename } }')).toBe(1);
  });
  test('is found quickly, however often fragments are spread', () => {
    const layers = Array.from(
      { length: 25 },
      (_, n) => `fragment F${n} on Person { a: friend { ...F${n + 1} } b: friend { ...F${n + 1} } }`,
    );
    const bomb = `{ me { ...F0 } } ${layers.join(' ')} fragment F25 on Person { name }`;
    expect(() => costWithin({ ...roomy, cost: 5_000, aliases: 1e12 }, schema, parse(bomb))).toThrow(
      expect.objectContaining({ code: 'QUERY_TOO_COMPLEX', details: { limit: 'cost', allowed: 5_000 } }),
    );
  });
});

test('depth and aliases have limits of their own', () => {
  const deep = parse('{ me { friend { friend { name } } } }');
  expect(() => costWithin({ ...roomy, depth: 4 }, schema, deep)).not.toThrow();
  expect(() => costWithin({ ...roomy, depth: 3 }, schema, deep)).toThrow(
    expect.objectContaining({ details: { limit: 'depth', allowed: 3 } }),
  );
  const aliased = parse('{ a: name b: name c: name }');
  const within = parse('{ __schema { types { a: name b: name c: name } } }');
  for (const document of [aliased, within]) {
    expect(() => costWithin({ ...roomy, aliases: 2 }, schema, document)).toThrow(
      expect.objectContaining({ details: { limit: 'aliases', allowed: 2 } }),
    );
  }
});
