import { Arg, Args, Authorized, Ctx, Field, FieldResolver, ID, Mutation, ObjectType, Query, Resolver, Root } from 'type-graphql';

import { ANYONE } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { WithEachAnswer } from '../../graphql/edge.js';
import { Expensive } from '../../graphql/limits.js';
import { PageArgs } from '../../graphql/page.args.js';
import { CurrentViewer } from '../../graphql/parameters.js';
import type { Id } from '../../platform/identity.js';
import type { Page } from '../../platform/pagination.js';
import type { Viewer } from '../../platform/viewer.js';
import { AuthPayload, keepInCookies, Me } from '../people/index.js';
import { SignIn, SignInConnection } from './sign-in.entity.js';
import { LinkSignInInput, SignInInput } from './sign-in.inputs.js';
import type { SignInService } from './sign-in.service.js';

@ObjectType({ description: 'Somebody who can vouch for people, such as their employer or a mail service.' })
export class SignInProvider {
  @Field(() => String, { description: 'What it is called in addresses.' })
  name!: string;

  @Field(() => String, { description: 'What people call it.' })
  title!: string;

  @Field(() => String, {
    description:
      'Where on this server to send the browser, with `returnTo`, an address of your page, and `codeChallenge`, the base64url of the SHA-256 of a random text that you keep for `signInWithCode`. It comes back to `returnTo` with `code`, or with `error`, a code of `ErrorCode`.',
  })
  startPath!: string;
}

@Resolver()
export class SignInResolver {
  constructor(private readonly signIns: SignInService) {}

  @Authorized(ANYONE)
  @Query(() => [SignInProvider], { description: 'By whose word one can sign in here.' })
  signInProviders(): SignInProvider[] {
    return this.signIns.offered().map(({ name, title }) => ({ name, title, startPath: `/auth/${name}/start` }));
  }

  @Authorized(ANYONE)
  @WithEachAnswer(keepInCookies)
  @Mutation(() => AuthPayload, {
    description:
      'Come in by the word of a provider. The first time you become a customer: refuses with `EMAIL_REQUIRED` when the provider tells no address and you give none, and with `EMAIL_TAKEN` when there is an account with that address: log in to it, and link the sign-in. Refuses with `SIGN_IN_FAILED` when the code is not good, and with `ACCOUNT_SUSPENDED`.',
  })
  signInWithCode(
    @Arg('input', () => SignInInput, { description: 'The code, and what else is needed of newcomers.' }) { code, codeVerifier, email, name }: SignInInput,
    @Ctx() { request }: Context,
  ): Promise<AuthPayload> {
    return this.signIns.signIn({ code, codeVerifier }, { ...(email != null && { email }), ...(name != null && { name }) }, request.device ?? null);
  }

  @Authorized()
  @Expensive()
  @Mutation(() => SignIn, {
    description:
      'From now on the provider can vouch for you; you are told by mail. Takes your password, if you have one, and refuses with `INVALID_CREDENTIALS` without it; with `SIGN_IN_TAKEN` when it vouches for another account with this, and with `SIGN_IN_FAILED` when the code is not good.',
  })
  linkSignIn(
    @CurrentViewer() viewer: Viewer,
    @Arg('input', () => LinkSignInInput, { description: 'What came back from the provider, and your password.' }) { password, ...claim }: LinkSignInInput,
  ): Promise<SignIn> {
    return this.signIns.link(viewer, claim, password ?? null);
  }

  @Authorized()
  @Mutation(() => SignIn, {
    description: 'The provider can no longer vouch for you in this way. Refuses with `LAST_SIGN_IN` when you have neither another nor a password.',
  })
  unlinkSignIn(
    @CurrentViewer() viewer: Viewer,
    @Arg('signInId', () => ID, { description: 'Which; see `Me.signIns`.' }) signInId: Id,
  ): Promise<SignIn> {
    return this.signIns.unlink(viewer, signInId);
  }
}

@Resolver(() => Me)
export class MySignInsResolver {
  constructor(private readonly service: SignInService) {}

  @FieldResolver(() => SignInConnection, { description: 'Who can vouch for you, newest first.' })
  signIns(@Root() { user }: Me, @Args(() => PageArgs) page: PageArgs): Promise<Page<SignIn>> {
    return this.service.list(user._id, page);
  }
}
