import { Arg, Args, Authorized, Int, Mutation, Query, Resolver } from 'type-graphql';

import { PageArgs } from '../../graphql/page.args.js';
import { CurrentViewer } from '../../graphql/parameters.js';
import type { Page } from '../../platform/pagination.js';
import { Role, type Viewer } from '../../platform/viewer.js';
import { type FailedReaction, FailedReactionConnection } from './failed-reaction.type.js';
import { RetryReactionsInput } from './reactions.inputs.js';
import { retriedAtOnce, type ReactionsService } from './reactions.service.js';

@Resolver()
export class ReactionsResolver {
  constructor(private readonly reactions: ReactionsService) {}

  @Authorized(Role.ADMIN)
  @Query(() => FailedReactionConnection, {
    description: 'What was to be done after the fact, such as mail, and was given up: what happened last comes first. `failed` in `systemHealth` says how many there are.',
  })
  failedReactions(@Args(() => PageArgs) page: PageArgs): Promise<Page<FailedReaction>> {
    return this.reactions.listFailed(page);
  }

  @Authorized(Role.ADMIN)
  @Mutation(() => Int, {
    description: `Try again what was given up, such as mail, as often as if it had just come: the oldest first, ${retriedAtOnce} at a time. Answers how many that were; see \`failedReactions\`.`,
  })
  retryFailedReactions(
    @CurrentViewer() viewer: Viewer,
    @Arg('input', () => RetryReactionsInput, { description: 'Why.' }) { reason }: RetryReactionsInput,
  ): Promise<number> {
    return this.reactions.retryFailed(viewer, reason);
  }
}
