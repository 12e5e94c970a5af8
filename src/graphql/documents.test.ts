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

test('what makes validation itself throw is a document that is not valid', () => {
  const schema = buildSchema('type Query { name: String } type Subscription { name: String }');
  const documents = new Documents(schema, { tokens: 2_000, aliases: 30 }, true);
  const codes = (text: string) => documents.read(text).errors.map(({ extensions }) => extensions['code']);
  expect(codes('subscription { name @skip(if: "x") }')).toEqual(['GRAPHQL_VALIDATION_FAILED']);
});

test('a field that is asked for over and over is refused before fields are compared, also through inline fragments', () => {
  const documents = open();
  const repeated = (times: number) => `{ ${'name ... { name } '.repeat(times)} }`;
  expect(documents.read(repeated(15)).errors).toEqual([]);
  expect(documents.read(repeated(16)).errors).toMatchObject([{ originalError: { code: 'QUERY_TOO_COMPLEX', details: { limit: 'repetitions', allowed: 30 } } }]);
});
