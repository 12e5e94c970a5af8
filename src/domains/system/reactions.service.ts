import { mapPage, type Page, type PageRequest } from '../../platform/pagination.js';
import { plainText } from '../../platform/plain-text.js';
import { failedJobs, type Job, type Reactions, retryFailedJobs } from '../../platform/reactions/index.js';
import { currentTransaction, inTransaction } from '../../platform/transaction.js';
import type { Viewer } from '../../platform/viewer.js';
import type { AuditService } from '../audit/index.js';
import type { FailedReaction } from './failed-reaction.type.js';

export const retriedAtOnce = 1_000;

/** What is done after the fact, when it was given up. */
export class ReactionsService {
  constructor(
    private readonly reactions: Pick<Reactions, 'wake'>,
    private readonly audit: AuditService,
  ) {}

  async listFailed(page: PageRequest): Promise<Page<FailedReaction>> {
    return mapPage(await failedJobs(page), failedReactionOf);
  }

  /** Others find within seconds what this process does not take up at once. */
  retryFailed(viewer: Viewer, givenReason: string): Promise<number> {
    return inTransaction(async () => {
      const reason = plainText(givenReason, 'input.reason');
      const { failed, retried } = await retryFailedJobs(retriedAtOnce);
      await this.audit.record(viewer, { action: 'retryFailedReactions', targetId: 'reactions', reason, before: { failed }, after: { failed: failed - retried } });
      currentTransaction()!.afterCommit.push(() => this.reactions.wake());
      return retried;
    });
  }
}

const failedReactionOf = ({ _id, reaction, event, since, attempts, error }: Job): FailedReaction => ({
  id: _id,
  reaction,
  eventId: event.eventId,
  eventKind: event.type,
  happenedAt: since,
  attempts,
  error: error ?? '',
});
