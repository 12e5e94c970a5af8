import { now } from '../../platform/clock.js';
import { emailAddressOf, emailKeyOf } from '../../platform/email-address.js';
import { change } from '../../platform/entity/index.js';
import { refusal } from '../../platform/errors/index.js';
import type { Events } from '../../platform/events/index.js';
import type { Id } from '../../platform/identity.js';
import { orNotFound } from '../../platform/policy.js';
import { inTransaction, isDuplicate } from '../../platform/transaction.js';
import type { Viewer } from '../../platform/viewer.js';
import { EmailChanged, EmailVerificationRequested, EmailVerified } from './account.events.js';
import { type CredentialService, turnOfCredential } from './credential.service.js';
import { TokenPurpose } from './emailed-token.entity.js';
import type { EmailedTokens } from './emailed-tokens.js';
import { toOwner, toStranger } from './mail-quota.js';
import { type User, UserModel } from './user.entity.js';
import { viewerStream } from './user.events.js';

export interface EmailChange {
  readonly newEmail: string;
  readonly password: string;
}

const lifetimeSeconds = 24 * 3600;

/** Whether people read the mail of the addresses they give. */
export class EmailService {
  constructor(
    private readonly events: Events,
    private readonly tokens: EmailedTokens,
    private readonly credentials: CredentialService,
    /** Whether anything depends on it. */
    private readonly required: boolean,
  ) {}

  /** Belongs to the transaction in which somebody comes into being. */
  async welcome(user: User): Promise<void> {
    if (this.required && !user.emailVerifiedAt) await this.request(user, user.email);
  }

  /** Answers whether another mail goes out: not so when there is nothing to verify, or when one has just been sent. */
  resend(viewer: Viewer): Promise<boolean> {
    return inTransaction(async () => {
      const pending = await this.tokens.findAbout(TokenPurpose.EMAIL_VERIFICATION, viewer.id);
      const user = await this.get(viewer.id);
      if (!pending && user.emailVerifiedAt) return false;
      return this.request(user, pending?.email ?? user.email);
    });
  }

  /** The new address takes the place of the old one when its token comes back, and not before. */
  async requestChange(viewer: Viewer, { newEmail, password }: EmailChange): Promise<boolean> {
    const email = emailAddressOf(newEmail);
    const credential = await this.credentials.prove(viewer, password);
    return inTransaction(
      async () => {
        await this.credentials.assertStillProved(credential);
        const taken = await UserModel.exists({ emailKey: emailKeyOf(email), _id: { $ne: viewer.id } });
        if (taken) throw refusal('EMAIL_TAKEN');
        return this.request(await this.get(viewer.id), email);
      },
      { turnOf: turnOfCredential(viewer.id) },
    );
  }

  /** Whoever was faster has the address. */
  async verify(token: string): Promise<User> {
    try {
      return await inTransaction(async () => {
        const { about: userId, email } = await this.tokens.redeem(TokenPurpose.EMAIL_VERIFICATION, token);
        return this.confirm(await this.get(userId), email);
      });
    } catch (error) {
      throw isDuplicate(error, 'emailKey') ? refusal('EMAIL_TAKEN') : error;
    }
  }

  /** It was proved: by a token, or by another mail that only they can have read. Joins a transaction. */
  async confirm(user: User, email: string): Promise<User> {
    const [emailKey, userId] = [emailKeyOf(email), user._id];
    const confirmed = await change(UserModel, user, { $set: { email, emailKey, emailVerifiedAt: now() } });
    await this.events.publish(new EmailVerified({ userId }), [viewerStream(userId)]);
    if (emailKey === user.emailKey) return confirmed;
    await this.tokens.withdraw(TokenPurpose.PASSWORD_RESET, user.emailKey);
    await this.events.publish(new EmailChanged({ userId, before: user.email }), []);
    return confirmed;
  }

  async assertVerified(viewer: Viewer): Promise<void> {
    if (!this.required) return;
    const verified = await UserModel.exists({ _id: viewer.id, emailVerifiedAt: { $ne: null } });
    if (!verified) throw refusal('EMAIL_NOT_VERIFIED');
  }

  private async request({ _id: userId, emailKey }: User, email: string): Promise<boolean> {
    const quotas = (emailKeyOf(email) === emailKey ? toOwner : toStranger)(userId, emailKeyOf(email));
    const token = await this.tokens.issue({ purpose: TokenPurpose.EMAIL_VERIFICATION, about: userId, email, lifetimeSeconds, quotas });
    if (token) await this.events.publish(new EmailVerificationRequested({ tokenId: token._id }), []);
    return token !== null;
  }

  private async get(userId: Id): Promise<User> {
    return orNotFound(await UserModel.findById(userId).lean<User>());
  }
}
