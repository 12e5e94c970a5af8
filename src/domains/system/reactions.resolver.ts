import { Arg, Authorized, Int, Mutation, Resolver } from 'type-graphql';

import { CurrentViewer } from '../../graphql/parameters.js';
import { Role, type Viewer } from '../../platform/viewer.js';
import { RetryReactionsInput } from './reactions.inputs.js';
import { retriedAtOnce, type ReactionsService } from './reactions.service.js';

@Resolver()
export class ReactionsResolver {
  constructor(private readonly reactions: ReactionsService) {}

  @Authorized(Role.ADMIN)
  @Mutation(() => Int, {
    description: `Try again what was given up, such as mail, as often as if it had just come: the oldest first, ${retriedAtOnce} at a time. Answers how many that were; see \`failed\` in \`systemHealth\`.`,
  })
  retryFailedReactions(
    @CurrentViewer() viewer: Viewer,
    @Arg('input', () => RetryReactionsInput, { description: 'Why.' }) { reason }: RetryReactionsInput,
  ): Promise<number> {
    return this.reactions.retryFailed(viewer, reason);
  }
}
