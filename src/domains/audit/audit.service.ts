import { create } from '../../platform/entity/index.js';
import type { Id } from '../../platform/identity.js';
import { type Page, pageOf, type PageRequest } from '../../platform/pagination.js';
import type { Viewer } from '../../platform/viewer.js';
import { type AuditEntry, AuditEntryModel } from './audit-entry.entity.js';

export interface Deed<State extends object> {
  /** The name of the mutation. */
  readonly action: string;
  readonly targetId: Id;
  readonly reason: string;
  readonly before: State;
  readonly after: State;
}

export interface Which {
  readonly actorId?: Id | null;
  readonly targetId?: Id | null;
  readonly action?: string | null;
  readonly since?: Date | null;
  readonly until?: Date | null;
}

/** What administrators did. */
export class AuditService {
  /** Belongs into the transaction of the deed: neither is there without the other. */
  record<State extends object>(viewer: Viewer, { action, targetId, reason, before, after }: Deed<State>): Promise<AuditEntry> {
    return create(AuditEntryModel, { actorId: viewer.id, action, targetId, reason, changes: differences(before, after) });
  }

  list({ actorId, targetId, action, since, until }: Which, page: PageRequest): Promise<Page<AuditEntry>> {
    const which = {
      ...(actorId != null && { actorId }),
      ...(targetId != null && { targetId }),
      ...(action != null && { action }),
      ...((since != null || until != null) && { createdAt: { ...(since != null && { $gte: since }), ...(until != null && { $lt: until }) } }),
    };
    return pageOf(AuditEntryModel, which, page, { createdAt: -1 });
  }
}

function differences<State extends object>(before: State, after: State): AuditEntry['changes'] {
  const fields = Object.keys(after) as (keyof State & string)[];
  return fields
    .map((field) => ({ field, before: JSON.stringify(before[field]), after: JSON.stringify(after[field]) }))
    .filter((change) => change.before !== change.after);
}
