import { type GraphQLSchema, isObjectType } from 'graphql';
import { type AuthChecker, getMetadataStorage } from 'type-graphql';

import { refusal } from '../platform/errors/index.js';
import { isOneOf, type Role, type Viewer } from '../platform/viewer.js';
import type { Context } from './context.js';

/** `@Authorized(ANYONE)`: open to the world. `@Authorized()`: whoever is logged in. Nothing: the schema is not built. */
export const ANYONE = 'ANYONE';

export type Guest = Role | typeof ANYONE;

/** Who may knock. Who may enter is decided by the policies, in the services. */
export function admit(guests: readonly Guest[], viewer: Viewer | null): void {
  if (guests.includes(ANYONE)) return;
  if (!viewer) throw refusal('UNAUTHENTICATED');
  if (guests.length > 0 && !isOneOf(viewer, ...(guests as readonly Role[]))) throw refusal('FORBIDDEN');
}

export const isAdmitted = (guests: readonly Guest[], viewer: Viewer): boolean =>
  guests.length === 0 || guests.includes(ANYONE) || isOneOf(viewer, ...(guests as readonly Role[]));

/** At the root of a subscription the rights were asked before; asking here would make every event personal. */
export const authChecker: AuthChecker<Context, Guest> = ({ context, info }, guests) => {
  const isSubscription = info.parentType === info.schema.getSubscriptionType();
  admit(guests, isSubscription ? context.request.viewer : context.viewer);
  return true;
};

/** Every root operation and whom it admits. */
export function guestList(): ReadonlyMap<string, readonly Guest[]> {
  const { queries, mutations, subscriptions } = getMetadataStorage();
  const list = new Map<string, readonly Guest[]>();
  const add = (type: string, operations: readonly { schemaName: string; roles?: Guest[] }[]) => {
    for (const { schemaName, roles } of operations) {
      if (!roles) throw new Error(`${type}.${schemaName} has no guest list: write @Authorized(…) on it, or @Authorized(ANYONE).`);
      list.set(`${type}.${schemaName}`, roles);
    }
  };
  add('Query', queries);
  add('Mutation', mutations);
  add('Subscription', subscriptions);
  return list;
}

let list: ReadonlyMap<string, readonly Guest[]> | undefined;

/** The root operations of the schema that admit the viewer, such as `Mutation.updateProfile`. */
export function operationsFor(viewer: Viewer, schema: GraphQLSchema): string[] {
  list ??= guestList();
  return [...list].filter(([operation, guests]) => isAdmitted(guests, viewer) && isIn(schema, operation)).map(([operation]) => operation);
}

/** Some operations are there only in development, or when they are configured. */
function isIn(schema: GraphQLSchema, operation: string): boolean {
  const [root = '', name = ''] = operation.split('.');
  const type = schema.getType(root);
  return isObjectType(type) && name in type.getFields();
}
