import { now } from '../../platform/clock.js';
import { change } from '../../platform/entity/index.js';
import { refusal } from '../../platform/errors/index.js';
import type { Id } from '../../platform/identity.js';
import { plainText } from '../../platform/plain-text.js';
import { orNotFound } from '../../platform/policy.js';
import { inTransaction } from '../../platform/transaction.js';
import { Role, type Viewer } from '../../platform/viewer.js';
import type { AuditService } from '../audit/index.js';
import { RightsChanged } from './access.events.js';
import type { SessionService } from './session.service.js';
import { type User, UserModel } from './user.entity.js';
import { viewerStream } from './user.events.js';

type Rights = Pick<User, 'roles' | 'suspension'>;

const overseers = { roles: Role.ADMIN, suspension: null };

/** What administrators give people and take from them. */
export class RightsService {
  constructor(
    private readonly sessions: SessionService,
    private readonly audit: AuditService,
  ) {}

  setRoles(viewer: Viewer, userId: Id, roles: readonly Role[], reason: string): Promise<User> {
    return this.change(viewer, 'setRoles', userId, reason, () => ({ roles: [...new Set(roles)] }));
  }

  suspend(viewer: Viewer, userId: Id, reason: string): Promise<User> {
    return inTransaction(async () => {
      const user = await this.change(viewer, 'suspendUser', userId, reason, (why) => ({ suspension: { reason: why, by: viewer.id, at: now() } }));
      await this.sessions.endAll(userId);
      return user;
    });
  }

  restore(viewer: Viewer, userId: Id, reason: string): Promise<User> {
    return this.change(viewer, 'restoreUser', userId, reason, () => ({ suspension: null }));
  }

  private change(viewer: Viewer, action: string, userId: Id, givenReason: string, rights: (reason: string) => Partial<Rights>): Promise<User> {
    return inTransaction(
      async () => {
        const reason = plainText(givenReason, 'input.reason');
        const before = orNotFound(await UserModel.findById(userId).lean<User>());
        const user = await change(UserModel, before, { $set: { ...rights(reason), rightsChangedAt: now() } });
        await this.assertOverseen(viewer, before, user);
        const { version, roles, suspension } = user;
        await this.audit.record(viewer, { action, targetId: userId, reason, before: rightsOf(before), after: rightsOf(user) });
        await this.sessions.announce(new RightsChanged({ userId, version, roles, suspended: suspension !== null, by: viewer.id, reason }));
        return user;
      },
      { turnOf: viewerStream(userId).name },
    );
  }

  /**
   * Whoever acts is an administrator still, and somebody stays one. Whom this relies on is written to, so that of two who
   * dismiss each other at once one sees the other.
   */
  private async assertOverseen(viewer: Viewer, before: User, after: User): Promise<void> {
    const isSelf = before._id === viewer.id;
    if (isSelf && !oversees(before)) throw refusal('FORBIDDEN');
    if (isSelf && oversees(after)) return;
    const { matchedCount } = await UserModel.updateOne(
      { ...overseers, _id: isSelf ? { $ne: viewer.id } : viewer.id },
      { $inc: { timesReliedOn: 1 } },
      // Left to itself, a database may walk through everybody but one instead.
      isSelf ? { hint: { roles: 1 } } : {},
    );
    if (matchedCount === 0) throw refusal(isSelf ? 'LAST_ADMINISTRATOR' : 'FORBIDDEN');
  }
}

const oversees = ({ roles, suspension }: Rights): boolean => roles.includes(Role.ADMIN) && suspension === null;

const rightsOf = ({ roles, suspension }: Rights) => ({ roles, suspended: suspension !== null });
