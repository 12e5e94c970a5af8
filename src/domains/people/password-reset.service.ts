import { now } from '../../platform/clock.js';
import { emailKeyOf } from '../../platform/email-address.js';
import { refusal } from '../../platform/errors/index.js';
import type { Events } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import { inTransaction } from '../../platform/transaction.js';
import { PasswordChanged, PasswordResetRequested } from './account.events.js';
import { CredentialModel } from './credential.entity.js';
import type { EmailService } from './email.service.js';
import { TokenPurpose } from './emailed-token.entity.js';
import type { EmailedTokens } from './emailed-tokens.js';
import type { Lockout, Origin } from './lockout.js';
import { toForgetful } from './mail-quota.js';
import { hashPassword } from './passwords.js';
import type { SessionService } from './session.service.js';
import { type User, UserModel } from './user.entity.js';
import { viewerStream } from './user.events.js';

const lifetimeSeconds = 3600;

/** Other ways into an account than its password. */
export interface OtherWaysIn {
  closeAll(userId: Id): Promise<void>;
}

export class PasswordResetService {
  constructor(
    private readonly events: Events,
    private readonly tokens: EmailedTokens,
    private readonly sessions: SessionService,
    private readonly emails: EmailService,
    private readonly lockout: Lockout,
    private readonly otherWaysIn: OtherWaysIn,
  ) {}

  /** The same work for every address: whether somebody has it is looked at later, when nobody is waiting for the answer. */
  async request(email: string): Promise<void> {
    await inTransaction(async () => {
      const about = emailKeyOf(email);
      const token = await this.tokens.issue({ purpose: TokenPurpose.PASSWORD_RESET, about, email: about, lifetimeSeconds, quotas: toForgetful(about) });
      if (token) await this.events.publish(new PasswordResetRequested({ tokenId: token._id }), []);
    });
  }

  /**
   * Everybody who is in by the old password is out, wherever they are; so is whoever was about to change the address. Somebody else may
   * have made the account, or had a session of it: no way in that they laid stays open. The owner can link theirs again.
   */
  async reset(token: string, newPassword: string, from: Origin): Promise<void> {
    await this.tokens.assertGood(TokenPurpose.PASSWORD_RESET, token);
    const passwordHash = await hashPassword(newPassword);
    const account = await inTransaction(async () => {
      const { about } = await this.tokens.redeem(TokenPurpose.PASSWORD_RESET, token);
      const user = await UserModel.findOne({ emailKey: about }).lean<User>();
      if (!user) throw refusal('TOKEN_INVALID');
      const userId = user._id;
      await CredentialModel.updateOne({ _id: userId }, { $set: { passwordHash, passwordSetAt: now(), provedAt: now(), updatedAt: now() }, $inc: { version: 1 } }, { upsert: true });
      await this.otherWaysIn.closeAll(userId);
      if (!user.emailVerifiedAt) await this.emails.confirm(user, user.email);
      await this.tokens.withdraw(TokenPurpose.EMAIL_VERIFICATION, userId);
      await this.sessions.endAll(userId);
      await this.events.publish(new PasswordChanged({ userId }), [viewerStream(userId)]);
      return about;
    });
    await this.lockout.open(account, from);
  }
}
