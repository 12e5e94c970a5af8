import { Arg, Authorized, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';

import type { Context } from '../../graphql/context.js';
import { Versioned } from '../../graphql/edge.js';
import { CurrentViewer } from '../../graphql/parameters.js';
import { Role, type Viewer } from '../../platform/viewer.js';
import { AuditEntry } from '../audit/index.js';
import type { RightsService } from './rights.service.js';
import { User } from './user.entity.js';
import { SetRolesInput, SuspensionInput } from './user.inputs.js';
import { userById } from './user.loaders.js';

@Resolver()
export class RightsResolver {
  constructor(private readonly rights: RightsService) {}

  @Authorized(Role.ADMIN)
  @Versioned('input.userId')
  @Mutation(() => User, {
    description: 'Say what somebody is, at once and everywhere. Their sockets close, to be opened with the new roles. Refuses with `LAST_ADMINISTRATOR` when nobody would be one any more.',
  })
  setRoles(
    @CurrentViewer() viewer: Viewer,
    @Arg('input', () => SetRolesInput, { description: 'Who, what, and why.' }) { userId, roles, reason }: SetRolesInput,
  ): Promise<User> {
    return this.rights.setRoles(viewer, userId, roles, reason);
  }

  @Authorized(Role.ADMIN)
  @Versioned('input.userId')
  @Mutation(() => User, { description: 'End all sessions of somebody at once and everywhere, and let them begin no other. Refuses with `LAST_ADMINISTRATOR` when nobody would be one any more.' })
  suspendUser(
    @CurrentViewer() viewer: Viewer,
    @Arg('input', () => SuspensionInput, { description: 'Who, and why.' }) { userId, reason }: SuspensionInput,
  ): Promise<User> {
    return this.rights.suspend(viewer, userId, reason);
  }

  @Authorized(Role.ADMIN)
  @Versioned('input.userId')
  @Mutation(() => User, { description: 'Let somebody log in again.' })
  restoreUser(
    @CurrentViewer() viewer: Viewer,
    @Arg('input', () => SuspensionInput, { description: 'Who, and why.' }) { userId, reason }: SuspensionInput,
  ): Promise<User> {
    return this.rights.restore(viewer, userId, reason);
  }
}

@Resolver(() => AuditEntry)
export class AuditEntryActorResolver {
  @FieldResolver(() => User, { nullable: true, description: 'Who did it; `null` when there is no such person any more.' })
  actor(@Root() { actorId }: AuditEntry, @Ctx() context: Context): Promise<User | null> {
    return context.load(userById, actorId);
  }
}
