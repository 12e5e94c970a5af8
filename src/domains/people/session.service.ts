import { now } from '../../platform/clock.js';
import { change, create } from '../../platform/entity/index.js';
import { refusal } from '../../platform/errors/index.js';
import type { Events } from '../../platform/events/index.js';
import { type Id, newId } from '../../platform/identity.js';
import { type Page, pageOf, type PageRequest } from '../../platform/pagination.js';
import { orNotFound } from '../../platform/policy.js';
import { apart, currentTransaction, inTransaction } from '../../platform/transaction.js';
import type { Viewer } from '../../platform/viewer.js';
import type { RightsChanged} from './access.events.js';
import { accessStreamOf, SessionsEnded } from './access.events.js';
import { RefreshTokenReused } from './account.events.js';
import { hashOf, newSeed, type RefreshTokens } from './refresh-tokens.js';
import type { Revocations } from './revocations.js';
import { type Session, SessionModel } from './session.entity.js';
import { type User, UserModel } from './user.entity.js';
import { viewerStream } from './user.events.js';

/** Somebody who has just proved who they are. Their tokens are made from it, and kept nowhere. */
export interface Proof {
  readonly user: User;
  readonly startedAt: Date;
  readonly sessionId: Id;
  readonly seed: string;
  readonly generation: number;
}

export interface SessionRules {
  readonly lifetimeSeconds: number;
  /** How long the token before the newest is taken for a tab that was late, and not for a thief. */
  readonly graceSeconds: number;
  /** How many one person may have; beyond that the one that was used longest ago ends. */
  readonly atMost: number;
}

const longestDevice = 300;

export class SessionService {
  constructor(
    private readonly events: Events,
    private readonly tokens: RefreshTokens,
    private readonly revocations: Revocations,
    private readonly rules: SessionRules,
  ) {}

  start(user: User, device: string | null): Promise<Proof> {
    const userId = user._id;
    return inTransaction(async () => {
      const { matchedCount } = await UserModel.updateOne({ _id: userId, suspension: null }, { $inc: { sessionsBegun: 1 } });
      if (matchedCount === 0) throw refusal('ACCOUNT_SUSPENDED');
      const [_id, seed, generation] = [newId(), newSeed(), 0];
      const tokenHash = hashOf(this.tokens.of({ sessionId: _id, seed, generation }));
      const session = await create(SessionModel, { _id, userId, endedAt: null, seed, generation, tokenHash, ...this.seen(device) });
      await this.endBeyond(userId);
      return proofOf(user, session);
    });
  }

  /**
   * The newest token gets a successor. The one before it, for a moment, gets that very successor: two tabs may refresh at once.
   * An older one has been used before, by its owner or by a thief, and nobody can say which: the session ends.
   */
  refresh(token: string, device: string | null): Promise<Proof> {
    const claimed = this.tokens.read(token);
    if (!claimed) throw refusal('UNAUTHENTICATED');
    return inTransaction(
      async () => {
        const session = await SessionModel.findById(claimed.sessionId).lean<Session>();
        if (!session || !isAlive(session)) throw refusal('UNAUTHENTICATED');
        const user = orNotFound(await UserModel.findById(session.userId).lean<User>());
        if (user.suspension) throw refusal('ACCOUNT_SUSPENDED');
        if (hashOf(token) === session.tokenHash) return proofOf(user, await this.rotate(session, device));
        if (!this.tokens.isGenuine(token, { ...session, ...claimed })) throw refusal('UNAUTHENTICATED');
        if (claimed.generation === session.generation - 1 && this.isInGrace(session)) return proofOf(user, session);
        await apart(() => this.endReused(session));
        throw refusal('UNAUTHENTICATED');
      },
      { turnOf: `session:${claimed.sessionId}` },
    );
  }

  list(viewer: Viewer, page: PageRequest): Promise<Page<Session>> {
    return pageOf(SessionModel, { userId: viewer.id, endedAt: null, expiresAt: { $gt: now() } }, page, { createdAt: -1 });
  }

