import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Authorized, Ctx, FieldResolver, ID, Info, Mutation, Query, Resolver, Root } from 'type-graphql';

import { ANYONE, operationsFor } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { Versioned, WithEachAnswer } from '../../graphql/edge.js';
import { Expensive } from '../../graphql/limits.js';
import { CurrentViewer, MaybeViewer } from '../../graphql/parameters.js';
import type { Id } from '../../platform/identity.js';
import type { Viewer } from '../../platform/viewer.js';
import type { DeviceTokens } from './device-tokens.js';
import { keepInCookies } from './in-cookies.js';
import { AuthPayload, Me } from './me.type.js';
import type { PeopleService } from './people.service.js';
import type { RefreshTokens } from './refresh-tokens.js';
import type { Tokens } from './tokens.js';
import { User } from './user.entity.js';
import { ChangePasswordInput, LoginInput, RegisterInput, UpdateProfileInput } from './user.inputs.js';

@Resolver(() => AuthPayload)
export class PeopleResolver {
  constructor(
    private readonly people: PeopleService,
    private readonly tokens: Tokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly deviceTokens: DeviceTokens,
  ) {}

  @Authorized(ANYONE)
  @Query(() => Me, { nullable: true, description: 'Yourself; `null` when you are not logged in.' })
  async me(@MaybeViewer() viewer: Viewer | null, @Info() { schema }: GraphQLResolveInfo): Promise<Me | null> {
    const user = viewer && (await this.people.find(viewer.id));
    return user && { user, email: user.email, emailVerified: Boolean(user.emailVerifiedAt), roles: user.roles, capabilities: operationsFor(viewer, schema) };
  }

  @Authorized(ANYONE)
  @Query(() => User, { description: 'A person.' })
  user(@Arg('userId', () => ID, { description: 'Whom.' }) userId: Id): Promise<User> {
    return this.people.get(userId);
  }

  @Authorized(ANYONE)
  @Expensive()
  @WithEachAnswer(keepInCookies)
  @Mutation(() => AuthPayload, { description: 'Become a customer. Refuses with `EMAIL_TAKEN`.' })
  register(
    @Arg('input', () => RegisterInput, { description: 'Who you are.' }) input: RegisterInput,
    @Ctx() { request }: Context,
  ): Promise<AuthPayload> {
    return this.people.register(input, request.device ?? null);
  }

  @Authorized(ANYONE)
  @Expensive()
  @WithEachAnswer(keepInCookies)
  @Mutation(() => AuthPayload, { 
    description:
      'Prove who you are. Refuses with `INVALID_CREDENTIALS`, whatever was wrong, and for a while whatever is sent when too much was: from a device that shows its `deviceToken`, only if it was sent from there.',
  })
  login(
    @Arg('input', () => LoginInput, { description: 'Address and password.' }) { email, password, deviceToken }: LoginInput,
    @Ctx() { request }: Context,
  ): Promise<AuthPayload> {
    const from = { address: request.ip, deviceToken: deviceToken ?? request.cookies?.deviceToken ?? null };
    return this.people.login(email, password, from, request.device ?? null);
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

  @Authorized()
  @Expensive()
  @Mutation(() => User, {
    description: 'Change your password. Refuses with `INVALID_CREDENTIALS` when the old one is wrong, or you have none because a provider vouches for you. All your other sessions end.',
  })
  changePassword(
    @CurrentViewer() viewer: Viewer,
    @Arg('input', () => ChangePasswordInput, { description: 'The old one and the new one.' }) input: ChangePasswordInput,
  ): Promise<User> {
    return this.people.changePassword(viewer, input);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Send it as `Authorization: Bearer …`, and as `authorization` when a socket connects. `null` for pages that keep it in a cookie.',
  })
  token(@Root() { user, sessionId, startedAt }: AuthPayload, @Ctx() { request }: Context): string | null {
    return request.cookies ? null : this.tokens.sign(user, sessionId, startedAt);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Good for one `refreshSession`, before or after `token` runs out. Keep it where no script of others can read it. `null` for pages that keep it in a cookie.',
  })
  refreshToken(@Root() proof: AuthPayload, @Ctx() { request }: Context): string | null {
    return request.cookies ? null : this.refreshTokens.of(proof);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      'Keep it when the session has ended, and send it with the next `login`: wrong passwords that others try then do not keep you out. It opens nothing. `null` for pages that keep it in a cookie.',
  })
  deviceToken(@Root() proof: AuthPayload, @Ctx() { request }: Context): string | null {
    return request.cookies ? null : this.deviceTokens.of(proof);
  }

  @FieldResolver(() => Date, { description: 'When the token runs out.' })
  expiresAt(@Root() { startedAt }: AuthPayload): Date {
    return this.tokens.expiryOf(startedAt);
  }
}
