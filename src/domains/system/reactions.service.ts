import { plainText } from '../../platform/plain-text.js';
import { type Reactions, retryFailedJobs } from '../../platform/reactions/index.js';
import { currentTransaction, inTransaction } from '../../platform/transaction.js';
import type { Viewer } from '../../platform/viewer.js';
import type { AuditService } from '../audit/index.js';

export const retriedAtOnce = 1_000;

/** What is done after the fact, when it was given up. */
export class ReactionsService {
  constructor(
    private readonly reactions: Pick<Reactions, 'wake'>,
    private readonly audit: AuditService,
  ) {}

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
