import { defaultFieldResolver, getNamedType, type GraphQLNamedType, type GraphQLObjectType, type GraphQLSchema, isObjectType } from 'graphql';
import { Extensions } from 'type-graphql';

import { Role } from '../platform/viewer.js';
import { admit } from './authorization.js';
import type { Context } from './context.js';

/** Whatever leads to this type, each of its fields is for administrators alone. A contract test says which types must have it. */
export const AdminsOnly = (): ClassDecorator & PropertyDecorator & MethodDecorator => Extensions({ adminsOnly: true });

export function guardAdminTypes(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) if (isObjectType(type) && isForAdmins(type)) guard(type);
}

function guard(type: GraphQLObjectType): void {
  for (const field of Object.values(type.getFields())) {
    const resolve = field.resolve ?? defaultFieldResolver;
    field.resolve = (root, args, context: Context, info): unknown => {
      admit([Role.ADMIN], context.viewer);
      return resolve(root, args, context, info);
    };
  }
}

/** A page, and a row of one, is for whom its nodes are. */
export function isForAdmins(type: GraphQLNamedType): boolean {
  if (!isObjectType(type)) return false;
  if (type.extensions['adminsOnly'] === true) return true;
  const inner = type.name.endsWith('Connection') ? 'edges' : type.name.endsWith('Edge') ? 'node' : null;
  const field = inner === null ? undefined : type.getFields()[inner];
  return field !== undefined && isForAdmins(getNamedType(field.type));
}
