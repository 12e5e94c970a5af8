import { Arg, Args, Authorized, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';

import { ANYONE } from '../../graphql/authorization.js';
import type { Context } from '../../graphql/context.js';
import { WithEachAnswer } from '../../graphql/edge.js';
import { PageArgs } from '../../graphql/page.args.js';
import { CurrentViewer } from '../../graphql/parameters.js';
import { invalid } from '../../platform/errors/index.js';
import type { Id } from '../../platform/identity.js';
import type { Page } from '../../platform/pagination.js';
import type { Viewer } from '../../platform/viewer.js';
import { keepInCookies } from './in-cookies.js';
import { AuthPayload } from './me.type.js';
import { Session, SessionConnection } from './session.entity.js';
import type { SessionService } from './session.service.js';

const longestToken = 200;

@Resolver(() => Session)
export class SessionResolver {
  constructor(private readonly sessions: SessionService) {}

  @Authorized()
  @Query(() => SessionConnection, { description: 'Where you are logged in, newest first.' })
  mySessions(@CurrentViewer() viewer: Viewer, @Args(() => PageArgs) page: PageArgs): Promise<Page<Session>> {
    return this.sessions.list(viewer, page);
  }

  @Authorized(ANYONE)
  @WithEachAnswer(keepInCookies)
  @Mutation(() => AuthPayload, {
    description:
      'Go on with new tokens. A refresh token is good once; for a moment, the same again answers the same successor, so that two tabs may refresh at once. Used again later, it ends its session. Refuses with `UNAUTHENTICATED`: log in.',
  })
  refreshSession(
    @Arg('refreshToken', () => String, {
      nullable: true,
      description: 'The newest one you were given; left out by pages that keep it in a cookie.',
    })
    given: string | null | undefined,
    @Ctx() { request }: Context,
  ): Promise<AuthPayload> {
    const refreshToken = given ?? request.cookies?.refreshToken ?? '';
    if (refreshToken.length > longestToken) throw invalid('refreshToken', `must be at most ${longestToken} characters long`);
    return this.sessions.refresh(refreshToken, request.device ?? null);
  }

  @Authorized()
  @WithEachAnswer((_, { request }) => request.cookies?.clear())
  @Mutation(() => Session, { description: 'End this session: its tokens are worth nothing any more, and its sockets close.' })
  logout(@CurrentViewer() viewer: Viewer): Promise<Session> {
    return this.sessions.end(viewer, viewer.sessionId ?? '');
  }

  @Authorized()
  @Mutation(() => Session, { description: 'End one of your sessions, such as that of a device you have lost.' })
  endSession(
    @CurrentViewer() viewer: Viewer,
    @Arg('sessionId', () => ID, { description: 'Which; see `mySessions`.' }) sessionId: Id,
  ): Promise<Session> {
    return this.sessions.end(viewer, sessionId);
  }

  @Authorized()
  @Mutation(() => Int, { description: 'End all your sessions but this one. Answers how many there were.' })
  endAllOtherSessions(@CurrentViewer() viewer: Viewer): Promise<number> {
    return this.sessions.endOthers(viewer);
  }

  @FieldResolver(() => Boolean, { description: 'Whether it is the one you are asking with.' })
  current(@Root() { _id }: Session, @Ctx() { viewer }: Context): boolean {
    return viewer?.sessionId === _id;
  }
}
