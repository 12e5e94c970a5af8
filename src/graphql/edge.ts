import { createHmac } from 'node:crypto';

import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLFieldMap,
  type GraphQLFieldResolver,
  type GraphQLInputType,
  GraphQLInt,
  type GraphQLObjectType,
  type GraphQLSchema,
  GraphQLString,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { Extensions } from 'type-graphql';

import { invalid } from '../platform/errors/index.js';
import { expecting } from '../platform/expected-version.js';
import { type Call, once } from '../platform/idempotency.js';
import type { Id } from '../platform/identity.js';
import type { Viewer } from '../platform/viewer.js';
import { admit, type Guest } from './authorization.js';
import type { Context } from './context.js';

/** What holds for every root operation is added here, once, when the schema is built. */
export interface Edge {
  readonly guests: ReadonlyMap<string, readonly Guest[]>;
  /** Keys the fingerprints of variables, which may be passwords. */
  readonly secret: string;
  /** Refuses those whose address is not known to be theirs. */
  readonly assertVerified: (viewer: Viewer) => Promise<void>;
}

/**
 * This mutation changes the aggregate that the argument names (`'tradeId'`, `'input.itemId'`, or `'viewer'` for the acting
 * person): it takes `expectedVersion`, and the first compare-and-set on that aggregate insists on it.
 */
export const Versioned = (argument: string): MethodDecorator & PropertyDecorator => Extensions({ versioned: argument });

/** This mutation is for those alone who have verified their e-mail address. */
export const VerifiedOnly = (): MethodDecorator & PropertyDecorator => Extensions({ verifiedOnly: true });

/** This query is answered before the others of its document: a cursor asked first is never newer than what is read with it. */
export const BeforeOthers = (): MethodDecorator & PropertyDecorator => Extensions({ beforeOthers: true });

/** Done with each answer, also with one that is only repeated: what belongs to the response rather than to the effect. */
export const WithEachAnswer = (finish: (answer: object, context: Context) => void): MethodDecorator & PropertyDecorator =>
  Extensions({ finish });

type Finish = (answer: unknown, context: Context) => void;
type Field = GraphQLField<unknown, Context>;
type Resolve = GraphQLFieldResolver<unknown, Context>;
type Args = Record<string, unknown>;

export function finishEdge(schema: GraphQLSchema, edge: Edge): GraphQLSchema {
  for (const field of fieldsOf(schema.getQueryType()?.getFields())) finishQuery(field);
  for (const field of fieldsOf(schema.getMutationType()?.getFields())) finishMutation(field, edge);
  for (const field of fieldsOf(schema.getSubscriptionType()?.getFields())) finishSubscription(field);
  describe(schema.getQueryType(), 'What can be read.');
  describe(schema.getMutationType(), 'What can be done. Each field may be `null`, so that one refusal leaves its neighbours alone.');
  describe(schema.getSubscriptionType(), 'What can be followed, over WebSocket. Every stream can be resumed `after` a cursor.');
  return schema;
}

function describe(root: GraphQLObjectType | null | undefined, description: string): void {
  if (root) root.description = description;
}

const fieldsOf = (fields: GraphQLFieldMap<unknown, Context> = {}): Field[] => Object.values(fields);

function finishQuery(field: Field): void {
  const resolve = field.resolve!;
  field.resolve = field.extensions['beforeOthers']
    ? (root, args, context, info) => {
        const answer = Promise.resolve(resolve(root, args, context, info));
        context.first = Promise.allSettled([context.first, answer]);
        return answer;
      }
    : async (root, args, context, info) => {
        // All root fields are asked in one go, so that wherever in the document those before the others stand, they have begun by now.
        await Promise.resolve();
        await context.first;
        return resolve(root, args, context, info);
      };
}

