import { getNamedType, type GraphQLNamedType, type GraphQLObjectType, type GraphQLResolveInfo, isObjectType } from 'graphql';
import mongoose from 'mongoose';
import { beforeAll, describe, expect, test } from 'vitest';

import { guestList } from '../../src/graphql/authorization.js';
import { Context } from '../../src/graphql/context.js';
import { createLogger } from '../../src/platform/logger.js';
import { Role, type Viewer } from '../../src/platform/viewer.js';
import { administrator, people, type Person, useApp } from '../testkit/index.js';
import { theSchema } from '../testkit/schema.js';

useApp();

const schema = theSchema();
const isAdminsAlone = (operation: string) => String(guestList().get(operation)) === String([Role.ADMIN]);
const operations = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!].flatMap((root) =>
  Object.values(root.getFields()).map((field) => ({ name: `${root.name}.${field.name}`, type: getNamedType(field.type) })),
);

function reachableFrom(...types: GraphQLNamedType[]): Set<GraphQLObjectType> {
  const seen = new Set<GraphQLObjectType>();
  const walk = (type: GraphQLNamedType) => {
    if (!isObjectType(type) || seen.has(type)) return;
    seen.add(type);
    for (const field of Object.values(type.getFields())) walk(getNamedType(field.type));
  };
  types.forEach(walk);
  return seen;
}

/** M8: what only operations of administrators lead to is theirs alone, whatever else may come to lead there. */
describe('a type for administrators', () => {
  const [theirs, others] = [true, false].map((alone) =>
    reachableFrom(...operations.filter(({ name }) => isAdminsAlone(name) === alone).map(({ type }) => type)),
  ) as [Set<GraphQLObjectType>, Set<GraphQLObjectType>];
  const types = [...theirs].filter((type) => !others.has(type));

  test('is found', () => expect(types.map(({ name }) => name)).toEqual(expect.arrayContaining(['AuditEntry', 'AuditEntryEdge', 'SystemHealth'])));

  test.each(types.flatMap((type) => Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, field] as const)))(
    'opens %s to nobody else: write @AdminsOnly() on it',
    async (_, { resolve }) => {
      for (const role of [null, ...Object.values(Role).filter((role) => role !== Role.ADMIN)]) {
        const viewer: Viewer | null = role && { id: 'somebody', roles: [role], expiresAt: new Date() };
        const context = new Context({ id: 'a request', viewer, revise: () => viewer, ip: '', log: createLogger('silent') });
        const reading = async (): Promise<unknown> => resolve?.({}, {}, context, {} as GraphQLResolveInfo);
        await expect(reading()).rejects.toMatchObject({ code: role ? 'FORBIDDEN' : 'UNAUTHENTICATED' });
      }
    },
  );
});

/** M48: whatever administrators alone can do is written down. A new operation without a line here fails. */
describe('an administrator', () => {
  let gale: Person, ana: Person;
  beforeAll(async () => {
    gale = await administrator();
    ({ ana } = await people('ana'));
  });

  const deeds: Readonly<Record<string, () => Promise<unknown>>> = {
    setRoles: () => gale.setsRoles(ana, ['AGENT'], 'for the record'),
    suspendUser: () => gale.suspends(ana, 'for the record'),
    restoreUser: () => gale.restores(ana, 'for the record'),
    retryFailedReactions: async () => {
      await mongoose.connection.collection('jobs').insertOne({ _id: 'given up' as never, state: 'FAILED', reaction: 'of nobody', since: new Date(), dueAt: new Date(), attempts: 1 });
      await gale.triesAgain('for the record');
    },
  };
  const mutations = operations.map(({ name }) => name).filter((name) => name.startsWith('Mutation.') && isAdminsAlone(name));

  test('has a deed here for each mutation', () => expect(mutations.sort()).toEqual(Object.keys(deeds).map((name) => `Mutation.${name}`).sort()));

  test.each(Object.entries(deeds))('cannot %s without a trace', async (action, act) => {
    const before = (await gale.readsAudit({ action })).length;
    await act();
    const entries = await gale.readsAudit({ action });
    expect(entries).toHaveLength(before + 1);
    expect(entries[0]).toMatchObject({ action, actor: { id: gale.id }, reason: 'for the record', changes: [expect.anything()] });
  });
});
