import 'reflect-metadata';

import type { GraphQLSchema } from 'graphql';
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql';

import { guardAdminTypes } from './admins-only.js';
import { authChecker, guestList } from './authorization.js';
import { DateTimeScalar } from './date-time.scalar.js';
import { type Edge, finishEdge } from './edge.js';
import { ErrorCatalogResolver } from './error-catalog.resolver.js';
import { registerEventKinds } from './streamed-event.js';
import { validateArgument } from './validation.js';

/** Builds the schema over resolvers that exist already: a resolver is an object with its services, not a class to be made. */
export function createSchema(resolvers: readonly object[], secret: string, assertVerified: Edge['assertVerified'] = everybody): GraphQLSchema {
  registerEventKinds();
  const all = [...resolvers, new ErrorCatalogResolver()];
  const byClass = new Map(all.map((resolver) => [resolver.constructor, resolver]));
  const schema = buildSchemaSync({
    resolvers: [...byClass.keys()] as unknown as NonEmptyArray<NewableFunction>,
    container: { get: (someClass) => byClass.get(someClass) },
    authChecker,
    validateFn: (value, type, data) => validateArgument(value, type, data),
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
    pubSub: neverUsed,
  });
  guardAdminTypes(schema);
  return finishEdge(schema, { guests: guestList(), secret, assertVerified });
}

const everybody = () => Promise.resolve();

/** TypeGraphQL insists on one. Our subscriptions read the outbox. */
const neverUsed = {
  publish: () => undefined,
  subscribe: (): never => {
    throw new Error('Subscriptions follow a stream: use `subscribe: follow(…)`.');
  },
};
