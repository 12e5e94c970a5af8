import { beforeAll, describe, expect, test } from 'vitest';

import { readEnvironment } from '../../src/environment.js';
import { people, type Person, Refused, theApp, useApp } from '../testkit/index.js';

const { limits, bodyLimitKb } = readEnvironment({});

let ana: Person;
useApp();
beforeAll(async () => {
  ({ ana } = await people('ana'));
});

const times = (count: number, part: (n: number) => string) => Array.from({ length: count }, (_, n) => part(n)).join(' ');
const nested = (depth: number, around: string, inside: string) => `${`${around} { `.repeat(depth)}${inside}${' }'.repeat(depth)}`;

interface Attack {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly code: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

const tooMuch = (limit: 'depth' | 'aliases' | 'repetitions' | 'cost' | 'tokens' | 'expensive', allowed: number) =>
  ({ code: 'QUERY_TOO_COMPLEX', details: { limit, allowed } }) as const;
const invalid = { code: 'DOCUMENT_INVALID' } as const;
const smallest = 'a: __typename';

/** What is known to be sent to bring a GraphQL server down, and with which words it is refused. */
const attacks: { readonly [name: string]: Attack } = {
  'as deep as a well': {
    query: `{ myTrades(first: 1) { edges { node { ${nested(6, 'conversation { trade', 'id')}${' }'.repeat(6)} } } } }`,
    ...tooMuch('depth', limits.depth),
  },
  'wide, page in page': {
    query: '{ items(first: 100) { edges { node { ownershipHistory(first: 100) { edges { node { owner { name } } } } } } } }',
    ...tooMuch('cost', limits.cost),
  },
  'of one thing by many names': { query: `{ ${times(limits.aliases + 1, (n) => `a${n}: me { email }`)} }`, ...tooMuch('aliases', limits.aliases) },
  'of one thing again and again': { query: `{ ${times(limits.aliases + 2, () => 'me { email }')} }`, ...tooMuch('repetitions', limits.aliases) },
  'of guesses, many at a time': {
    query: `mutation { ${times(20, (n) => `a${n}: login(input: { email: "ana@example.test", password: "guess number ${n}" }) { token }`)} }`,
    ...tooMuch('expensive', 3),
  },
  'of fragments that go round': {
    query: `{ ...F0 } ${times(70, (n) => `fragment F${n} on Query { me { email } ...F${(n + 1) % 70} }`)}`,
    ...invalid,
  },
  'of a fragment that is in itself': { query: '{ ...F } fragment F on Query { ...F }', ...invalid },
  'of fragments that double, layer by layer': {
    query: `{ me { ...F0 } } ${times(25, (n) => `fragment F${n} on Me { ...F${n + 1} ... on Me { ...F${n + 1} } }`)} fragment F25 on Me { user { id } }`,
    ...tooMuch('cost', limits.cost),
  },
  'of one directive, hundreds of times': { query: `{ me ${times(120, () => '@include(if: true)')} { email } }`, ...invalid },
  'of directives that nobody knows': { query: `{ me ${times(400, (n) => `@d${n}`)} { email } }`, ...invalid },
  'of variables that nobody uses': { query: `query (${times(150, (n) => `$v${n}: Int`)}) { me { email } }`, ...invalid },
  'of more words than anybody needs': { query: `{ ${times(limits.tokens, () => smallest)} }`, ...tooMuch('tokens', limits.tokens) },
  'of brackets in brackets': {
    query: `{ items(filter: ${'['.repeat(limits.tokens)}${']'.repeat(limits.tokens)}) { edges { cursor } } }`,
    ...tooMuch('tokens', limits.tokens),
  },
  'of the schema, by many names': {
    query: `{ ${times(limits.aliases + 1, (n) => `a${n}: __schema { types { name } }`)} }`,
    ...tooMuch('aliases', limits.aliases),
  },
  'of the schema, by many names inside': {
    query: `{ __schema { types { ${times(limits.aliases + 1, (n) => `a${n}: fields { name }`)} } } }`,
    ...tooMuch('aliases', limits.aliases),
  },
  'of the schema, round and round': { query: '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }', ...invalid },
  'with a variable where a condition would fit': {
    query: 'query ($id: ID!) { item(itemId: $id) { id } }',
    variables: { id: { $ne: null } },
    code: 'VALIDATION_FAILED',
    details: { paths: ['id'] },
  },
  'with a prototype among its variables': {
    query: 'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { id } }',
    variables: { input: JSON.parse('{ "name": "eve", "__proto__": { "roles": ["ADMIN"] } }') as unknown },
    code: 'VALIDATION_FAILED',
  },
  'with a list of a hundred thousand': {
    query: 'query ($first: Int) { items(first: $first) { edges { cursor } } }',
    variables: { first: 100_000 },
    code: 'VALIDATION_FAILED',
  },
};

describe('a document', () => {
  test.each(Object.entries(attacks))('%s is refused at both doors before anything is done', async (_, { query, variables = {}, code, details }) => {
    const doors = { http: () => atTheDoor({ query, variables }), socket: () => ana.followsText(query, variables).next() };
    for (const refused of Object.values(doors)) await expect(refused()).rejects.toHaveCode(code as never, details);
    expect(await ana.looksInTheMirror()).toMatchObject({ roles: ['CUSTOMER'], user: { name: 'ana', version: 1 } });
    await ana.hangsUp();
  });
});

describe('a request', () => {
  test('with several documents is refused whole', async () => {
    const one = { query: 'mutation { updateProfile(input: { name: "eve" }) { id } }' };
    await expect(atTheDoor(Array(50).fill(one))).rejects.toHaveCode('BAD_REQUEST');
    expect((await ana.looksInTheMirror())?.user.name).toBe('ana');
  });

  test('with variables larger than any letter is not read to its end, and a socket is told to go', async () => {
    const huge = { query: 'query ($id: ID!) { item(itemId: $id) { id } }', variables: { id: 'x'.repeat(bodyLimitKb * 1_024) } };
    await expect(atTheDoor(huge)).rejects.toHaveCode('BAD_REQUEST');
    await expect(ana.followsText(huge.query, huge.variables).next()).rejects.toMatchObject({ code: 1009 });
    await ana.hangsUp();
  });

  test('with objects in objects, as deep as it may be large, gets an answer of the catalogue', async () => {
    const depth = bodyLimitKb * 150;
    const body = `{"query":"query ($id: ID!) { item(itemId: $id) { id } }","variables":{"id":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}}}`;
    await expect(atTheDoor(body)).rejects.toHaveCode('VALIDATION_FAILED');
  });
});

async function atTheDoor(body: unknown): Promise<unknown> {
  const response = await fetch(`${theApp().url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${ana.token}` },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: Refused['errors'] };
  if (errors) throw new Refused(errors, data);
  return data;
}
