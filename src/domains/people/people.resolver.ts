import { Arg, Authorized, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';

import { ANYONE, operationsFor } from '../../graphql/authorization.js';
import { Versioned } from '../../graphql/edge.js';
import { CurrentViewer, MaybeViewer } from '../../graphql/parameters.js';
import type { Id } from '../../platform/identity.js';
import type { Viewer } from '../../platform/viewer.js';
import { AuthPayload, Me } from './me.type.js';
import type { PeopleService } from './people.service.js';
import type { Tokens } from './tokens.js';
import { User } from './user.entity.js';
import { LoginInput, RegisterInput, UpdateProfileInput } from './user.inputs.js';

@Resolver(() => AuthPayload)
export class PeopleResolver {
  constructor(
    private readonly people: PeopleService,
    private readonly tokens: Tokens,
  ) {}

  @Authorized(ANYONE)
  @Query(() => Me, { nullable: true, description: 'Yourself; `null` when you are not logged in.' })
  async me(@MaybeViewer() viewer: Viewer | null): Promise<Me | null> {
    const user = viewer && (await this.people.find(viewer.id));
    return user && { user, email: user.email, roles: user.roles, capabilities: operationsFor(viewer) };
  }

  @Authorized(ANYONE)
  @Query(() => User, { description: 'A person.' })
  user(@Arg('userId', () => ID, { description: 'Whom.' }) userId: Id): Promise<User> {
    return this.people.get(userId);
  }

  @Authorized(ANYONE)
  @Mutation(() => AuthPayload, { description: 'Become a customer. Refuses with `EMAIL_TAKEN`.' })
  register(@Arg('input', () => RegisterInput, { description: 'Who you are.' }) input: RegisterInput): Promise<AuthPayload> {
    return this.people.register(input);
  }

  @Authorized(ANYONE)
  @Mutation(() => AuthPayload, { description: 'Prove who you are. Refuses with `INVALID_CREDENTIALS`, whatever was wrong.' })
  login(@Arg('input', () => LoginInput, { description: 'Address and password.' }) { email, password }: LoginInput): Promise<AuthPayload> {
    return this.people.login(email, password);
  }

  @Authorized()
  @Versioned('viewer')
  @Mutation(() => User, { description: 'Change what others see of you.' })
  updateProfile(
    @CurrentViewer() viewer: Viewer,
    @Arg('input', () => UpdateProfileInput, { description: 'What to change.' }) input: UpdateProfileInput,
  ): Promise<User> {
    return this.people.updateProfile(viewer, input);
  }

  @FieldResolver(() => String, { description: 'Send it as `Authorization: Bearer …`, and as `authorization` when a socket connects.' })
  token(@Root() { user, startedAt }: AuthPayload): string {
    return this.tokens.sign(user, startedAt);
  }

  @FieldResolver(() => Date, { description: 'When the token runs out.' })
  expiresAt(@Root() { startedAt }: AuthPayload): Date {
    return this.tokens.expiryOf(startedAt);
  }
}
