import {
  type GraphQLArgument,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  getNamedType,
  parse,
} from 'graphql';
import { beforeAll, describe, expect, test } from 'vitest';

import type { User } from '../../src/domains/people/index.js';
import { Role } from '../../src/platform/viewer.js';
import { anonymous, people, Refused, theApp, useApp } from '../testkit/index.js';
import { theSchema } from '../testkit/schema.js';

useApp();

const everybody = 'everybody';
const whoeverIsLoggedIn = 'whoever is logged in';

type Admitted = typeof everybody | typeof whoeverIsLoggedIn | readonly Role[];

/** Decided here, once more, by hand: who may knock. A new operation without a line fails, and so does a line without an operation. */
const decisions: Readonly<Record<string, Admitted>> = {
  'Query.devInbox': everybody,
  'Query.errorCatalog': everybody,
  'Query.item': everybody,
  'Query.items': everybody,
  'Query.me': everybody,
  'Query.signInProviders': everybody,
  'Query.user': everybody,
  'Query.conversation': whoeverIsLoggedIn,
  'Query.conversationCursor': whoeverIsLoggedIn,
  'Query.conversations': whoeverIsLoggedIn,
  'Query.messages': whoeverIsLoggedIn,
  'Query.myItems': whoeverIsLoggedIn,
  'Query.mySessions': whoeverIsLoggedIn,
  'Query.myTrades': whoeverIsLoggedIn,
  'Query.trade': whoeverIsLoggedIn,
  'Query.tradeCursor': whoeverIsLoggedIn,
  'Query.viewerCursor': whoeverIsLoggedIn,
  'Mutation.login': everybody,
  'Mutation.refreshSession': everybody,
  'Mutation.register': everybody,
  'Mutation.registerBusiness': everybody,
  'Mutation.signInWithCode': everybody,
  'Mutation.requestPasswordReset': everybody,
  'Mutation.resetPassword': everybody,
  'Mutation.verifyEmail': everybody,
  'Mutation.changeEmail': whoeverIsLoggedIn,
  'Mutation.changePassword': whoeverIsLoggedIn,
  'Mutation.completeTrade': whoeverIsLoggedIn,
  'Mutation.confirmTrade': whoeverIsLoggedIn,
  'Mutation.createItem': whoeverIsLoggedIn,
  'Mutation.deleteItem': whoeverIsLoggedIn,
  'Mutation.deleteMessage': whoeverIsLoggedIn,
  'Mutation.editMessage': whoeverIsLoggedIn,
  'Mutation.endAllOtherSessions': whoeverIsLoggedIn,
  'Mutation.endSession': whoeverIsLoggedIn,
  'Mutation.expressInterest': whoeverIsLoggedIn,
  'Mutation.linkSignIn': whoeverIsLoggedIn,
  'Mutation.logout': whoeverIsLoggedIn,
  'Mutation.markRead': whoeverIsLoggedIn,
  'Mutation.proposeTrade': whoeverIsLoggedIn,
  'Mutation.rejectTrade': whoeverIsLoggedIn,
  'Mutation.relistItem': whoeverIsLoggedIn,
  'Mutation.resendVerification': whoeverIsLoggedIn,
  'Mutation.sendMessage': whoeverIsLoggedIn,
  'Mutation.unlinkSignIn': whoeverIsLoggedIn,
  'Mutation.updateItem': whoeverIsLoggedIn,
  'Mutation.updateProfile': whoeverIsLoggedIn,
  'Mutation.withdrawTrade': whoeverIsLoggedIn,
  'Query.failedReactions': [Role.ADMIN],
  'Query.systemHealth': [Role.ADMIN],
  'Query.systemInvariants': [Role.ADMIN],
  'Query.adminAuditLog': [Role.ADMIN],
  'Mutation.restoreUser': [Role.ADMIN],
  'Mutation.retryFailedReactions': [Role.ADMIN],
  'Mutation.setRoles': [Role.ADMIN],
  'Mutation.suspendUser': [Role.ADMIN],
  'Subscription.conversationRead': whoeverIsLoggedIn,
  'Subscription.messageAdded': whoeverIsLoggedIn,
  'Subscription.tradeChanged': whoeverIsLoggedIn,
  'Subscription.viewerEvents': whoeverIsLoggedIn,
};

