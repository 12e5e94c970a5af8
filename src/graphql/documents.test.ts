import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';

import { Documents } from './documents.js';

const open = () => new Documents(buildSchema('type Query { name(of: [Int]): String }'), { tokens: 2_000, aliases: 30 }, false);
const large = (n: number) => `query Q${n} { name(of: [${'1 '.repeat(1_900)}]) }`;

test('a document is read once', () => {
  const documents = open();
  const first = documents.read('{ name }');
  for (let n = 0; n < 50; n++) documents.read(large(n));
  expect(documents.read('{ name }').id).toBe(first.id);
});

test('what is kept is bounded by its size, and what is in use stays', () => {
  const documents = open();
  const first = documents.read('{ name }');
  const early = documents.read(large(0));
  for (let n = 1; n < 200; n++) {
    documents.read(large(n));
    documents.read('{ name }');
  }
  expect(documents.read('{ name }').id).toBe(first.id);
  expect(documents.read(large(0)).id).not.toBe(early.id);
});
