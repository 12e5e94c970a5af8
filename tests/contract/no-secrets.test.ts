import { buildClientSchema, getIntrospectionQuery, getNamedType, type GraphQLSchema, type IntrospectionQuery, isObjectType, parse } from 'graphql';
import mongoose from 'mongoose';
import { beforeAll, expect, test } from 'vitest';

import { administrator, password, people, type Person, useApp } from '../testkit/index.js';
import { documentOf, operationsOf, variablesFor } from '../testkit/documents.js';

useApp({ limits: { depth: 100, aliases: 1_000, cost: 1_000_000, tokens: 100_000 } });

/** B6: as an outsider learns it, by introspection: nothing that the schema offers leads to a password, or to what is kept of one. */
let schema: GraphQLSchema;
let ana: Person;
beforeAll(async () => {
  // Whoever may ask for everything.
  ana = await administrator();
  schema = buildClientSchema((await ana.asks(parse(getIntrospectionQuery()) as never, {})) as IntrospectionQuery);
});

/** Every field that some query, mutation or subscription reaches, as `Type.field`. */
function reachable(): string[] {
  const seen = new Set<string>();
  const paths: string[] = [];
  const walk = (name: string) => {
    const type = schema.getType(name);
    if (!isObjectType(type) || seen.has(name)) return;
    seen.add(name);
    for (const field of Object.values(type.getFields())) {
      paths.push(`${name}.${field.name}`);
      walk(getNamedType(field.type).name);
    }
  };
  for (const root of ['Query', 'Mutation', 'Subscription']) walk(root);
  return paths.filter((path) => !/^(Query|Mutation|Subscription)\./.test(path));
}

test('no path leads to a field that sounds like a secret', () => {
  expect(reachable().length).toBeGreaterThan(50);
  expect(reachable().filter((path) => /password|hash|secret|credential|salt/i.test(path))).toEqual([]);
});

test('selecting everything that can be selected yields no password and no hash', async () => {
  const { ben } = await people('ben');
  const trade = await ana.proposes({ wants: [await ben.lists()], gives: [await ana.lists()] });
  await ben.says(trade.conversation, 'Hello');
  const known = { itemId: trade.owner.items[0]!.id, tradeId: trade.id, conversationId: trade.conversation.id, userId: ben.id };
  const login = { email: ana.email, password };

  const answers = [];
  for (const operation of operationsOf(schema)) {
    const { kind, field } = operation;
    if (kind === 'subscription' || (kind === 'mutation' && !['login', 'updateProfile'].includes(field.name))) continue;
    const examples = { ...known, ...login, first: null, last: null, after: null, before: null, filter: null, status: null, role: null, check: null, expectedVersion: null, avatarUrl: null };
    const answer = await ana.answer(parse(documentOf(operation, 7)) as never, variablesFor(field.args, examples));
    expect(answer, field.name).not.toHaveProperty('errors');
    answers.push(JSON.stringify(answer));
  }

  const hashes = await mongoose.connection.collection('credentials').find().toArray();
  expect(hashes.length).toBeGreaterThan(1);
  for (const hidden of ['$argon2', password, ...hashes.map(({ passwordHash }) => passwordHash as string)])
    for (const answer of answers) expect(answer).not.toContain(hidden);
});