  end(viewer: Viewer, sessionId: Id): Promise<Session> {
    const own = { _id: sessionId, userId: viewer.id };
    return inTransaction(async () => {
      orNotFound(await SessionModel.exists(own));
      await this.endThese(viewer.id, { _id: sessionId });
      return orNotFound(await SessionModel.findOne(own).lean<Session>());
    });
  }

  endOthers(viewer: Viewer): Promise<number> {
    return this.endThese(viewer.id, { _id: { $ne: viewer.sessionId ?? '' } });
  }

  endAll(userId: Id): Promise<number> {
    return this.endThese(userId, {});
  }

  /** Belongs to a transaction that relies on the viewer's being in. Writes, so that of it and the end of the session one sees the other. */
  async assertAlive({ id: userId, sessionId }: Viewer): Promise<void> {
    const { matchedCount } = await SessionModel.updateOne({ _id: sessionId ?? '', userId, endedAt: null }, { $inc: { timesReliedOn: 1 } });
    if (matchedCount === 0) throw refusal('UNAUTHENTICATED');
  }

  /** Every process hears of it, and this one knows before anybody is told that it is done. */
  async announce(event: SessionsEnded | RightsChanged): Promise<void> {
    const { userId } = event.data;
    await this.events.publish(event, [accessStreamOf(userId), viewerStream(userId)]);
    currentTransaction()!.afterCommit.push(() => this.revocations.apply(event));
  }

  /** Ended sessions are kept until nobody has an access token of theirs. */
  async forgetBefore(moment: Date): Promise<void> {
    await SessionModel.deleteMany({ expiresAt: { $lt: moment } });
    await SessionModel.deleteMany({ endedAt: { $ne: null, $lt: moment } });
  }

  private endReused({ _id: sessionId, userId }: Session): Promise<void> {
    return inTransaction(async () => {
      if ((await this.endThese(userId, { _id: sessionId })) === 0) return;
      await this.events.publish(new RefreshTokenReused({ userId, sessionId }), [viewerStream(userId)]);
    });
  }

  private rotate(session: Session, device: string | null): Promise<Session> {
    const generation = session.generation + 1;
    const tokenHash = hashOf(this.tokens.of({ sessionId: session._id, seed: session.seed, generation }));
    return change(SessionModel, session, { $set: { generation, tokenHash, ...this.seen(device) } });
  }

  private async endBeyond(userId: Id): Promise<void> {
    const beyond = await SessionModel.find({ userId, endedAt: null }, { _id: 1 })
      .sort({ lastUsedAt: -1, _id: -1 })
      .skip(this.rules.atMost)
      .lean<{ _id: Id }[]>();
    if (beyond.length > 0) await this.endThese(userId, { _id: { $in: beyond.map(({ _id }) => _id) } });
  }

  private endThese(userId: Id, which: object): Promise<number> {
    return inTransaction(async () => {
      const alive = { ...which, userId, endedAt: null };
      const ending = await SessionModel.find(alive, { _id: 1 }).lean<{ _id: Id }[]>();
      if (ending.length === 0) return 0;
      const sessionIds = ending.map(({ _id }) => _id);
      const moment = now();
      await SessionModel.updateMany({ _id: { $in: sessionIds } }, { $set: { endedAt: moment, updatedAt: moment }, $inc: { version: 1 } });
      await this.announce(new SessionsEnded({ userId, sessionIds }));
      return sessionIds.length;
    });
  }

  private seen(device: string | null): Pick<Session, 'device' | 'lastUsedAt' | 'expiresAt'> {
    const moment = now();
    const expiresAt = new Date(moment.getTime() + this.rules.lifetimeSeconds * 1000);
    return { device: device?.slice(0, longestDevice) ?? null, lastUsedAt: moment, expiresAt };
  }

  private isInGrace({ lastUsedAt }: Session): boolean {
    return now().getTime() - lastUsedAt.getTime() <= this.rules.graceSeconds * 1000;
  }
}

const isAlive = ({ endedAt, expiresAt }: Session): boolean => endedAt === null && expiresAt > now();

const proofOf = (user: User, { _id: sessionId, seed, generation }: Session): Proof => ({
  user,
  startedAt: now(),
  sessionId,
  seed,
  generation,
});