/** Nullable, so that one refused field leaves its neighbours' answers alone; repeatable; and version-aware where it says so. */
function finishMutation(field: Field, edge: Edge): void {
  if (isNonNullType(field.type)) field.type = field.type.ofType;
  addArgument(
    field,
    'idempotencyKey',
    GraphQLString,
    'Any text of your own, such as a UUID. Sent again with the same key and variables, the call has no second effect and answers what it answered first.',
  );
  const versioned = field.extensions['versioned'] as string | undefined;
  if (versioned) addArgument(field, 'expectedVersion', GraphQLInt, 'Refuse with `VERSION_CONFLICT` unless the version still is this one.');
  const guests = edge.guests.get(`Mutation.${field.name}`) ?? [];
  if (field.extensions['verifiedOnly']) field.description = `${field.description} Refuses with \`EMAIL_NOT_VERIFIED\` until you have verified your address.`;
  const allowed = field.extensions['verifiedOnly'] ? askingIfVerified(edge, field.resolve!) : field.resolve!;
  const repeated = repeatable(field.name, guests, edge.secret, versioned ? minding(versioned, allowed) : allowed);
  field.resolve = finishing(repeated, field.extensions['finish'] as Finish | undefined);
}

/** What was read for the mutations before this one may not be so any more, and who asks may not be who they were. */
const finishing =
  (resolve: Resolve, finish: Finish | undefined): Resolve =>
  async (root, args, context, info) => {
    context.recognize();
    const answer: unknown = await resolve(root, args, context, info);
    context.forget();
    finish?.(answer, context);
    return answer;
  };

/** Whoever is nobody, or may not knock at all, is told so behind this. */
const askingIfVerified =
  ({ assertVerified }: Edge, resolve: Resolve): Resolve =>
  async (root, args, context, info) => {
    if (context.viewer) await assertVerified(context.viewer);
    return resolve(root, args, context, info) as unknown;
  };

const minding =
  (argument: string, resolve: Resolve): Resolve =>
  (root, { expectedVersion, ...args }, context, info) => {
    if (expectedVersion == null) return resolve(root, args, context, info);
    const id = argument === 'viewer' ? context.viewer?.id : valueAt(args, argument);
    return expecting({ id: id as Id, version: expectedVersion as number }, () => resolve(root, args, context, info));
  };

const repeatable =
  (name: string, guests: readonly Guest[], secret: string, resolve: Resolve): Resolve =>
  async (root, { idempotencyKey, ...args }: Args, context, info) => {
    if (idempotencyKey == null) return resolve(root, args, context, info);
    admit(guests, context.viewer);
    const key = acceptable(idempotencyKey as string);
    const call = callOf(context, `${name}/${key}`, args, secret);
    const { answer, replayed } = await once(call, async () => resolve(root, args, context, info));
    if (replayed) context.replayed.push(String(info.path.key));
    return answer;
  };

function acceptable(key: string): string {
  if (key.length < 1 || key.length > 200) throw invalid('idempotencyKey', 'must be 1 to 200 characters long');
  return key;
}

/**
 * Whoever is logged in has keys of their own. Nobody in particular has none: for them the same call is the same key with the same
 * variables, from wherever it is sent again, and with others it is another call.
 */
function callOf({ viewer, request }: Context, what: string, args: Args, secret: string): Call {
  const fingerprintOf = (asked: unknown) => createHmac('sha256', secret).update(JSON.stringify(asked)).digest('base64url');
  if (viewer) return { id: `${viewer.id}/${what}`, fingerprint: fingerprintOf(args) };
  const fingerprint = fingerprintOf([args, request.cookies?.refreshToken ?? null]);
  return { id: `anonymous/${what}/${fingerprint}`, fingerprint };
}

function finishSubscription(field: Field): void {
  const type = isNonNullType(field.type) ? field.type.ofType : field.type;
  if (!isObjectType(type) || !type.getInterfaces().some(({ name }) => name === 'StreamedEvent')) {
    throw new Error(`Subscription.${field.name} must yield a type that implements StreamedEvent.`);
  }
  addArgument(
    field,
    'after',
    GraphQLString,
    'A cursor of this stream: first comes what happened since, then what happens. Without it, what happens from now on.',
  );
  const resolve = field.resolve!;
  field.resolve = (root, { after: _after, ...args }: Args, context, info) => resolve(root, args, context, info);
}

function addArgument(field: Field, name: string, type: GraphQLInputType, description: string): void {
  const argument: GraphQLArgument = {
    name,
    type,
    description,
    defaultValue: undefined,
    deprecationReason: undefined,
    extensions: {},
    astNode: undefined,
  };
  (field.args as GraphQLArgument[]).push(argument);
}

const valueAt = (args: Args, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (value as Args | undefined)?.[name], args);