const schema = theSchema();
const roots = [schema.getQueryType()!, schema.getMutationType()!, schema.getSubscriptionType()!];
const operations = roots.flatMap((root) =>
  Object.values(root.getFields()).map((field) => ({ name: `${root.name}.${field.name}`, root, field })),
);

test('somebody has decided about every operation', () => {
  expect(operations.map(({ name }) => name).sort()).toEqual(Object.keys(decisions).sort());
});

const strangers = [null, ...Object.values(Role)];
const users = new Map<Role, User>();

beforeAll(async () => {
  for (const role of Object.values(Role)) {
    const { someone } = await people('someone');
    users.set(role, await theApp().services.people.appoint(someone.id, [role]));
  }
});

describe.each(operations.map((operation) => [operation.name, operation] as const))('%s', (name, { root, field }) => {
  test.each(strangers.map((role) => [role ?? 'anonymous', role] as const))('opens to %s as decided', async (_, role) => {
    const outcome = await knock(root.name.toLowerCase(), field, role);
    expect(outcome).toBe(expected(decisions[name], role));
  });
});

function expected(admitted: Admitted | undefined, role: Role | null): string {
  if (admitted === everybody) return 'opened';
  if (role === null) return 'UNAUTHENTICATED';
  return admitted === whoeverIsLoggedIn || admitted?.includes(role) ? 'opened' : 'FORBIDDEN';
}

/** Through the real door, in a session of its own. Whatever is said behind the door is another matter. */
async function knock(kind: string, { name, args, type }: (typeof operations)[number]['field'], role: Role | null): Promise<string> {
  const actor = anonymous(role && (await tokenOf(role)));
  const needed = args.filter((argument) => isNonNullType(argument.type) || argument.name === 'after');
  const [declared, given] = [
    needed.map((argument) => `$${argument.name}: ${String(argument.type)}`),
    needed.map((argument) => `${argument.name}: $${argument.name}`),
  ];
  const inBrackets = (parts: string[]) => (parts.length > 0 ? `(${parts.join(', ')})` : '');
  const text = `${kind} Knock${inBrackets(declared)} { ${name}${inBrackets(given)} ${isObjectType(getNamedType(type)) ? '{ __typename }' : ''} }`;
  const variables = Object.fromEntries(needed.map((argument) => [argument.name, sample(argument)]));
  try {
    if (kind === 'subscription') await actor.followsText(text, variables).next();
    else await actor.asks(parse(text) as never, variables as never);
    return 'opened';
  } catch (error) {
    if ((error as { code?: unknown }).code === 4403) return 'UNAUTHENTICATED';
    if (!(error instanceof Refused)) throw error;
    return ['UNAUTHENTICATED', 'FORBIDDEN'].includes(error.code) && name !== 'refreshSession' ? error.code : 'opened';
  } finally {
    await actor.hangsUp();
  }
}

async function tokenOf(role: Role): Promise<string> {
  const { sessions, tokens } = theApp().services;
  const { user, sessionId, startedAt } = await sessions.start(users.get(role)!, null);
  return tokens.sign(user, sessionId, startedAt);
}

/** Fits the type and nothing else: behind the door it is not found, or not valid. */
function sample({ type }: Pick<GraphQLArgument, 'type'>): unknown {
  const inner: GraphQLInputType = isNonNullType(type) ? (type.ofType as GraphQLInputType) : type;
  if (isListType(inner)) return [];
  if (isEnumType(inner)) return inner.getValues()[0]!.name;
  if (isInputObjectType(inner)) {
    const needed = Object.values(inner.getFields()).filter((field) => isNonNullType(field.type));
    return Object.fromEntries(needed.map((field) => [field.name, sample(field)]));
  }
  return { Int: 1, Float: 1, Boolean: true, DateTime: '2026-01-01T00:00:00Z' }[inner.name] ?? 'nonsense';
}
