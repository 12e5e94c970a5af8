import { readFile } from 'node:fs/promises';

import {
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isListType,
  isNonNullType,
  isObjectType,
  isSpecifiedScalarType,
  lexicographicSortSchema,
  printSchema,
} from 'graphql';
import { describe, expect, test } from 'vitest';

import { theSchema } from '../testkit/schema.js';

const schema = theSchema();
const types = Object.values(schema.getTypeMap()).filter((type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type));
const fields = (type: GraphQLNamedType): GraphQLField<unknown, unknown>[] =>
  isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [];
const everyField = types.flatMap((type) => fields(type).map((field) => ({ path: `${type.name}.${field.name}`, field })));
const rootFields = (root: 'Query' | 'Mutation' | 'Subscription') => fields(schema.getType(root)!);

test('schema.graphql is what the code says', async () => {
  const committed = await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8');
  expect(committed).toContain(printSchema(lexicographicSortSchema(schema)));
});

describe('everything is described', () => {
  const undescribed = [
    ...types.filter(({ description }) => !description).map(({ name }) => name),
    ...everyField.filter(({ field }) => !field.description).map(({ path }) => path),
    ...everyField.flatMap(({ path, field }) => field.args.filter(({ description }) => !description).map(({ name }) => `${path}(${name})`)),
    ...types.filter(isInputObjectType).flatMap((type) =>
      Object.values(type.getFields())
        .filter(({ description }) => !description)
        .map(({ name }) => `${type.name}.${name}`),
    ),
    ...types.filter(isEnumType).flatMap((type) =>
      type
        .getValues()
        .filter(({ description }) => !description)
        .map(({ name }) => `${type.name}.${name}`),
    ),
  ];

  test('types, fields, arguments, inputs and enum values', () => expect(undescribed).toEqual([]));
});

/** Short by their nature: they cannot grow with the data. */
const valueLists = [
  'Query.errorCatalog',
  'Query.signInProviders', // configured, twenty at most
  'AuditEntry.changes', // the fields of one thing
  'Me.roles',
  'Me.capabilities',
  'Item.imageUrls', // ten at most
  'TradeSide.items', // twenty at most
  'Conversation.participants', // set when it is opened
  'Message.readBy', // some of the participants
  'SystemInvariants.checks', // one for each promise
  'InvariantCheck.violations', // a hundred at most
  'DatabaseHealth.members', // fifty at most
];

describe('every list', () => {
  const lists = everyField.filter(({ field }) => isListType(getNullableType(field.type)));

  test('is a connection, or is short by its nature', () => {
    const growing = lists.map(({ path }) => path).filter((path) => !/Connection\.edges$/.test(path) && !valueLists.includes(path));
    expect(growing).toEqual([]);
  });

  test('that is a connection takes first, after, last and before', () => {
    const connections = everyField.filter(({ field }) => getNamedType(field.type).name.endsWith('Connection'));
    for (const { path, field } of connections) {
      const names = field.args.map(({ name }) => name);
      expect({ path, names }).toEqual({ path, names: expect.arrayContaining(['first', 'after', 'last', 'before']) as unknown });
    }
  });
});

describe('every mutation', () => {
  test.each(rootFields('Mutation').map((field) => [field.name, field] as const))(
    '%s can be repeated safely, and refused alone',
    (_, field) => {
      expect(field.args.map(({ name }) => name)).toContain('idempotencyKey');
      expect(isNonNullType(field.type)).toBe(false);
    },
  );
});

test('whatever takes a password, which is hashed, has its price', () => {
  const takesPassword = ({ args }: GraphQLField<unknown, unknown>) =>
    args.some(({ type }) => {
      const input = getNamedType(type);
      return isInputObjectType(input) && Object.keys(input.getFields()).some((name) => /password/i.test(name));
    });
  const hashing = rootFields('Mutation').filter(takesPassword);
  expect(hashing.map(({ name }) => name)).toEqual(expect.arrayContaining(['login', 'register', 'resetPassword']));
  expect(hashing.filter(({ extensions }) => extensions['expensive'] !== true).map(({ name }) => name)).toEqual([]);
});

describe('every subscription', () => {
  test.each(rootFields('Subscription').map((field) => [field.name, field] as const))('%s can be resumed', (_, field) => {
    expect(field.args.map(({ name }) => name)).toContain('after');
    expect(fields(getNamedType(field.type)).map(({ name }) => name)).toEqual(expect.arrayContaining(['eventId', 'cursor']));
  });
});

test('no secret has a name in the schema', () => {
  const shown = everyField.map(({ path }) => path).filter((path) => !path.startsWith('Mutation.'));
  expect(shown.filter((path) => /password|hash|secret/i.test(path))).toEqual([]);
});
